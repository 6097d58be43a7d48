import MartletDirectory

/// A JWT by which an app proves itself (RFC 7523 section 2.2, OpenID Connect Core section 9).
///
/// Reading it believes nothing. It is verified with the certificates and keys that the app registered and with nothing
/// that it brings along: `x5c`, `jwk`, `jku` and `x5u` are never looked at (A171).
package struct ClientAssertion: Sendable {
    /// Why an assertion is refused.
    package enum Refused: String, Error, Sendable, Equatable, CaseIterable {
        case tooLarge, malformed, criticalHeader, wrongAlgorithm, wrongType, unknownKey, badSignature,
            certificateNotInUse, wrongClient, wrongAudience, badTime, expired, notYetValid, livesTooLong, noIdentifier
    }

    /// The value of `client_assertion_type`.
    package static let type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
    /// The longest assertion that is looked at, in bytes (A177).
    package static let longest = 16 * 1024

    /// Which certificate the header names.
    private enum Name: Sendable {
        case sha256(String)
        case sha1(String)
        case keyID(String)
    }

    /// The claims, not verified before `verify` has returned.
    var claims: JSONObject { token.claims }
    private let token: SignedJWT
    private let name: Name?

    /// Takes an assertion apart.
    package init(_ compact: String) throws(Refused) {
        do {
            token = try SignedJWT(
                compact, longest: Self.longest, types: [nil, "jwt", "client-authentication+jwt"])
        } catch {
            throw Refused(error)
        }
        name = try Self.name(token.header)
    }

    /// The app that it says it is of: good for choosing whose keys to verify it with, and nothing else.
    package var unverifiedSubject: String? { claims.string("sub") }

    /// Who it says has signed it: where this is not the app itself, it may be the proof of a workload elsewhere
    /// (`FederatedAssertion`).
    package var unverifiedIssuer: String? { claims.string("iss") }

    /// The name of the key that it says it was signed with, for choosing which key set is fresh enough.
    package var unverifiedKeyID: String? { token.keyID }

    /// Verifies the signature with what the app registered: the certificate or key that the header names, any that
    /// fits if it names none. A certificate must be in use at `point` (A174), the algorithm one of `algorithms`. Returns
    /// the certificate that it was, or `nil` for a key.
    @discardableResult
    package func verify(
        with certificates: [RegisteredCertificate], keys: JSONWebKeySet = JSONWebKeySet(),
        algorithms: Set<JWSAlgorithm> = .all, at point: Timestamp
    ) throws(Refused) -> RegisteredCertificate? {
        guard algorithms.contains(token.algorithm) else { throw .wrongAlgorithm }
        let candidates = keys.keys(named: token.keyID, for: token.algorithm)
        let named = certificates.filter(isNamed)
        guard !candidates.isEmpty || !named.isEmpty else { throw .unknownKey }
        if candidates.contains(where: token.isSigned) { return nil }
        let live = named.filter { $0.isInUse(at: point) }
        if let signer = live.first(where: token.isSigned) { return signer }
        throw named.contains(where: token.isSigned) ? .certificateNotInUse : .badSignature
    }

    private func isNamed(_ certificate: RegisteredCertificate) -> Bool {
        switch name {
        case nil: true
        case .sha256(let text): text == Base64URL.encode(certificate.thumbprint)
        case .sha1(let text): text == Base64URL.encode(certificate.oldThumbprint)
        case .keyID(let text):
            [certificate.thumbprint, certificate.oldThumbprint].contains {
                text == Base64URL.encode($0) || text.lowercased() == Hexadecimal.text(of: $0)
            }
        }
    }

    private static func name(_ header: JSONObject) throws(Refused) -> Name? {
        for (member, name) in [("x5t#S256", Name.sha256), ("x5t", Name.sha1), ("kid", Name.keyID)] {
            guard let value = header[member] else { continue }
            guard case .string(let text) = value else { throw .malformed }
            // msal pads its thumbprints; they choose and prove nothing, so that two spellings do no harm.
            return name(String(text.prefix { $0 != "=" }))
        }
        return nil
    }
}

extension ClientAssertion.Refused {
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
