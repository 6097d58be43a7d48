import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore

/// Signing out: of this browser, by the person or by an app that asks for it (OpenID Connect RP-Initiated Logout 1.0).
package struct SignOut: Sendable {
    let tools: Tools

    /// The action on a set of tools.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// What the end of a session leaves to do.
    package struct Ended: Sendable, Equatable {
        /// Whether the browser's cookie named a session that ended just now: only then is the cookie removed, since a
        /// request that another site made comes without it and must not look like the person's own.
        package var hasEnded = false
        /// What the browser is made to load, so that apps end their sessions in it (Front-Channel Logout 1.0).
        package var frontChannel: [String] = []
    }

    /// What an app asks for, as it came.
    package struct Request: Sendable {
        /// The tenant or its domain, from the address.
        package var organization: String
        /// `id_token_hint`; may have expired.
        package var idTokenHint: String?
        /// `client_id`.
        package var clientID: String?
        /// `post_logout_redirect_uri`.
        package var postLogoutRedirectURI: String?
        /// `state`.
        package var state: String?

        /// A request with every field given.
        package init(
            organization: String, idTokenHint: String? = nil, clientID: String? = nil,
            postLogoutRedirectURI: String? = nil, state: String? = nil
        ) {
            self.organization = organization
            self.idTokenHint = idTokenHint
            self.clientID = clientID
            self.postLogoutRedirectURI = postLogoutRedirectURI
            self.state = state
        }
    }

    /// What an app's request comes to.
    package enum Outcome: Sendable, Equatable {
        /// The person must be asked first: nothing proves that the app speaks for this session (A117), or it asks to send
        /// the person where it may not, as `isForeign` says.
        ///
        /// `returnsTo` is the app's registered address to which a yes will lead.
        case confirm(applicationName: String?, returnsTo: String?, isForeign: Bool)
        /// Signed out; the browser goes to the app's registered address, or to a page that says so.
        case signedOut(redirect: String?, applicationName: String?, Ended)
    }

    /// The handle of the browser's live session, to which the forms on its pages are bound.
    /// - Throws: `StoreError`.
    package func session(of browser: BrowserState) async throws -> ID<Session>? {
        let at = tools.now
        return try await tools.store.read { try $0.liveSession(of: browser, at: at)?.session.id }
    }

    /// Ends the session of a browser, if it has a live one; the refresh tokens of its apps end with it.
    /// - Throws: `StoreError`.
    @discardableResult
    package func callAsFunction(_ browser: BrowserState) async throws -> Ended {
        let at = tools.now
        defer { tools.logoutBell.ring() }
        return try await tools.store.write { tables in
            guard let (session, subject) = try tables.liveSession(of: browser, at: at),
                try tables.sessions.end(session.id, in: session.tenant, at: at, reason: .signedOut)
            else { return Ended() }
            _ = try tables.refreshFamilies.revokeAll(session: session.id, at: at)
            let user = subject.user
            let caller = Caller(
                identity: .user(user.id, name: user.userPrincipalName.text, session: session.id),
                tenant: session.tenant, address: browser.origin.address, correlationID: tools.newCorrelationID())
            var log = ChangeLog()
            log.on(.session, session.id.rawValue, "")
            try tables.audits.insert(tools.record(.sessionEnded, by: caller, at: at, log: log))
            return Ended(hasEnded: true, frontChannel: try tools.frontChannel(of: session, in: tables))
        }
    }

    /// Answers an app's request.
    ///
    /// Without a good hint for the session in this browser the person is asked; `isConfirmed` is their yes.
    /// - Throws: `StoreError`.
    package func callAsFunction(
        _ request: Request, isConfirmed: Bool, browser: BrowserState?
    ) async throws -> Outcome {
        let at = tools.now
        let session = try await tools.store.read { tables in
            try browser.flatMap { try tables.liveSession(of: $0, at: at)?.session }
        }
        // What the hint says of itself leads to the app, and is believed only once its signature is good.
        let clues = OrganizationClues(
            application: request.clientID ?? request.idTokenHint.flatMap { JWTVerifier.unverifiedClaim("aud", of: $0) })
        // `common` names no tenant; where nothing else does, the session in the browser does.
        let named = try await tools.store.read { try $0.tenant(named: request.organization, clues: clues)?.id }
        guard let tenant = named ?? session?.tenant else {
            return isConfirmed
                ? .signedOut(redirect: nil, applicationName: nil, Ended())
                : .confirm(applicationName: nil, returnsTo: nil, isForeign: false)
        }
        let hint = try await claims(of: request, tenant: tenant, at: at)
        let (application, known) = try await tools.store.read { tables -> (Application?, [SessionParticipant]) in
            let application = try (hint?.string("aud") ?? request.clientID).flatMap { ID<Application>(parsing: $0) }
                .flatMap { try tables.applications.find($0, in: tenant) }
            return (application, try session.map { try tables.refreshFamilies.participants(in: $0.id) } ?? [])
        }
        let registered = request.postLogoutRedirectURI.flatMap { application?.allowsReturn(to: $0) == true ? $0 : nil }
        let isForeign = request.postLogoutRedirectURI != nil && application != nil && registered == nil
        guard isConfirmed || (!isForeign && Self.speaks(hint, for: session, known: known)) else {
            return .confirm(
                applicationName: application?.displayName, returnsTo: registered, isForeign: isForeign)
        }
        let ended = try await browser.asyncMap { try await self($0) } ?? Ended()
        guard let uri = registered else {
            return .signedOut(redirect: nil, applicationName: application?.displayName, ended)
        }
        let redirect = request.state.map { "\(uri)\(uri.contains("?") ? "&" : "?")state=\($0.formEncoded)" } ?? uri
        return .signedOut(redirect: redirect, applicationName: application?.displayName, ended)
    }

    /// Whether a hint is of the session in this browser. Without a session here the hint alone must speak for the app: no
    /// cookie may mean that another site asks (A117).
    private static func speaks(_ hint: JSONObject?, for session: Session?, known: [SessionParticipant]) -> Bool {
        guard let hint else { return false }
        guard let session else { return true }
        guard let name = hint.string("sid") else { return false }
        // The person may have signed in anew since the app did; its tokens go on naming the session that it knows.
        return name == session.id.rawValue
            || known.contains { $0.session.rawValue == name && $0.application.rawValue == hint.string("aud") }
    }

    /// What a hint says, if it is an ID token of the tenant for the app that `client_id` names (section 2).
    private func claims(of request: Request, tenant: ID<Tenant>, at: Timestamp) async throws -> JSONObject? {
        guard let hint = request.idTokenHint else { return nil }
        let verifier = try await tools.keyRing.verifier(for: tenant, at: at)
        let claims = try? verifier.verify(
            hint, type: .jwt, issuer: tools.publicURL.issuer(of: tenant), audience: nil, at: at, allowsExpired: true)
        guard request.clientID == nil || request.clientID == claims?.string("aud") else { return nil }
        return claims
    }
}

extension Optional where Wrapped: Sendable {
    /// `map` with a closure that waits.
    fileprivate func asyncMap<Result>(_ transform: (Wrapped) async throws -> Result) async rethrows -> Result? {
        guard let self else { return nil }
        return try await transform(self)
    }
}

extension String {
    /// The text in percent-encoding with nothing but unreserved characters left as they are (RFC 3986 section 2.3).
    package var formEncoded: String {
        var result = ""
        for byte in utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                result.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                result += "%" + Hexadecimal.text(of: [byte]).uppercased()
            }
        }
        return result
    }
}

extension Application {
    /// Whether the app may have people sent to `uri` after signing out: only to what is registered, byte by byte (A117,
    /// A133), for to Swift a `K` and the Kelvin sign are one text, and to a browser two addresses. As in Entra, a redirect
    /// URI will do.
    func allowsReturn(to uri: String) -> Bool {
        (postLogoutRedirectURIs + redirectURIs).contains { $0.utf8.elementsEqual(uri.utf8) }
    }
}
