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
        guard context.application.allowsPasswordGrant else { throw OAuthError("unauthorized_client", 70001) }
        guard let username = context.request.value("username"), let password = context.request.value("password") else {
            throw OAuthError("invalid_request", 90014)
        }
        let scopes = ScopeSet(stored: context.request.value("scope") ?? "openid")
        guard scopes.isSubset(of: SupportedScopes.all) else { throw OAuthError("invalid_scope", 70011) }
        let knock = PasswordOnlyKnock(
            door: .passwordGrant, clientApp: .mobileAppsAndDesktopClients, protocolName: "ropc",
            application: context.application, origin: context.request.origin)
        let refusal =
            context.tenant.securityDefaults.isEnabled
            ? OAuthError("invalid_grant", 530_035) : OAuthError("invalid_grant", 50126)
        do {
            let entered = try await context.tools.knock(
                knock, name: username, password: password, tenant: context.tenant
            ) { clearance, subject, tables in
                let granted = try grant(scopes, by: clearance, subject: subject, in: tables)
                return (granted, session: granted.family.session)
            }
            guard let entered else { return .refused(refusal) }
            return .granted(entered)
        } catch ActionError.overloaded(let seconds) {
            return .refused(.overloaded(seconds))
        }
    }

    /// A password grant opens a session and a family like any sign-in, so that revoking ends it too.
    private func grant(
        _ scopes: ScopeSet, by clearance: Clearance, subject: SignInSubject, in tables: Tables
    ) throws -> Grant {
        let proofs = [Proof(method: .password, at: context.at)]
        let browser = context.tools.newToken(.browser)
        let opened = try context.issuer.openSession(
            by: clearance, proofs: proofs, browser: browser, origin: context.request.origin, isPersistent: false,
            at: context.at, in: tables)
        let (family, token) = try context.issuer.startFamily(
            application: context.application.id, session: opened.session, scopes: scopes, by: clearance,
            at: context.at, in: tables)
        return Grant(
            clearance: clearance, tenant: context.tenant, user: subject.user, application: context.application,
            family: family, scopes: scopes, refreshToken: token, nonce: nil)
    }
}
