import Crypto

/// Proof Key for Code Exchange, method S256 (RFC 7636); `plain` does not exist here.
package enum PKCE {
    /// Whether `verifier` is well formed and the one that `challenge` was made of (A147, A148).
    package static func matches(verifier: String, challenge: String) -> Bool {
        guard isValidVerifier(verifier), isValidChallenge(challenge) else { return false }
        return ConstantTime.areEqual(self.challenge(for: verifier), challenge)
    }

    /// The S256 challenge of a verifier (section 4.2).
    package static func challenge(for verifier: String) -> String {
        Base64URL.encode(SHA256.hash(data: Array(verifier.utf8)))
    }

    /// Whether `challenge` is the base64url form of 32 bytes: 43 characters.
    package static func isValidChallenge(_ challenge: String) -> Bool {
        challenge.utf8.count == 43 && Base64URL.decode(challenge)?.count == 32
    }

    /// Whether `verifier` is 43…128 unreserved characters (section 4.1).
    package static func isValidVerifier(_ verifier: String) -> Bool {
        (43...128).contains(verifier.utf8.count) && verifier.utf8.allSatisfy(\.isUnreserved)
    }
}
