import Crypto

/// The claim that binds an ID token to the access token beside it.
package enum AccessTokenHash {
    /// `at_hash`: the left half of SHA-256 of the token's ASCII, in base64url (OpenID Connect Core 3.1.3.6), for the
    /// algorithms whose name ends in 256.
    package static func atHash(_ token: String) -> String {
        Base64URL.encode(SHA256.hash(data: Array(token.utf8)).prefix(16))
    }
}
