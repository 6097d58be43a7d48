/// The `typ` of a JWT: keeps tokens that are made for one use from being taken for another (RFC 8725 section 3.11, A172).
package enum JWTType: String, Sendable, CaseIterable {
    /// An ID token.
    case jwt = "JWT"
    /// An access token (RFC 9068).
    case accessToken = "at+jwt"
    /// A logout token (OpenID Connect Back-Channel Logout 1.0).
    case logoutToken = "logout+jwt"
}
