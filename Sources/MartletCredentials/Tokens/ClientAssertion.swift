import MartletDirectory

/// A JWT by which an app proves itself at the token endpoint (RFC 7523 section 2.2, OpenID Connect Core section 9).
///
/// Reading it believes nothing. It is verified with the certificates that the app registered and with nothing that it
/// brings along: `x5c`, `jwk`, `jku` and `x5u` are never looked at (A171).
package struct ClientAssertion: Sendable {
    /// Why an assertion is refused.
    package enum Refused: String, Error, Sendable, Equatable, CaseIterable {
        case tooLarge, malformed, criticalHeader, wrongAlgorithm, wrongType, unknownCertificate, badSignature,
            certificateNotInUse, wrongClient, wrongAudience, badTime, expired, notYetValid, livesTooLong, noIdentifier
    }

    /// What an app may sign with.
    package enum Algorithm: String, Sendable, CaseIterable {
        case rs256 = "RS256"
        case ps256 = "PS256"
        case es256 = "ES256"
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
    let claims: JSONObject
    private let algorithm: Algorithm
    private let name: Name?
    private let signed: [UInt8]
    private let signature: [UInt8]

    /// Takes an assertion apart.
    package init(_ compact: String) throws(Refused) {
        guard compact.utf8.count <= Self.longest else { throw .tooLarge }
        let text = Array(compact.utf8)
        let segments = text.split(separator: UInt8(ascii: "."), maxSplits: 3, omittingEmptySubsequences: false)
        guard segments.count == 3, let header = Self.object(segments[0]), let claims = Self.object(segments[1]),
            let signature = Base64URL.decode(segments[2])
        else { throw .malformed }
        // RFC 7515 section 4.1.11: an extension that is not understood must be refused, and none is understood.
        guard header["crit"] == nil else { throw .criticalHeader }
        guard let algorithm = header.string("alg").flatMap(Algorithm.init(rawValue:)) else { throw .wrongAlgorithm }
        // Another kind of token is no assertion, whoever signed it (A172).
        if let type = header["typ"] {
            guard case .string(let type) = type, ["jwt", "client-authentication+jwt"].contains(type.lowercased())
            else { throw .wrongType }
        }
        self.claims = claims
        self.algorithm = algorithm
        self.signature = signature
        name = try Self.name(header)
        signed = Array(text[..<segments[1].endIndex])
    }

    /// The app that it says it is of: good for choosing whose certificates to verify it with, and nothing else.
    package var unverifiedSubject: String? { claims.string("sub") }

    /// Verifies the signature with the certificate that the header names among `certificates`, the app's own; with
    /// any of them if it names none. The certificate must be in use at `point` (A174).
    package func verify(with certificates: [RegisteredCertificate], at point: Timestamp) throws(Refused) {
        let named = certificates.filter(isNamed)
        guard !named.isEmpty else { throw .unknownCertificate }
        let live = named.filter { $0.isInUse(at: point) }
        if live.contains(where: isSigned) { return }
        throw named.contains(where: isSigned) ? .certificateNotInUse : .badSignature
    }

    private func isSigned(by certificate: RegisteredCertificate) -> Bool {
        certificate.isValid(signature, by: algorithm, for: signed[...])
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

    private static func object(_ segment: ArraySlice<UInt8>) -> JSONObject? {
        Base64URL.decode(segment).flatMap { try? JSONReader.object($0) }
    }
}
