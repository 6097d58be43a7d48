/// The `typ` of a JWT: keeps tokens that are made for one use from being taken for another (RFC 8725 section 3.11, A172).
package enum JWTType: String, Sendable, CaseIterable {
    /// An ID token, and an answer of an authorization endpoint (JARM).
    case jwt = "JWT"
    /// An access token (RFC 9068).
    case accessToken = "at+jwt"
    /// A logout token (OpenID Connect Back-Channel Logout 1.0).
    case logoutToken = "logout+jwt"
    /// An authorization request of an app (RFC 9101 section 10.8).
    case requestObject = "oauth-authz-req+jwt"
    /// A proof that the sender has a key (RFC 9449 section 4.2).
    case dpopProof = "dpop+jwt"
    /// A signed answer of the introspection endpoint (RFC 9701 section 5).
    case introspection = "token-introspection+jwt"
}
