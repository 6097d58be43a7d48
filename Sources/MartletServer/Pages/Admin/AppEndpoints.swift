/// The addresses that a developer copies.
package struct AppEndpoints: Sendable, Equatable {
    /// `iss` of the tenant's tokens.
    package let issuer: String
    /// The discovery document.
    package let discovery: String
    /// Where browsers are sent.
    package let authorize: String
    /// Where codes and refresh tokens are exchanged.
    package let token: String
    /// Where browsers are sent to sign out.
    package let logout: String
    /// Where the claims of a person are read.
    package let userinfo: String
    /// The public keys.
    package let keys: String

    /// Endpoints with every field given.
    package init(
        issuer: String, discovery: String, authorize: String, token: String, logout: String, userinfo: String,
        keys: String
    ) {
        self.issuer = issuer
        self.discovery = discovery
        self.authorize = authorize
        self.token = token
        self.logout = logout
        self.userinfo = userinfo
        self.keys = keys
    }
}
