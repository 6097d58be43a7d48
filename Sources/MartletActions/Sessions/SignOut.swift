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

    /// What an app's request comes to.
    package enum Outcome: Sendable, Equatable {
        /// The person must be asked first: nothing proves that the app speaks for this session (A117).
        ///
        /// `returnsTo` is the app's registered address to which a yes will lead.
        case confirm(applicationName: String?, returnsTo: String?)
        /// Signed out; the browser goes to the app's registered address, or to a page that says so.
        ///
        /// `endedSession` says whether this browser's cookie named a session that ended just now: only then is the cookie
        /// removed, since a request that another site made comes without it and must not look like the person's own.
        case signedOut(redirect: String?, endedSession: Bool)
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
    package func callAsFunction(_ browser: BrowserState) async throws -> Bool {
        let at = tools.now
        return try await tools.store.write { tables in
            guard let (session, subject) = try tables.liveSession(of: browser, at: at),
                try tables.sessions.end(session.id, in: session.tenant, at: at, reason: .signedOut)
            else { return false }
            _ = try tables.refreshFamilies.revokeAll(session: session.id, at: at)
            let user = subject.user
            let caller = Caller(
                identity: .user(user.id, name: user.userPrincipalName.text, session: session.id),
                tenant: session.tenant, address: browser.origin.address, correlationID: tools.newCorrelationID())
            var log = ChangeLog()
            log.on(.session, session.id.rawValue, "")
            try tables.audits.insert(tools.record(.sessionEnded, by: caller, at: at, log: log))
            return true
        }
    }

    /// Answers an app's request.
    ///
    /// `idTokenHint` may be expired. Without a good hint for the session in this browser the person is asked.
    /// - Throws: `StoreError`.
    package func callAsFunction(
        organization: String, idTokenHint: String?, clientID: String?, postLogoutRedirectURI: String?, state: String?,
        isConfirmed: Bool, browser: BrowserState?
    ) async throws -> Outcome {
        let at = tools.now
        // What the hint says of itself leads to the app, and is believed only once its signature is good.
        let clues = OrganizationClues(
            application: clientID ?? idTokenHint.flatMap { JWTVerifier.unverifiedClaim("aud", of: $0) })
        guard let tenant = try await tools.store.read({ try $0.tenant(named: organization, clues: clues) }) else {
            return .confirm(applicationName: nil, returnsTo: nil)
        }
        let hint = try await claims(of: idTokenHint, tenant: tenant.id, at: at)
        let named = hint?.string("aud") ?? clientID
        let (application, session): (Application?, Session?) = try await tools.store.read { tables in
            let application = try named.flatMap { ID<Application>(parsing: $0) }
                .flatMap { try tables.applications.find($0, in: tenant.id) }
            return (application, try browser.flatMap { try tables.liveSession(of: $0, at: at)?.session })
        }
        // Without a session here the hint alone must speak for the app: no cookie may mean that another site asks (A117).
        let isForSession = session.map { hint?.string("sid") == $0.id.rawValue } ?? (hint != nil)
        let registered = postLogoutRedirectURI.flatMap { application?.allowsReturn(to: $0) == true ? $0 : nil }
        guard isForSession || isConfirmed else {
            return .confirm(applicationName: application?.displayName, returnsTo: registered)
        }
        var hasEnded = false
        if let browser { hasEnded = try await self(browser) }
        guard let uri = registered else { return .signedOut(redirect: nil, endedSession: hasEnded) }
        let redirect = state.map { "\(uri)\(uri.contains("?") ? "&" : "?")state=\($0.formEncoded)" } ?? uri
        return .signedOut(redirect: redirect, endedSession: hasEnded)
    }

    private func claims(of hint: String?, tenant: ID<Tenant>, at: Timestamp) async throws -> JSONObject? {
        guard let hint else { return nil }
        let verifier = try await tools.keyRing.verifier(for: tenant, at: at)
        return try? verifier.verify(
            hint, type: .jwt, issuer: tools.publicURL.issuer(of: tenant), audience: nil, at: at, allowsExpired: true)
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
