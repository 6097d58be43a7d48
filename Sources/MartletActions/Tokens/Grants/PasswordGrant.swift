import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore

/// The password grant (RFC 6749 section 4.3): one factor and no person to ask for more, hence refused wherever more is
/// demanded, and under the security defaults always (D8).
///
/// A stranger hears one answer whatever the password (T12, T13); the log knows which it was.
struct PasswordGrant: Sendable {
    let context: GrantContext

    init(_ context: GrantContext) { self.context = context }

    func redeem() async throws -> GrantResult {
        guard context.application.allowsPasswordGrant else { throw OAuthError.grantNotAllowed }
        guard let username = context.request.value("username"), let password = context.request.value("password") else {
            throw OAuthError("invalid_request", 90014)
        }
        let scopes = try await context.tools.store.read { tables in try asked(in: tables) }
        let knock = PasswordOnlyKnock(
            door: .passwordGrant, clientApp: clientApp, protocolName: "ropc",
            application: context.application, origin: origin, isPersonsOwn: isPersonsOwn,
            opensManagement: context.isManagementSurface(scopes), api: scopes.api)
        let refusal =
            context.tenant.securityDefaults.isEnabled
            ? OAuthError("invalid_grant", 530_035) : OAuthError("invalid_grant", 50126)
        do {
            let answer = try await context.tools.knock(
                knock, name: username, password: password, tenant: context.tenant
            ) { clearance, subject, tables in
                let granted = try grant(scopes, by: clearance, subject: subject, in: tables)
                return (granted, session: granted.family.session)
            }
            switch answer {
            case .entered(let granted): return .granted(granted)
            case .refused: return .refused(refusal)
            case .stopped(let seconds): return .refused(.tooManyNames(seconds))
            }
        } catch ActionError.overloaded(let seconds) {
            return .refused(.overloaded(seconds))
        }
    }

    /// An app that is marked as a mail server, and has proven to be it, speaks for mail programs: their passwords are
    /// legacy authentication, however they came here (SD-41).
    private var isMailServer: Bool {
        context.application.kind == .confidential && context.application.settings.api.isMailServer
    }

    private var clientApp: ClientApp {
        guard isMailServer else { return .mobileAppsAndDesktopClients }
        return switch context.request.mailProgram?.service {
        case "pop3": .pop3
        case "smtp", "submission", "lmtp": .authenticatedSMTP
        default: .imap4
        }
    }

    /// From where the password came: the mail program's address where the mail server says it, else the sender's.
    private var origin: Origin {
        guard isMailServer, let program = context.request.mailProgram, let address = program.address else {
            return context.request.origin
        }
        return Origin(address: address, userAgent: context.request.origin.userAgent, country: program.country)
    }

    /// Whether that is where the person is: an app that runs on a server asks from there for all of its people.
    private var isPersonsOwn: Bool {
        context.application.kind == .public || isMailServer && context.request.mailProgram?.address != nil
    }

    /// What is asked for, if nobody but the person stands in its way.
    private func asked(in tables: Tables) throws -> TokenScopes {
        let wish = try context.wish(ScopeSet(stored: context.request.value("scope") ?? "openid"), in: tables)
        let coverage = try tables.coverage(of: wish, application: context.application, user: nil)
        var details = GrantDetails()
        details.resource = wish.resource?.id
        guard !wish.isEmpty, coverage.administrative.isEmpty,
            let scopes = try context.tokenScopes(granted: wish.canonical, details: details, in: tables)
        else { throw OAuthError("invalid_scope", 70011) }
        return scopes
    }

    /// What of it the person has agreed to before: nobody can be asked here, and `openid` alone tells no more than that
    /// the password was right.
    private func agreed(_ scopes: TokenScopes, user: ID<User>, in tables: Tables) throws -> TokenScopes {
        let wish = try context.wish(scopes.canonical, in: tables)
        let coverage = try tables.coverage(of: wish, application: context.application, user: user)
        let open = Set(coverage.askable.map(\.canonical) + coverage.askableOpenID).subtracting(["openid"])
        guard !open.isEmpty else { return scopes }
        let kept = ScopeSet(scopes.canonical.values.filter { !open.contains($0) })
        return TokenScopes(canonical: kept, resource: scopes.resource, audience: scopes.audience, answer: kept)
    }

    /// A password grant opens a session and a family like any sign-in, so that revoking ends it too.
    private func grant(
        _ scopes: TokenScopes, by clearance: Clearance, subject: SignInSubject, in tables: Tables
    ) throws -> Grant {
        let scopes = try agreed(scopes, user: subject.user.id, in: tables)
        let proofs = [Proof(method: .password, at: context.at)]
        let browser = context.tools.newToken(.browser)
        let opened = try context.issuer.openSession(
            by: clearance, proofs: proofs, browser: browser, origin: origin, isPersistent: false,
            at: context.at, in: tables)
        let (family, token) = try context.issuer.startFamily(
            application: context.application.id, session: opened.session, scopes: scopes,
            details: context.bound(GrantDetails()), by: clearance, at: context.at, in: tables)
        return try context.grant(
            scopes, to: subject, by: clearance, family: family, refreshToken: token, nonce: nil, in: tables)
    }
}
