import Crypto
import MartletCredentials

/// An authenticator with one passkey, in software: it answers what a page asks, honestly unless a test changes its manner.
package struct TestPasskey: Sendable {
    /// How it answers.
    package struct Manner: Sendable {
        /// The origin that the client writes.
        package var origin = "http://localhost:8080"
        /// The relying party that the authenticator signs for.
        package var relyingParty = "localhost"
        /// The flags without those for what follows: somebody is there and was looked at.
        package var flags: UInt8 = 0x05
        /// The type that the client writes; `nil` for the true one.
        package var type: String?
        /// The challenge that is answered; `nil` for the one that was asked.
        package var challenge: [UInt8]?
        /// Members that the client adds, such as `"crossOrigin":true`.
        package var clientMembers = ""
        /// Whose it says it is; `nil` for what it was told at its registration.
        package var userHandle: [UInt8]?
        /// The model it says it is.
        package var aaguid = [UInt8](repeating: 0, count: 16)
        /// The form of the attestation, and its statement in CBOR where a test brings one.
        package var format = "none"
        package var statement: [UInt8]?
        /// The key in COSE; `nil` for the true one.
        package var key: [UInt8]?
        /// The second name of the credential in the JSON; `nil` for the same.
        package var rawID: [UInt8]?
        /// What stands behind the data that it should end with.
        package var tail: [UInt8] = []

        /// An honest one.
        package init() {}
    }

    /// The credential's name.
    package let id: [UInt8]
    /// How it answers.
    package var manner = Manner()
    /// What it counts; stays 0 for one that does not count.
    package var signCount: UInt32
    /// Whose it is, once it was registered.
    package private(set) var owner: [UInt8] = []
    /// The private key.
    package let privateKey: P256.Signing.PrivateKey

    /// A fresh one, told from others by its number.
    package init(_ number: UInt8 = 1, signCount: UInt32 = 1) {
        id = Array(repeating: number, count: 32)
        self.signCount = signCount
        privateKey = P256.Signing.PrivateKey()
    }

    /// The public key in COSE.
    package var coseKey: [UInt8] {
        let point = Array(privateKey.publicKey.rawRepresentation)
        return TestCBOR.map([
            (TestCBOR.integer(1), TestCBOR.integer(2)), (TestCBOR.integer(3), TestCBOR.integer(-7)),
            (TestCBOR.integer(-1), TestCBOR.integer(1)), (TestCBOR.integer(-2), TestCBOR.bytes(Array(point[..<32]))),
            (TestCBOR.integer(-3), TestCBOR.bytes(Array(point[32...]))),
        ])
    }

    /// What the client writes of what it did.
    package func clientData(_ type: String, challenge: [UInt8]) -> [UInt8] {
        let members = manner.clientMembers.isEmpty ? "\"crossOrigin\":false" : manner.clientMembers
        let shown = Base64URL.encode(manner.challenge ?? challenge)
        return Array(
            """
            {"type":"\(manner.type ?? type)","challenge":"\(shown)","origin":"\(manner.origin)",\(members)}
            """.utf8)
    }

    /// The data that the authenticator signs; with the credential for a registration.
    package func data(withCredential: Bool) -> [UInt8] {
        let count = (0..<4).map { UInt8(truncatingIfNeeded: signCount >> (24 - 8 * $0)) }
        let hash = Array(SHA256.hash(data: Array(manner.relyingParty.utf8)))
        guard withCredential else { return hash + [manner.flags] + count + manner.tail }
        let length = [UInt8(id.count >> 8), UInt8(id.count & 0xff)]
        return hash + [manner.flags | 0x40] + count + manner.aaguid + length + id + (manner.key ?? coseKey)
            + manner.tail
    }

    /// The signature over data and client data.
    package func signature(_ data: [UInt8], _ clientData: [UInt8]) -> [UInt8] {
        let signed = data + Array(SHA256.hash(data: clientData))
        return (try? privateKey.signature(for: SHA256.hash(data: signed))).map { Array($0.derRepresentation) } ?? []
    }

    /// The attestation that its manner makes.
    package func attestation() -> [UInt8] {
        TestCBOR.map([
            (TestCBOR.text("fmt"), TestCBOR.text(manner.format)),
            (TestCBOR.text("attStmt"), manner.statement ?? TestCBOR.map([])),
            (TestCBOR.text("authData"), TestCBOR.bytes(data(withCredential: true))),
        ])
    }

    /// Answers what a page asks with for a new passkey, as the page's script sends it.
    package mutating func register(_ options: String) -> String {
        let asked = try? JSONReader.object(Array(options.utf8))
        if case .object(let user) = asked?["user"] { owner = Base64URL.decode(user.string("id") ?? "") ?? [] }
        let client = clientData("webauthn.create", challenge: Self.challenge(in: asked))
        return message([
            "clientDataJSON": .string(Base64URL.encode(client)),
            "attestationObject": .string(Base64URL.encode(attestation())), "transports": ["usb", "telepathy"],
        ])
    }

    /// Answers what a page asks a passkey with, as the page's script sends it; one that counts counts on.
    package mutating func use(_ options: String) -> String {
        let asked = try? JSONReader.object(Array(options.utf8))
        let client = clientData("webauthn.get", challenge: Self.challenge(in: asked))
        if signCount > 0 { signCount += 1 }
        let data = data(withCredential: false)
        var response: JSONObject = [
            "clientDataJSON": .string(Base64URL.encode(client)),
            "authenticatorData": .string(Base64URL.encode(data)),
            "signature": .string(Base64URL.encode(signature(data, client))),
        ]
        let handle = manner.userHandle ?? owner
        if !handle.isEmpty { response["userHandle"] = .string(Base64URL.encode(handle)) }
        return message(response)
    }

    /// The message of a response.
    package func message(_ response: JSONObject) -> String {
        let message: JSONObject = [
            "id": .string(Base64URL.encode(id)), "rawId": .string(Base64URL.encode(manner.rawID ?? id)),
            "type": "public-key", "response": .object(response),
        ]
        return message.text
    }

    private static func challenge(in options: JSONObject?) -> [UInt8] {
        Base64URL.decode(options?.string("challenge") ?? "") ?? []
    }
}

extension TestBrowser.Answer {
    /// What the page asks the browser for a passkey with; empty where it does not.
    package var passkeyOptions: String {
        let form = body.tags("form").first { $0.attribute("data-options") != nil }
        let text = form?.attribute("data-options") ?? ""
        return text.split(separator: "&quot;", omittingEmptySubsequences: false).joined(separator: "\"")
    }
}
