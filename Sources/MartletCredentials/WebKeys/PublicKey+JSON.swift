import Crypto
import CryptoExtras
import Foundation

extension PublicKey {
    /// The longest number of a key that is looked at: an RSA modulus of 8192 bits.
    private static let longestNumber = 1024

    /// The key in a JWK, and the members that make it that key (RFC 7638 section 3.2).
    static func read(_ jwk: JSONObject) throws(JSONWebKey.Refused) -> (key: PublicKey, required: JSONObject) {
        switch (jwk.string("kty"), jwk.string("crv")) {
        case ("RSA", _): return try rsa(jwk)
        case ("EC", "P-256"):
            let point = try point(jwk, coordinateLength: 32)
            guard let key = try? P256.Signing.PublicKey(rawRepresentation: point) else { throw .badPoint }
            return (.p256(key), members(jwk, "crv", "kty", "x", "y"))
        case ("EC", "P-384"):
            let point = try point(jwk, coordinateLength: 48)
            guard let key = try? P384.Signing.PublicKey(rawRepresentation: point) else { throw .badPoint }
            return (.p384(key), members(jwk, "crv", "kty", "x", "y"))
        case ("OKP", "Ed25519"):
            let point = try number(jwk, "x")
            guard Ed25519Point.isSound(point), let key = try? Curve25519.Signing.PublicKey(rawRepresentation: point)
            else { throw .badPoint }
            return (.ed25519(key), members(jwk, "crv", "kty", "x"))
        case (nil, _): throw .malformed
        default: throw .unknownKind
        }
    }

    private static func rsa(_ jwk: JSONObject) throws(JSONWebKey.Refused) -> (PublicKey, JSONObject) {
        let (modulus, exponent) = (try number(jwk, "n"), try number(jwk, "e"))
        // RFC 7518 section 6.3.1: no zero byte in front, so that a key has one spelling and one thumbprint.
        guard modulus.first != 0, exponent.first != 0 else { throw .malformed }
        let bits = modulus.count * 8 - (modulus.first?.leadingZeroBitCount ?? 8)
        let value = exponent.count <= 5 ? exponent.reduce(into: UInt64(0)) { $0 = $0 << 8 | UInt64($1) } : .max
        guard (2048...8192).contains(bits), modulus.last?.isMultiple(of: 2) == false, value >= 3, value <= 1 << 32,
            !value.isMultiple(of: 2), let key = try? _RSA.Signing.PublicKey(n: modulus, e: exponent)
        else { throw .weakKey }
        return (.rsa(key), members(jwk, "e", "kty", "n"))
    }

    private static func point(_ jwk: JSONObject, coordinateLength: Int) throws(JSONWebKey.Refused) -> [UInt8] {
        let (x, y) = (try number(jwk, "x"), try number(jwk, "y"))
        guard x.count == coordinateLength, y.count == coordinateLength else { throw .badPoint }
        return x + y
    }

    private static func number(_ jwk: JSONObject, _ name: String) throws(JSONWebKey.Refused) -> [UInt8] {
        guard let text = jwk.string(name), text.utf8.count <= longestNumber * 4 / 3 + 4,
            let bytes = Base64URL.decode(text)
        else { throw .malformed }
        return bytes
    }

    private static func members(_ jwk: JSONObject, _ names: String...) -> JSONObject {
        var object = JSONObject()
        for name in names { object[name] = jwk[name] }
        return object
    }
}
