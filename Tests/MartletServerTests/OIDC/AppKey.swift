import Crypto
import CryptoExtras
import Foundation
import MartletCredentials
import MartletDirectory
import MartletStore
import MartletTesting

/// A private key of an app, a device or another issuer, and what can be signed with it.
struct AppKey: Sendable {
    private enum Key: Sendable {
        case rsa(_RSA.Signing.PrivateKey)
        case p256(P256.Signing.PrivateKey)
        case ed25519(Curve25519.Signing.PrivateKey)
    }

    private static let rsa = Result { try _RSA.Signing.PrivateKey(keySize: .bits2048) }

    private let key: Key
    let keyID: String

    /// A key for `algorithm`: RS256, PS256, ES256 or EdDSA. There is one RSA key.
    init(_ algorithm: JWSAlgorithm = .es256, keyID: String = "k1") throws {
        self.keyID = keyID
        key =
            switch algorithm {
            case .rs256, .ps256: .rsa(try Self.rsa.get())
            case .es256, .es384: .p256(P256.Signing.PrivateKey())
            case .edDSA: .ed25519(Curve25519.Signing.PrivateKey())
            }
    }

    /// The public key.
    var jwk: JSONObject {
        get throws {
            switch key {
            case .rsa(let key):
                let numbers = try key.publicKey.getKeyPrimitives()
                return ["kty": "RSA", "n": Self.text(numbers.modulus), "e": Self.text(numbers.publicExponent)]
            case .p256(let key):
                let point = Array(key.publicKey.rawRepresentation)
                return ["kty": "EC", "crv": "P-256", "x": Self.text(point[..<32]), "y": Self.text(point[32...])]
            case .ed25519(let key):
                return ["kty": "OKP", "crv": "Ed25519", "x": Self.text(key.publicKey.rawRepresentation)]
            }
        }
    }

    /// The key set with this key alone, as an app registers it.
    var keySet: String {
        get throws {
            var jwk = try jwk
            jwk["kid"] = .string(keyID)
            return (["keys": .array([.object(jwk)])] as JSONObject).text
        }
    }

    /// A JWT of `header` and `claims`, signed as the header's `alg` says.
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
            case .ed25519(let key): Array(try key.signature(for: bytes))
            }
        return signed + "." + Base64URL.encode(signature)
    }

    /// A DPoP proof of an ES256 key (RFC 9449 section 4.2); `change` bends it.
    func proof(
        _ address: String, method: String = "POST", at point: Timestamp, id: String, token: String? = nil,
        change: JSONObject = [:]
    ) throws -> String {
        var claims: JSONObject = [
            "htm": .string(method), "htu": .string(address), "iat": .integer(point.seconds), "jti": .string(id),
        ]
        if let token { claims["ath"] = .string(Base64URL.encode(SHA256.hash(data: Array(token.utf8)))) }
        for member in change.members { claims[member.name] = member.value == .null ? nil : member.value }
        return try sign(["typ": "dpop+jwt", "alg": "ES256", "jwk": .object(try jwk)], claims)
    }

    private static func text(_ bytes: some Sequence<UInt8>) -> JSONValue { .string(Base64URL.encode(bytes)) }
}

extension TokenHouse {
    /// Changes an app as an administrator would.
    func change(
        _ app: TestHouse.App, _ edit: @escaping @Sendable (inout MartletDirectory.Application) -> Void
    ) async throws {
        try await house.store.write { tables in
            guard var known = try tables.applications.find(app.id) else { return }
            edit(&known)
            try tables.applications.update(known)
        }
    }

    var tokenEndpoint: String { "http://localhost:8080/\(app.tenant)/oauth2/v2.0/token" }
    var issuer: String { "http://localhost:8080/\(app.tenant)/v2.0" }
    var userInfoEndpoint: String { "http://localhost:8080/oidc/userinfo" }
}
