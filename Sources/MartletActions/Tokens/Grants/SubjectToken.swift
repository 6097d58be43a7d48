import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore

extension GrantContext {
    /// An access token of a person or an app that was sent to this app and that it may use further; `nil` for any other.
    ///
    /// It is live, of this tenant, and addressed to this app by its id or one of its names: never an ID token, never a
    /// token for somebody else's API (A172, A173, A190). `isOwn` lets a token pass that was issued *to* this app as well.
    /// One that is bound to a key cannot be used further by who does not have it (RFC 9449 section 7, RFC 8705 section 3).
    /// - Throws: `StoreError`.
    func subjectToken(_ text: String, isOwn: Bool = false) async throws -> LiveToken? {
        guard let token = try await AccessTokenCheck(tools: tools)(text, audience: nil, at: at),
            token.tenant.id == tenant.id, let audience = token.claims.string("aud"),
            isAddressed(audience) || (isOwn && token.application.id == application.id),
            shows(bindingOf: token)
        else { return nil }
        return token
    }

    /// Whether an audience is one of this app's names.
    private func isAddressed(_ audience: String) -> Bool {
        audience == application.id.rawValue || audience == "api://\(application.id)"
            || application.settings.api.identifierURIs.contains(audience)
    }

    /// Whether the request shows what a token is bound to, if it is; a binding that is not understood is not shown.
    func shows(bindingOf token: LiveToken) -> Bool {
        do {
            switch try TokenBinding(claims: token.claims) {
            case nil: return true
            case .key(let thumbprint): return binding == .key(thumbprint)
            case .certificate(let thumbprint): return request.sender.certificate?.thumbprintText == thumbprint
            }
        } catch {
            return false
        }
    }

    /// The gate, asked again about the person of a token that is used further: with what was proven when its family
    /// began, and on the condition that this still counts.
    func decideAgain(
        _ parent: RefreshFamily, of subject: SignInSubject, scopes: TokenScopes, door: Door, in tables: Tables
    ) throws -> SignInDecision {
        let isLive = try tables.isLive(parent, of: subject.user, at: at)
        let attempt = Attempt(
            door: door, clientApp: .mobileAppsAndDesktopClients, origin: request.origin,
            isManagementSurface: isManagementSurface(scopes), reliance: isLive ? .live : .ended,
            proofs: parent.proofs, reliedOnRememberedBrowser: parent.usedRememberedBrowser, skippedRegistration: true,
            strengths: strengths(for: scopes))
        let facts = try tables.facts(of: subject, attempt: attempt, tenant: tenant, at: at)
        return tables.judging { decide(facts, under: .compiled(for: tenant.securityDefaults)) }
    }

    /// Starts the family that descends from a token's and ends with it, and puts together what the new tokens are made of.
    func descend(
        from parent: RefreshFamily, details: GrantDetails, scopes: TokenScopes, to subject: SignInSubject,
        by clearance: Clearance, decision: SignInDecision, door: Door, protocolName: String, in tables: Tables
    ) throws -> Grant {
        let (family, token) = try issuer.startFamily(
            of: application.id, from: parent, scopes: scopes, details: details, by: clearance, at: at, in: tables)
        try tools.record(
            SignInEvent(
                status: .success, errorCode: 0, isInteractive: false, decision: decision, session: family.session),
            of: signInContext(
                subject.user, door: door, protocolName: protocolName, correlationID: tools.newCorrelationID()),
            at: at, in: tables)
        return try grant(
            scopes, to: subject, by: clearance, family: family, refreshToken: token, nonce: nil, in: tables)
    }
}

extension Tables {
    /// How many families a family descends from; more than a few is no chain that somebody meant.
    func depth(of family: RefreshFamily) throws -> Int {
        var (depth, current) = (0, family)
        while let parent = current.details.parent, depth < GrantContext.deepest {
            guard let next = try refreshFamilies.find(parent) else { break }
            (depth, current) = (depth + 1, next)
        }
        return depth
    }
}

extension GrantContext {
    /// How often what was exchanged may be exchanged again.
    static let deepest = 4
}
