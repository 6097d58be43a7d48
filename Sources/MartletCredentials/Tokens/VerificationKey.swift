import MartletDirectory

/// A public key that tokens are verified with: one algorithm, one owner, one span of time (A170, A174).
package struct VerificationKey: Sendable {
    /// The JWK is not a public key that is accepted here.
    package struct BadKey: Error, Equatable {
        /// The only value there is.
        package init() {}
    }

    /// The `kid` by which tokens name it.
    package let keyID: String
    /// The only algorithm that it verifies.
    package let algorithm: SigningKey.Algorithm

    private let key: JSONWebKey
    private let validFrom: Timestamp?
    private let validUntil: Timestamp?

    /// Reads a JWK with `kid` and `alg` (RFC 7517). It counts within the given span.
    package init(publicJWK: String, validFrom: Timestamp? = nil, validUntil: Timestamp? = nil) throws(BadKey) {
        guard let key = try? JSONWebKey(json: publicJWK), let keyID = key.keyID,
            let algorithm = key.algorithm.flatMap({ SigningKey.Algorithm(rawValue: $0.rawValue) })
        else { throw BadKey() }
        self.key = key
        self.keyID = keyID
        self.algorithm = algorithm
        self.validFrom = validFrom
        self.validUntil = validUntil
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

    /// Whether `signature` is this key's over `signed`.
    func isValid(_ signature: [UInt8], for signed: ArraySlice<UInt8>) -> Bool {
        guard let algorithm = key.algorithm else { return false }
        return key.isValid(signature, by: algorithm, for: signed)
    }
}
