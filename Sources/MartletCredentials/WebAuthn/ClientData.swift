import Crypto

/// What the browser says it did (WebAuthn Level 3 section 5.8.1), read by the strict reader of JSON.
package struct ClientData: Sendable {
    /// The two ceremonies.
    package enum Ceremony: String, Sendable {
        case registration = "webauthn.create"
        case authentication = "webauthn.get"
    }

    /// The longest text that is looked at, in bytes.
    package static let longest = 4096

    /// The challenge that was answered.
    package let challenge: [UInt8]
    /// SHA-256 of the text as it was sent; what is signed.
    let hash: [UInt8]

    private let type: String
    private let origin: String
    private let isFramed: Bool

    /// Reads the text.
    /// - Throws: `WebAuthnRefusal.malformed` for anything that two readers could understand differently.
    package init(_ bytes: [UInt8]) throws(WebAuthnRefusal) {
        guard bytes.count <= Self.longest, let object = try? JSONReader.object(bytes), let type = object.string("type"),
            let text = object.string("challenge"), let challenge = Base64URL.decode(text), !challenge.isEmpty,
            let origin = object.string("origin")
        else { throw .malformed }
        var isFramed = object["topOrigin"] != nil
        switch object["crossOrigin"] {
        case nil, .bool(false)?: break
        case .bool(true)?: isFramed = true
        default: throw .malformed
        }
        self.challenge = challenge
        self.type = type
        self.origin = origin
        self.isFramed = isFramed
        hash = Array(SHA256.hash(data: bytes))
    }

    /// Whether it is the answer to a challenge, given on a page of `party` that stood alone in its window.
    /// - Throws: `WebAuthnRefusal.wrongType` (A060), `.wrongChallenge` (A059), `.wrongOrigin` (A057), `.crossOrigin` (A058).
    func check(
        _ ceremony: Ceremony, challenge expected: [UInt8], party: RelyingParty
    ) throws(WebAuthnRefusal) {
        guard type == ceremony.rawValue else { throw .wrongType }
        guard ConstantTime.areEqual(challenge, expected) else { throw .wrongChallenge }
        // Byte by byte: texts that look alike, or mean the same to Unicode, are other origins.
        guard Array(origin.utf8) == Array(party.origin.utf8) else { throw .wrongOrigin }
        guard !isFramed else { throw .crossOrigin }
    }
}
