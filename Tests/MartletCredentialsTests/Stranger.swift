import Crypto
import CryptoExtras
import Foundation
import MartletCredentials
import MartletDirectory

/// Somebody outside with keys of every kind, who signs whatever a test asks for.
struct Stranger: Sendable {
    /// A private key of one kind.
    enum Key: Sendable {
        case rsa(_RSA.Signing.PrivateKey)
        case p256(P256.Signing.PrivateKey)
        case p384(P384.Signing.PrivateKey)
        case ed25519(Curve25519.Signing.PrivateKey)
    }

    /// One key for each algorithm; RSA keys are slow to make, so there is one.
    private static let rsa = Result { Key.rsa(try _RSA.Signing.PrivateKey(keySize: .bits2048)) }

    let key: Key
    let keyID: String?

    init(_ algorithm: JWSAlgorithm, keyID: String? = "k1") throws {
        self.keyID = keyID
        key =
            switch algorithm {
            case .rs256, .ps256: try Self.rsa.get()
            case .es256: .p256(P256.Signing.PrivateKey())
            case .es384: .p384(P384.Signing.PrivateKey())
            case .edDSA: .ed25519(Curve25519.Signing.PrivateKey())
            }
    }

    /// The members of the public key.
    var jwk: JSONObject {
        get throws {
            var jwk = try members
            if let keyID { jwk["kid"] = .string(keyID) }
            return jwk
        }
    }

    /// The key set with this key alone.
    var keys: JSONWebKeySet {
        get throws { JSONWebKeySet(keys: [try JSONWebKey(jwk)]) }
    }

    private var members: JSONObject {
        get throws {
            switch key {
            case .rsa(let key):
                let numbers = try key.publicKey.getKeyPrimitives()
                return ["kty": "RSA", "n": Self.text(numbers.modulus), "e": Self.text(numbers.publicExponent)]
            case .p256(let key): return Self.point("P-256", Array(key.publicKey.rawRepresentation))
            case .p384(let key): return Self.point("P-384", Array(key.publicKey.rawRepresentation))
            case .ed25519(let key):
                return ["kty": "OKP", "crv": "Ed25519", "x": Self.text(key.publicKey.rawRepresentation)]
            }
        }
    }

    private static func text(_ bytes: some Sequence<UInt8>) -> JSONValue { .string(Base64URL.encode(bytes)) }

    private static func point(_ curve: String, _ point: [UInt8]) -> JSONObject {
        let half = point.count / 2
        return ["kty": "EC", "crv": .string(curve), "x": text(point[..<half]), "y": text(point[half...])]
    }

    /// A JWT of the header and claims, signed as the header's `alg` says as far as the key can.
    func sign(_ header: JSONObject, _ claims: JSONObject) throws -> String {
        let signed = Base64URL.encode(header.utf8) + "." + Base64URL.encode(claims.utf8)
        let bytes = Array(signed.utf8)
        let signature: [UInt8] =
            switch key {
            case .rsa(let key):
                Array(
                    try key.signature(
                        for: bytes, padding: header.string("alg") == "PS256" ? .PSS : .insecurePKCS1v1_5
                    ).rawRepresentation)
            case .p256(let key): Array(try key.signature(for: bytes).rawRepresentation)
            case .p384(let key): Array(try key.signature(for: bytes).rawRepresentation)
            case .ed25519(let key): Array(try key.signature(for: bytes))
            }
        return signed + "." + Base64URL.encode(signature)
    }
}
