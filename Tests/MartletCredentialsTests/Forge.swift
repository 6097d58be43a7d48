import Crypto
import CryptoExtras
import Foundation
import MartletCredentials
import MartletDirectory
import Testing

/// Makes tokens that the signer would never make, with the keys of the witness, and shows them to the verifier.
enum Forge {
    static let issuer = "https://login.contoso.com/v2.0"
    // 100 seconds after the tokens of the witness were issued.
    static let now = Timestamp(seconds: 1_790_000_100)
    static let claims: JSONObject = [
        "iss": .string(issuer), "aud": "app", "sub": "alice", "iat": 1_790_000_000, "exp": 1_790_003_600,
    ]

    static let rsaJWK = """
        {"kty":"RSA","kid":"\(Witness.rsaKeyID)","alg":"RS256","n":"\(Witness.rsaModulus)","e":"AQAB"}
        """
    static let ecJWK = """
        {"kty":"EC","crv":"P-256","kid":"\(Witness.ecKeyID)","alg":"ES256","x":"\(Witness.ecX)","y":"\(Witness.ecY)"}
        """

    static let ed25519JWK = """
        {"kty":"OKP","crv":"Ed25519","kid":"\(Witness.ed25519KeyID)","alg":"EdDSA","x":"\(Witness.ed25519X)"}
        """

    /// The verifier of a tenant with all keys.
    static func verifier() throws -> JWTVerifier {
        JWTVerifier(keys: try [rsaJWK, ecJWK, ed25519JWK].map { try VerificationKey(publicJWK: $0) })
    }

    /// Verifies a token of `type` as the one app of the tests would.
    @discardableResult
    static func verify(_ token: String, type: JWTType = .jwt) throws -> JSONObject {
        try verifier().verify(
            token, type: type, issuer: issuer, audience: "app", at: now)
    }

    /// A signer with one of the keys.
    static func signer(_ algorithm: SigningKey.Algorithm) throws -> JWTSigner {
        let (keyID, key) =
            switch algorithm {
            case .rs256: (Witness.rsaKeyID, Witness.rsaKey)
            case .es256: (Witness.ecKeyID, Witness.ecKey)
            case .edDSA: (Witness.ed25519KeyID, Witness.ed25519Key)
            }
        return try JWTSigner(algorithm: algorithm, keyID: keyID, privateKey: try der(key))
    }

    /// The two first parts of a token.
    static func signingInput(_ header: String, _ payload: String) -> String {
        Base64URL.encode(header.utf8) + "." + Base64URL.encode(payload.utf8)
    }

    /// A token with any header and the usual claims, well signed with the RSA key.
    static func rsaToken(_ header: JSONObject) throws -> String {
        try rsaToken(header.text, claims.text)
    }

    /// A token of any two texts, well signed with the RSA key.
    static func rsaToken(_ header: String, _ payload: String) throws -> String {
        let signed = signingInput(header, payload)
        return signed + "." + text(try rsaSignature(signed))
    }

    /// The RS256 signature over `signed`.
    static func rsaSignature(_ signed: String) throws -> [UInt8] {
        let key = try _RSA.Signing.PrivateKey(derRepresentation: try der(Witness.rsaKey))
        return Array(try key.signature(for: Array(signed.utf8), padding: .insecurePKCS1v1_5).rawRepresentation)
    }

    /// The ES256 signature over `signed`: 64 bytes.
    static func ecSignature(_ signed: String) throws -> [UInt8] {
        let key = try P256.Signing.PrivateKey(derRepresentation: try der(Witness.ecKey))
        return Array(try key.signature(for: Array(signed.utf8)).rawRepresentation)
    }

    /// Base64url.
    static func text(_ bytes: [UInt8]) -> String { Base64URL.encode(bytes) }

    private static func der(_ text: String) throws -> [UInt8] {
        Array(try #require(Data(base64Encoded: text)))
    }
}
