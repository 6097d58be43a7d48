import Crypto
import MartletDirectory

/// A public key as an app or another issuer shows it (RFC 7517): RSA of 2048 to 8192 bits, P-256, P-384 or Ed25519.
///
/// What is not a sound key is refused when it is read: a small or crooked RSA key, a point that is off its curve or of
/// a small group (A178, A183). A private or a shared key is refused too, so that nobody hands out theirs.
package struct JSONWebKey: Sendable {
    /// Why a key is refused.
    package enum Refused: String, Error, Sendable, Equatable, CaseIterable {
        /// Not JSON, a member of the wrong kind, or a `kid` that is too long.
        case malformed
        /// A kind of key or a curve that is not known here.
        case unknownKind
        /// A member that only the owner of the key may have stands in it.
        case privateKey
        /// An RSA key that is too small, too large, or has an exponent that is none.
        case weakKey
        /// A point that is not on the curve, or of a group so small that many signatures fit it.
        case badPoint
        /// An `alg` that this kind of key does not have.
        case wrongAlgorithm
    }

    /// The longest `kid`, in bytes (A171).
    package static let longestKeyID = 256
    /// The longest key that is looked at, in bytes of JSON.
    package static let longest = 16 * 1024
    /// The members of private and shared keys (RFC 7518 section 6, RFC 8037 section 2).
    private static let privateMembers = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"]

    /// The name by which tokens choose it, if it has one.
    package let keyID: String?
    /// `use`: what it is for, where it says so; only `sig` verifies.
    package let use: String?
    /// The only algorithm that it may be used with, where it says one that is known here.
    package let algorithm: JWSAlgorithm?
    /// The members that make it the key it is, in the order of RFC 7638 section 3.2.
    package let required: JSONObject

    private let key: PublicKey
    private let isForSignatures: Bool

    /// Reads a key out of parsed JSON.
    package init(_ jwk: JSONObject) throws(Refused) {
        guard !Self.privateMembers.contains(where: { jwk[$0] != nil }) else { throw .privateKey }
        for name in ["kid", "use", "alg"] {
            guard jwk[name] == nil || jwk.string(name) != nil else { throw .malformed }
        }
        keyID = jwk.string("kid")
        use = jwk.string("use")
        guard (keyID?.utf8.count ?? 0) <= Self.longestKeyID else { throw .malformed }
        (key, required) = try PublicKey.read(jwk)
        let declared = jwk.string("alg")
        algorithm = declared.flatMap(JWSAlgorithm.init(rawValue:))
        if let algorithm, !key.algorithms.contains(algorithm) { throw .wrongAlgorithm }
        // An RSA key for encryption, or for a signature that nobody makes here, verifies nothing.
        let operations = jwk.strings("key_ops")
        isForSignatures =
            (use ?? "sig") == "sig" && (declared == nil || algorithm != nil)
            && (jwk["key_ops"] == nil || operations?.contains("verify") == true)
    }

    /// Reads a key out of JSON text.
    package init(json: String) throws(Refused) {
        guard json.utf8.count <= Self.longest, let jwk = try? JSONReader.object(Array(json.utf8)) else {
            throw .malformed
        }
        try self.init(jwk)
    }

    /// The thumbprint of the key (RFC 7638 with SHA-256), in base64url: 43 characters.
    package var thumbprint: String { KeyMaker.thumbprint(of: required) }

    /// The key as JSON: what makes it the key it is, and its name, use and algorithm; whatever else stood in it is gone.
    package var object: JSONObject {
        var object = required
        if let keyID { object["kid"] = .string(keyID) }
        if let use { object["use"] = .string(use) }
        if let algorithm { object["alg"] = .string(algorithm.rawValue) }
        return object
    }

    /// Whether the key verifies signatures of `algorithm`: its kind says so, and it declares nothing else (A170).
    package func fits(_ algorithm: JWSAlgorithm) -> Bool {
        isForSignatures && (self.algorithm ?? algorithm) == algorithm && key.algorithms.contains(algorithm)
    }

    /// Whether `signature` is this key's over `signed`, in the one form that the algorithm has (A178).
    package func isValid(_ signature: [UInt8], by algorithm: JWSAlgorithm, for signed: ArraySlice<UInt8>) -> Bool {
        fits(algorithm) && key.isValid(signature, by: algorithm, for: signed)
    }
}

extension JSONWebKey {
    /// Whether `certificate` certifies this very key (RFC 8705 section 2.2).
    func isCertified(by certificate: PublicKey) -> Bool { key.isSame(as: certificate) }
}

extension JSONWebKey: Equatable {
    /// Whether both are the same key under the same name, for the same use.
    package static func == (left: JSONWebKey, right: JSONWebKey) -> Bool { left.object == right.object }
}
