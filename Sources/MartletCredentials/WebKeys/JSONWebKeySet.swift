import MartletDirectory

/// The public keys of an app or of another issuer (RFC 7517 section 5).
package struct JSONWebKeySet: Sendable, Equatable {
    /// Why a set is refused.
    package enum Refused: Error, Sendable, Equatable {
        /// More than `longest` bytes.
        case tooLarge
        /// Not a JSON object with a list of objects as `keys`.
        case malformed
        /// More than `mostKeys` keys.
        case tooManyKeys
        /// A key in it is refused.
        case badKey(JSONWebKey.Refused)
    }

    /// What becomes of a set with a key that is refused.
    package enum Unsound: Sendable {
        /// The set is refused: right where somebody registers it and can mend it.
        case refuses
        /// The key is left out: right where another house published the set, and its other keys still count.
        case isLeftOut
    }

    /// The longest set that is looked at, in bytes (A177).
    package static let longest = 64 * 1024
    /// The most keys in a set.
    package static let mostKeys = 50

    /// The keys of kinds that are known here, in their order.
    package let keys: [JSONWebKey]

    /// A set of the given keys.
    package init(keys: [JSONWebKey] = []) {
        self.keys = keys
    }

    /// Reads a set. Keys of unknown kinds are left out, as RFC 7517 section 5 asks; a private key refuses the whole
    /// set in either case, because it is no longer a secret.
    package init(json: String, unsoundKey: Unsound = .refuses) throws(Refused) {
        guard json.utf8.count <= Self.longest else { throw .tooLarge }
        guard let set = try? JSONReader.object(Array(json.utf8)) else { throw .malformed }
        try self.init(set, unsoundKey: unsoundKey)
    }

    /// The same of parsed JSON.
    package init(_ set: JSONObject, unsoundKey: Unsound = .refuses) throws(Refused) {
        guard case .array(let values) = set["keys"] else { throw .malformed }
        guard values.count <= Self.mostKeys else { throw .tooManyKeys }
        var keys: [JSONWebKey] = []
        for value in values {
            guard case .object(let jwk) = value else { throw .malformed }
            do {
                keys.append(try JSONWebKey(jwk))
            } catch {
                switch error {
                case .unknownKind: continue
                case .privateKey: throw .badKey(error)
                case .malformed, .weakKey, .badPoint, .wrongAlgorithm:
                    guard unsoundKey == .isLeftOut else { throw .badKey(error) }
                }
            }
        }
        self.keys = keys
    }

    /// The set as a JSON object, with nothing but what is known of each key.
    package var object: JSONObject { ["keys": .array(keys.map { .object($0.object) })] }

    /// The set as JSON text.
    package var json: String { object.text }

    /// The keys that may have signed with `algorithm`: those of that name where the token names one, else all that fit.
    func keys(named name: String?, for algorithm: JWSAlgorithm) -> [JSONWebKey] {
        keys.filter { key in key.fits(algorithm) && (name == nil || key.keyID == name) }
    }
}
