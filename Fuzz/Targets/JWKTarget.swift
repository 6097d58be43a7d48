import Foundation
import MartletCredentials
import MartletDirectory

/// The reader of public keys (A170, A183): what it takes is a strong key of the kind that its algorithm wants.
enum JWKTarget: FuzzTarget {
    static let name = "jwk"

    static func check(_ input: [UInt8]) throws {
        guard let text = input.validText, let key = try? VerificationKey(publicJWK: text) else { return }
        guard let jwk = (try? JSONSerialization.jsonObject(with: Data(input))) as? [String: Any] else {
            // But for a number that no `Double` holds, in a member that nobody reads.
            let ours = try JSONReader.object(input)
            try hold(JSONTarget.holdsRaw(.object(ours)), "what is taken is JSON to Foundation too")
            return
        }
        try hold(jwk["kid"] as? String == key.keyID, "the id is the one that stands there")
        try hold(jwk["alg"] as? String == key.algorithm.rawValue, "the algorithm is the one that stands there")
        switch jwk["kty"] as? String {
        case "RSA":
            let modulus = bytes(jwk["n"]).drop { $0 == 0 }
            try hold(key.algorithm == .rs256, "an RSA key is for RS256")
            try hold(modulus.count >= 256 && modulus.last.map { $0 & 1 } == 1, "2048 bits or more, and odd")
            let exponent = bytes(jwk["e"]).drop { $0 == 0 }
            try hold(exponent != [1] && exponent.last.map { $0 & 1 } == 1, "an exponent is odd and not one")
        case "EC":
            try hold(key.algorithm == .es256, "a P-256 key is for ES256")
            try hold(jwk["crv"] as? String == "P-256", "the curve is P-256")
            try hold(bytes(jwk["x"]).count == 32 && bytes(jwk["y"]).count == 32, "both coordinates are whole")
        case "OKP":
            try hold(key.algorithm == .edDSA, "an Ed25519 key is for EdDSA")
            try hold(jwk["crv"] as? String == "Ed25519", "the curve is Ed25519")
            try hold(bytes(jwk["x"]).count == 32, "the point is whole")
        default: throw Broken(description: "there is no other kind of key")
        }
        let verifier = JWTVerifier(keys: [key])
        let answer = try? verifier.verify(
            FuzzKeys.rsaToken, type: .jwt, issuer: FuzzKeys.issuer, audience: "app", at: FuzzKeys.now)
        try hold(answer == nil || isGood(jwk), "another key does not verify the good token")
    }

    /// Whether the numbers of the key are those of the good one.
    private static func isGood(_ jwk: [String: Any]) -> Bool {
        guard let good = (try? JSONSerialization.jsonObject(with: Data(FuzzKeys.rsaJWK.utf8))) as? [String: Any] else {
            return false
        }
        return ["n", "e"].allSatisfy { bytes(jwk[$0]).drop { $0 == 0 } == bytes(good[$0]).drop { $0 == 0 } }
    }

    private static func bytes(_ value: Any?) -> [UInt8] {
        guard let text = value as? String else { return [] }
        var plain = text.map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 }
        while plain.count % 4 != 0 { plain.append("=") }
        return Data(base64Encoded: String(plain)).map(Array.init) ?? []
    }
}
