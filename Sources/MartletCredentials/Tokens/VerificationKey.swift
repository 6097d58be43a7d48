import Crypto
import CryptoExtras
import Foundation
import MartletDirectory

/// A public key that tokens are verified with: one algorithm, one owner, one span of time (A170, A174).
package struct VerificationKey: Sendable {
    /// The JWK is not a public key that is accepted here.
    package struct BadKey: Error, Equatable {
        /// The only value there is.
        package init() {}
    }

    private enum PublicKey: Sendable {
        case rsa(_RSA.Signing.PublicKey)
        case p256(P256.Signing.PublicKey)
    }

    /// The `kid` by which tokens name it.
    package let keyID: String
    /// The only algorithm that it verifies.
    package let algorithm: SigningKey.Algorithm

    private let key: PublicKey
    private let validFrom: Timestamp?
    private let validUntil: Timestamp?

    /// Reads a JWK with `kid` and `alg` (RFC 7517): RSA of 2048 bits or more, or P-256. It counts within the given span.
    package init(publicJWK: String, validFrom: Timestamp? = nil, validUntil: Timestamp? = nil) throws(BadKey) {
        guard let jwk = try? JSONReader.object(Array(publicJWK.utf8)), let keyID = jwk.string("kid"),
            let algorithm = jwk.string("alg").flatMap(SigningKey.Algorithm.init(rawValue:))
        else { throw BadKey() }
        self.keyID = keyID
        self.algorithm = algorithm
        self.validFrom = validFrom
        self.validUntil = validUntil
        do {
            key = try Self.publicKey(jwk, for: algorithm)
        } catch {
            throw BadKey()
        }
    }

    /// The public half of a tenant's signing key, good from when it begins to sign until it leaves the key set.
    package init(_ key: SigningKey) throws(BadKey) {
        try self.init(publicJWK: key.publicJWK, validFrom: key.signsFrom, validUntil: key.removedAt)
        guard keyID == key.keyID && algorithm == key.algorithm else { throw BadKey() }
    }

    /// Whether the key counts at `point`; clocks may differ by the verifier's leeway at its start.
    func isInUse(at point: Timestamp) -> Bool {
        if let validFrom, point + .seconds(JWTVerifier.leewaySeconds) < validFrom { return false }
        if let validUntil, point >= validUntil { return false }
        return true
    }

    /// Whether `signature` is this key's over `signed`, in the one form that RFC 7518 section 3 has for it (A178).
    func isValid(_ signature: [UInt8], for signed: ArraySlice<UInt8>) -> Bool {
        let digest = SHA256.hash(data: signed)
        switch key {
        case .rsa(let key):
            return key.isValidSignature(
                _RSA.Signing.RSASignature(rawRepresentation: signature), for: digest, padding: .insecurePKCS1v1_5)
        case .p256(let key):
            guard let signature = try? P256.Signing.ECDSASignature(rawRepresentation: signature) else { return false }
            return key.isValidSignature(signature, for: digest)
        }
    }

    private static func publicKey(_ jwk: JSONObject, for algorithm: SigningKey.Algorithm) throws -> PublicKey {
        func number(_ name: String) throws(BadKey) -> [UInt8] {
            guard let text = jwk.string(name), let bytes = Base64URL.decode(text) else { throw BadKey() }
            return bytes
        }
        switch (algorithm, jwk.string("kty")) {
        case (.rs256, "RSA"):
            return .rsa(try _RSA.Signing.PublicKey(n: try number("n"), e: try number("e")))
        case (.es256, "EC"):
            let (x, y) = (try number("x"), try number("y"))
            // RFC 7518 section 6.2.1.2: each is whole, so that a point has one spelling.
            guard jwk.string("crv") == "P-256", x.count == 32, y.count == 32 else { throw BadKey() }
            return .p256(try P256.Signing.PublicKey(rawRepresentation: x + y))
        default: throw BadKey()
        }
    }
}
