/// The grants that an app may use beside those of a person in a browser; all of them want a confidential app.
package struct GrantSettings: SparseDocument {
    /// Client credentials (RFC 6749 section 4.4): worth nothing without app roles.
    package var allowsClientCredentials: Bool
    /// On-behalf-of: a token that was sent to this app for one that the app may send on.
    package var allowsOnBehalfOf: Bool
    /// Token exchange (RFC 8693).
    package var allowsTokenExchange: Bool
    /// Refresh tokens, where `offline_access` was granted.
    package var allowsRefreshTokens: Bool

    /// The defaults.
    package init() {
        allowsClientCredentials = true
        allowsOnBehalfOf = true
        allowsTokenExchange = false
        allowsRefreshTokens = true
    }

    package init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        allowsClientCredentials = try members.decode(.allowsClientCredentials, or: true)
        allowsOnBehalfOf = try members.decode(.allowsOnBehalfOf, or: true)
        allowsTokenExchange = try members.decode(.allowsTokenExchange, or: false)
        allowsRefreshTokens = try members.decode(.allowsRefreshTokens, or: true)
    }
}
