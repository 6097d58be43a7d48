/// What a stranger's JWT may be signed with (RFC 7518 section 3.1, RFC 8037 section 3.1). Nothing with a shared secret
/// is among them, and never `none` (A169, A170).
package enum JWSAlgorithm: String, Sendable, CaseIterable {
    /// RSASSA-PKCS1-v1_5 with SHA-256.
    case rs256 = "RS256"
    /// RSASSA-PSS with SHA-256.
    case ps256 = "PS256"
    /// ECDSA over P-256 with SHA-256.
    case es256 = "ES256"
    /// ECDSA over P-384 with SHA-384.
    case es384 = "ES384"
    /// Ed25519.
    case edDSA = "EdDSA"
}

extension Set<JWSAlgorithm> {
    /// Every algorithm that is verified here.
    package static var all: Self { Set(JWSAlgorithm.allCases) }
    /// What the FAPI 2.0 Security Profile allows (section 5.4.1).
    package static var fapi: Self { [.ps256, .es256, .edDSA] }
}
