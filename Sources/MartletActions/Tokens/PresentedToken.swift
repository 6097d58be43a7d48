import MartletCredentials
import MartletDirectory
import MartletStore

/// An access token as somebody shows it at one of Martlet's own doors.
package struct PresentedToken: Sendable {
    /// How it was shown: the scheme of the Authorization header, or a field of a form for `bearer`.
    package enum Scheme: Sendable, Equatable {
        /// RFC 6750.
        case bearer
        /// RFC 9449 section 7.1.
        case dpop
    }

    /// The token.
    package var text: String
    /// The scheme.
    package var scheme: Scheme
    /// What came with it.
    package var sender: SenderProof

    /// A token with every field given.
    package init(text: String, scheme: Scheme, sender: SenderProof) {
        self.text = text
        self.scheme = scheme
        self.sender = sender
    }
}

extension AccessTokenCheck {
    /// What a token is good for that somebody shows; `nil` for one that is not good, or not theirs to show.
    ///
    /// A token that is bound counts only with what it is bound to, and one that is bound to a key only as DPoP
    /// (RFC 9449 section 7.1, RFC 8705 section 3, N-10.3.5).
    /// - Throws: `StoreError`; `BadProof` where the proof itself is not right.
    func callAsFunction(
        _ token: PresentedToken, audience: String?, at: Timestamp
    ) async throws -> LiveToken? {
        guard let live = try await self(token.text, audience: audience, at: at) else { return nil }
        let binding: TokenBinding?
        do { binding = try TokenBinding(claims: live.claims) } catch { return nil }
        switch (binding, token.scheme) {
        case (nil, .bearer): return live
        case (nil, .dpop), (.key, .bearer): return nil
        case (.certificate(let thumbprint), _):
            guard token.scheme == .bearer, token.sender.certificate?.thumbprintText == thumbprint else { return nil }
            return live
        case (.key(let thumbprint), .dpop):
            let shown: DPoPProof.Shown?
            do {
                shown = try token.sender.key(accessToken: token.text, at: at)
            } catch is DPoPProof.Refused {
                throw BadProof()
            }
            guard let shown, shown.keyThumbprint == thumbprint else { throw BadProof() }
            guard try await tools.spend(shown, in: live.tenant.id) else { throw BadProof() }
            return live
        }
    }

    /// A DPoP proof that is missing, not right, of another key, or was shown before.
    struct BadProof: Error {}
}
