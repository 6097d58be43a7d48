import MartletDirectory

/// The answer of the token endpoint (RFC 6749 section 5.1).
package struct TokenAnswer: Sendable {
    /// `Bearer`, or `DPoP` where the token is bound to a key.
    package var tokenType = "Bearer"
    package var accessToken: String
    /// Seconds.
    package var expiresIn: Int64
    package var scopes: ScopeSet
    package var idToken: String?
    package var refreshToken: String?
    /// `client_info` of Microsoft's libraries, if the request asked for it.
    package var clientInfo: String?
    /// What kind of token was issued, where tokens were exchanged (RFC 8693 section 2.2.1).
    package var issuedTokenType: String?

    /// An answer with what every answer has.
    package init(accessToken: String, expiresIn: Int64, scopes: ScopeSet, refreshToken: String? = nil) {
        self.accessToken = accessToken
        self.expiresIn = expiresIn
        self.scopes = scopes
        self.refreshToken = refreshToken
    }
}
