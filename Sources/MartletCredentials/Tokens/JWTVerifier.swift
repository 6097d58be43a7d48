import MartletDirectory

/// Verifies the signature, the type, the issuer, the audience and the times of a JWT (RFC 7519, RFC 8725).
///
/// It trusts its own list of keys and nothing in the token: the header's `alg` must be the one that the key's record
/// says, and `jwk`, `jku`, `x5u` and `x5c` are never looked at (A169–A171).
package struct JWTVerifier: Sendable {
    /// Why a token is refused; for the log, a stranger hears `invalid_token`.
    package enum Refused: String, Error, Sendable, Equatable {
        case tooLarge, malformed, unknownKey, keyNotInUse, wrongAlgorithm, criticalHeader, badSignature, wrongType,
            wrongIssuer, wrongAudience, noExpiry, expired, badTime, notYetValid, livesTooLong
    }

    /// The longest token that is looked at, in bytes (A177).
    package static let longest = 16 * 1024
    /// How far clocks may differ, in seconds (A175).
    package static let leewaySeconds: Int64 = 60

    private let keys: [String: VerificationKey]
    private let longestLifeSeconds: Int64

    /// A verifier that trusts `keys` (of one issuer) and no token that is good for longer than `longestLife`.
    ///
    /// Where two keys have the same id the first one counts.
    package init(keys: [VerificationKey], longestLife: Duration = .hours(24)) {
        self.keys = Dictionary(keys.map { ($0.keyID, $0) }, uniquingKeysWith: { first, _ in first })
        longestLifeSeconds = longestLife.inSeconds
    }

    /// The claims of `compact`, if it was signed by a trusted key, is of `type`, from `issuer`, for `audience` and valid
    /// at `point`.
    ///
    /// `audience: nil` leaves `aud` to the caller. `allowsExpired` is for the ID token hint at sign-out, which may be old
    /// (OpenID Connect RP-Initiated Logout 1.0 section 2).
    package func verify(
        _ compact: String, type: JWTType, issuer: String, audience: String?, at point: Timestamp,
        allowsExpired: Bool = false
    ) throws(Refused) -> JSONObject {
        guard compact.utf8.count <= Self.longest else { throw .tooLarge }
        let text = Array(compact.utf8)
        let segments = text.split(separator: UInt8(ascii: "."), maxSplits: 3, omittingEmptySubsequences: false)
        guard segments.count == 3 else { throw .malformed }
        try checkSignature(segments: segments, signed: text[..<segments[1].endIndex], type: type, at: point)
        let claims = try Self.object(segments[1])
        guard claims.string("iss") == issuer else { throw .wrongIssuer }
        if let audience {
            guard claims.string("aud") == audience || claims.strings("aud")?.contains(audience) == true else {
                throw .wrongAudience
            }
        }
        try checkTimes(claims, at: point.seconds, allowsExpired: allowsExpired)
        return claims
    }

    private func checkSignature(
        segments: [ArraySlice<UInt8>], signed: ArraySlice<UInt8>, type: JWTType, at point: Timestamp
    ) throws(Refused) {
        let header = try Self.object(segments[0])
        // RFC 7515 section 4.1.11: an extension that is not understood must be refused, and none is understood.
        guard header["crit"] == nil else { throw .criticalHeader }
        guard let keyID = header.string("kid"), let key = keys[keyID] else { throw .unknownKey }
        guard header.string("alg") == key.algorithm.rawValue else { throw .wrongAlgorithm }
        guard key.isInUse(at: point) else { throw .keyNotInUse }
        guard let signature = Base64URL.decode(segments[2]) else { throw .malformed }
        guard key.isValid(signature, for: signed) else { throw .badSignature }
        guard header.string("typ") == type.rawValue else { throw .wrongType }
    }

    private func checkTimes(_ claims: JSONObject, at now: Int64, allowsExpired: Bool) throws(Refused) {
        // Only whole numbers within what a date can be: a float, a text or a negative number is not a time (A175).
        guard let expiry = try Self.time(claims, "exp") else { throw .noExpiry }
        guard allowsExpired || now < expiry + Self.leewaySeconds else { throw .expired }
        guard expiry <= now + longestLifeSeconds + Self.leewaySeconds else { throw .livesTooLong }
        for name in ["nbf", "iat"] {
            if let start = try Self.time(claims, name), start > now + Self.leewaySeconds { throw .notYetValid }
        }
    }

    private static func object(_ segment: ArraySlice<UInt8>) throws(Refused) -> JSONObject {
        guard let bytes = Base64URL.decode(segment), let object = try? JSONReader.object(bytes) else {
            throw .malformed
        }
        return object
    }

    private static func time(_ claims: JSONObject, _ name: String) throws(Refused) -> Int64? {
        guard let value = claims[name] else { return nil }
        guard case .integer(let seconds) = value, (0...1 << 53).contains(seconds) else { throw .badTime }
        return seconds
    }
}
