import MartletDirectory

/// An authorization request that an app signed (RFC 9101, OpenID Connect Core section 6).
///
/// Reading it believes nothing; there is no unsigned form, and an encrypted one is not read. What it brings along to be
/// verified with is never looked at (A171).
package struct RequestObject: Sendable {
    /// Why a request object is refused.
    package enum Refused: String, Error, Sendable, Equatable, CaseIterable {
        case tooLarge, malformed, criticalHeader, wrongAlgorithm, wrongType, unknownKey, badSignature,
            certificateNotInUse, wrongClient, wrongAudience, badTime, expired, notYetValid, livesTooLong, nested
    }

    /// How much of RFC 9101 and OpenID Connect Core, where both say "should", an app is held to.
    package enum Strictness: Sendable {
        /// Who made it, for whom and until when must be right where they are said.
        case ordinary
        /// All of them must be said: `iss`, `aud`, `exp` and `nbf`, and it may be good for `longestLife` after `nbf`
        /// (FAPI 2.0 Message Signing section 5.3.1).
        case fapi
    }

    /// One parameter of the request.
    package typealias Parameter = (name: String, value: String)

    /// The longest request object that is looked at, in bytes (A177).
    package static let longest = 64 * 1024
    /// The longest that one may be good for after `nbf`, and how old `nbf` may be.
    package static let longestLife: Duration = .minutes(60)
    /// Claims about the token itself, which are no parameters of a request.
    private static let registeredClaims: Set<String> = ["iss", "sub", "aud", "exp", "nbf", "iat", "jti"]

    private let token: SignedJWT

    /// Takes a request object apart.
    package init(_ compact: String) throws(Refused) {
        do {
            token = try SignedJWT(compact, longest: Self.longest, types: [nil, "jwt", "oauth-authz-req+jwt"])
        } catch {
            throw Refused(error)
        }
    }

    /// The app that it says it is of: good for choosing whose keys to verify it with, and nothing else.
    package var unverifiedClient: String? { token.claims.string("client_id") ?? token.claims.string("iss") }

    /// The name of the key that it says it was signed with, for choosing which key set is fresh enough.
    package var unverifiedKeyID: String? { token.keyID }

    /// Verifies the signature with the keys that the app registered, by one of `algorithms`; a certificate must be in
    /// use at `point`.
    package func verify(
        with certificates: [RegisteredCertificate], keys: JSONWebKeySet, algorithms: Set<JWSAlgorithm> = .all,
        at point: Timestamp
    ) throws(Refused) {
        guard algorithms.contains(token.algorithm) else { throw .wrongAlgorithm }
        let candidates = keys.keys(named: token.keyID, for: token.algorithm)
        guard !candidates.isEmpty || !certificates.isEmpty else { throw .unknownKey }
        if candidates.contains(where: token.isSigned) { return }
        // The names of certificates have many spellings; each of the app's own is tried.
        let signing = certificates.filter(token.isSigned)
        guard !signing.isEmpty else { throw candidates.isEmpty ? .unknownKey : .badSignature }
        guard signing.contains(where: { $0.isInUse(at: point) }) else { throw .certificateNotInUse }
    }

    /// The parameters of the request, in their order, if it is one of the app `clientID` for `issuer` at `point`.
    ///
    /// Lists, objects and numbers are given as their JSON text. A request within the request is refused (A156).
    package func parameters(
        clientID: String, issuer: String, strictness: Strictness, at point: Timestamp
    ) throws(Refused) -> [Parameter] {
        let claims = token.claims
        let demands = strictness == .fapi
        guard try isRight("iss", clientID, isDemanded: demands), try isRight("client_id", clientID, isDemanded: false)
        else { throw .wrongClient }
        // An app's proof of itself says `sub`; it is no request, whatever else it says (RFC 9101 section 10.8, A172).
        guard claims.string("sub") != clientID else { throw .wrongType }
        guard claims.audiences?.contains(issuer) ?? (claims["aud"] == nil && !demands) else { throw .wrongAudience }
        try judgeTimes(demands: demands, now: point.seconds)
        var parameters: [Parameter] = []
        for member in claims.members where !Self.registeredClaims.contains(member.name) {
            guard member.name != "request", member.name != "request_uri" else { throw .nested }
            if let text = member.value.parameter { parameters.append((member.name, text)) }
        }
        return parameters
    }

    private func isRight(_ name: String, _ text: String, isDemanded: Bool) throws(Refused) -> Bool {
        guard let value = token.claims[name] else { return !isDemanded }
        guard case .string(let named) = value else { throw .malformed }
        return named == text
    }

    private func judgeTimes(demands: Bool, now: Int64) throws(Refused) {
        let (leeway, life) = (JWTVerifier.leewaySeconds, Self.longestLife.inSeconds)
        let (end, start, issued) = (try time("exp"), try time("nbf"), try time("iat"))
        guard !demands || (end != nil && start != nil) else { throw .badTime }
        if let end, end <= now - (demands ? 0 : leeway) { throw .expired }
        for start in [start, issued].compactMap({ $0 }) where start > now + leeway { throw .notYetValid }
        guard demands, let end, let start else { return }
        guard end <= start + life, start >= now - life else { throw .livesTooLong }
    }

    private func time(_ name: String) throws(Refused) -> Int64? {
        do { return try token.claims.time(name) } catch { throw .badTime }
    }
}

extension JSONValue {
    /// The value as a parameter in a query would have it; `null` is none.
    fileprivate var parameter: String? {
        switch self {
        case .null: nil
        case .string(let text): text
        case .integer, .bool, .array, .object, .raw: json
        }
    }
}

extension RequestObject.Refused {
    init(_ refused: SignedJWT.Refused) {
        self =
            switch refused {
            case .tooLarge: .tooLarge
            case .malformed: .malformed
            case .criticalHeader: .criticalHeader
            case .wrongAlgorithm: .wrongAlgorithm
            case .wrongType: .wrongType
            case .unknownKey: .unknownKey
            case .badSignature: .badSignature
            }
    }
}
