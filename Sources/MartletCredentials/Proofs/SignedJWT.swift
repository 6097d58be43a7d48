import MartletDirectory

/// A stranger's JWT taken apart (RFC 7515 compact form). Reading it believes nothing.
///
/// `x5c`, `jwk`, `jku` and `x5u` are never looked at here (A171); only `DPoPProof` asks for the key in the header,
/// where the key is the very thing that is shown.
struct SignedJWT: Sendable {
    /// Why a JWT is refused before anybody asks what it says.
    enum Refused: String, Error, Sendable, Equatable, CaseIterable {
        case tooLarge, malformed, criticalHeader, wrongAlgorithm, wrongType, unknownKey, badSignature
    }

    /// The header.
    let header: JSONObject
    /// The claims, not verified before a signature is.
    let claims: JSONObject
    /// What the header says it is signed with: one of those that are known here, or it was refused.
    let algorithm: JWSAlgorithm
    /// The name of the key, if the header has one.
    let keyID: String?
    private let signed: [UInt8]
    private let signature: [UInt8]

    /// Takes a JWT of at most `longest` bytes apart, whose `typ` in lower case is one of `types`; `nil` among them
    /// stands for none at all. Another kind of token is refused, whoever signed it (A172).
    init(_ compact: String, longest: Int, types: Set<String?>) throws(Refused) {
        guard compact.utf8.count <= longest else { throw .tooLarge }
        let text = Array(compact.utf8)
        let segments = text.split(separator: UInt8(ascii: "."), maxSplits: 3, omittingEmptySubsequences: false)
        guard segments.count == 3, let header = Self.object(segments[0]), let claims = Self.object(segments[1]),
            let signature = Base64URL.decode(segments[2])
        else { throw .malformed }
        // RFC 7515 section 4.1.11: an extension that is not understood must be refused, and none is understood.
        guard header["crit"] == nil else { throw .criticalHeader }
        guard let algorithm = header.string("alg").flatMap(JWSAlgorithm.init(rawValue:)) else { throw .wrongAlgorithm }
        guard header["typ"] == nil || header.string("typ") != nil, types.contains(header.string("typ")?.lowercased())
        else { throw .wrongType }
        guard header["kid"] == nil || header.string("kid") != nil else { throw .malformed }
        self.header = header
        self.claims = claims
        self.algorithm = algorithm
        self.signature = signature
        keyID = header.string("kid")
        signed = Array(text[..<segments[1].endIndex])
    }

    /// Whether `key` signed it.
    func isSigned(by key: JSONWebKey) -> Bool { key.isValid(signature, by: algorithm, for: signed[...]) }

    /// Whether the key in `certificate` signed it.
    func isSigned(by certificate: RegisteredCertificate) -> Bool {
        certificate.isValid(signature, by: algorithm, for: signed[...])
    }

    /// Verifies the signature with the keys of `set` that the header names, or with every one that fits where it
    /// names none.
    func verify(with set: JSONWebKeySet) throws(Refused) {
        let candidates = set.keys(named: keyID, for: algorithm)
        guard !candidates.isEmpty else { throw .unknownKey }
        guard candidates.contains(where: isSigned) else { throw .badSignature }
    }

    private static func object(_ segment: ArraySlice<UInt8>) -> JSONObject? {
        Base64URL.decode(segment).flatMap { try? JSONReader.object($0) }
    }
}
