import Crypto
import CryptoExtras
import Foundation
import MartletDirectory

/// Makes signing keys. The one file in which a library draws its own randomness: it takes none from outside.
package enum KeyMaker {
    /// A key pair that was just made.
    package struct MadeKey: Sendable {
        /// What it signs with.
        package let algorithm: SigningKey.Algorithm
        /// The private key in DER, to be sealed and forgotten.
        package let privateKeyDER: [UInt8]
        /// The public key as a JWK in JSON, with `kid`, `use` and `alg`.
        package let publicJWK: String
        /// The RFC 7638 thumbprint of the public key.
        package let keyID: String

        /// The record of this key for the store, its private part sealed with a fresh random `nonce`.
        package func signingKey(
            tenant: ID<Tenant>, sealer: Sealer, nonce: [UInt8], createdAt: Timestamp, signsFrom: Timestamp
        ) -> SigningKey {
            SigningKey(
                keyID: keyID, tenant: tenant, algorithm: algorithm,
                sealedPrivateKey: sealer.seal(
                    privateKeyDER, context: KeyMaker.sealingContext(keyID: keyID), nonce: nonce),
                publicJWK: publicJWK, createdAt: createdAt, signsFrom: signsFrom)
        }
    }

    /// The context under which a private key is sealed.
    package static func sealingContext(keyID: String) -> String { "signing-key:\(keyID)" }

    /// A new key for `algorithm`.
    package static func make(_ algorithm: SigningKey.Algorithm) throws -> MadeKey {
        switch algorithm {
        case .rs256: try makeRSA()
        case .es256: makeEC()
        case .edDSA: makeEd25519()
        }
    }

    /// A new RSA key of 2048 bits for RS256; takes some 50 ms, so not on an event loop.
    package static func makeRSA() throws -> MadeKey {
        let key = try _RSA.Signing.PrivateKey(keySize: .bits2048)
        let numbers = try key.publicKey.getKeyPrimitives()
        let modulus = Base64URL.encode(numbers.modulus)
        let exponent = Base64URL.encode(numbers.publicExponent)
        return made(
            .rs256, der: Array(key.derRepresentation),
            required: ["e": .string(exponent), "kty": "RSA", "n": .string(modulus)])
    }

    /// A new P-256 key for ES256.
    package static func makeEC() -> MadeKey {
        let key = P256.Signing.PrivateKey()
        let point = Array(key.publicKey.rawRepresentation)
        return made(
            .es256, der: Array(key.derRepresentation),
            required: [
                "crv": "P-256", "kty": "EC", "x": .string(Base64URL.encode(point[..<32])),
                "y": .string(Base64URL.encode(point[32...])),
            ])
    }

    /// A new Ed25519 key for EdDSA.
    package static func makeEd25519() -> MadeKey {
        let key = Curve25519.Signing.PrivateKey()
        return made(
            .edDSA, der: Ed25519DER.encode(key),
            required: ["crv": "Ed25519", "kty": "OKP", "x": .string(Base64URL.encode(key.publicKey.rawRepresentation))])
    }

    /// The thumbprint of a key (RFC 7638): of its required members only, which must stand in the order of their names.
    package static func thumbprint(of required: JSONObject) -> String {
        Base64URL.encode(SHA256.hash(data: required.utf8))
    }

    private static func made(_ algorithm: SigningKey.Algorithm, der: [UInt8], required: JSONObject) -> MadeKey {
        let keyID = thumbprint(of: required)
        var jwk = required
        jwk["use"] = "sig"
        jwk["alg"] = .string(algorithm.rawValue)
        jwk["kid"] = .string(keyID)
        return MadeKey(algorithm: algorithm, privateKeyDER: der, publicJWK: jwk.text, keyID: keyID)
    }
}
