import Foundation
import MartletCredentials
import MartletDirectory

/// The reader of CBOR (A069): what it accepts is bounded and has one spelling.
enum CBORTarget: FuzzTarget {
    static let name = "cbor"

    static func check(_ input: [UInt8]) throws {
        if let value = try? CBORReader.value(input) {
            try hold(written(value) == input, "written in the shortest way it is the same")
            try hold(depth(value) <= CBORReader.deepest, "the nesting is limited")
            try hold((try? CBORReader.value(input, order: .any)) == value, "any order is no stricter than one")
        }
        if let value = try? CBORReader.value(input, order: .any) {
            try hold(written(value) == input, "in any order there is one spelling too")
            try hold(number(value) <= CBORReader.mostValues, "the number of values is limited")
        }
        if let key = try? COSEKey(encoded: input) {
            try hold(key.encoded == input, "a key is kept as it was")
            guard case .map(let map) = try CBORReader.value(input) else { throw Broken(description: "a key is a map") }
            try hold(map.integer(3) == key.algorithm.rawValue, "the algorithm is the one that stands there")
            try hold(map.members.count == (key.algorithm == .es256 ? 5 : 4), "nothing else stands there")
        }
    }

    private static func depth(_ value: CBORValue) -> Int {
        switch value {
        case .array(let values): 1 + (values.map(depth).max() ?? 0)
        case .map(let map): 1 + (map.members.map { depth($0.value) }.max() ?? 0)
        default: 0
        }
    }

    private static func number(_ value: CBORValue) -> Int {
        switch value {
        case .array(let values): values.reduce(1) { $0 + number($1) }
        case .map(let map): map.members.reduce(1) { $0 + number($1.key) + number($1.value) }
        default: 1
        }
    }

    /// The value in the shortest form, its keys in the order in which they stand.
    private static func written(_ value: CBORValue) -> [UInt8] {
        switch value {
        case .integer(let number):
            number < 0 ? head(1, UInt64(bitPattern: -1 - number)) : head(0, UInt64(bitPattern: number))
        case .bytes(let bytes): head(2, UInt64(bytes.count)) + bytes
        case .text(let text): head(3, UInt64(text.utf8.count)) + Array(text.utf8)
        case .array(let values): head(4, UInt64(values.count)) + values.flatMap(written)
        case .map(let map):
            head(5, UInt64(map.members.count)) + map.members.flatMap { written($0.key) + written($0.value) }
        case .bool(let bool): [bool ? 0xf5 : 0xf4]
        case .null: [0xf6]
        }
    }

    private static func head(_ kind: UInt8, _ number: UInt64) -> [UInt8] {
        let (info, width): (UInt8, UInt64) =
            switch number {
            case 0..<24: (UInt8(number), 0)
            case 0..<0x100: (24, 1)
            case 0..<0x1_0000: (25, 2)
            case 0..<0x1_0000_0000: (26, 4)
            default: (27, 8)
            }
        return [kind << 5 | info] + (0..<width).map { UInt8(truncatingIfNeeded: number >> (8 * (width - 1 - $0))) }
    }
}

/// The readers of what browsers and authenticators send (A056–A070): nothing but the good answers is believed, and what the
/// client says is what Foundation reads.
enum WebAuthnTarget: FuzzTarget {
    static let name = "webauthn"

    private static let party = RelyingParty(id: "example.org", origin: "https://example.org")
    /// The key of the first vector of WebAuthn Level 3 section 16.
    private static let key: [UInt8] = {
        let digits = """
            a5010203262001215820afefa16f97ca9b2d23eb86ccb64098d20db90856062eb249c33a9b672f26df61225820930a56b87a2fca66334b03\
            458abf879717c12cc68ed73290af2e2664796b9220
            """.utf8.compactMap(Hexadecimal.value(of:))
        return stride(from: 0, to: digits.count - 1, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }()

    static func check(_ input: [UInt8]) throws {
        try checkClientData(input)
        try checkAttestation(input)
        let challenge = [UInt8](repeating: 7, count: 32)
        let client = clientData("webauthn.create", challenge)
        if let message = try? RegistrationMessage(id: [1], clientDataJSON: client, attestationObject: input) {
            let made = try? PasskeyRegistration(message, challenge: challenge, party: party, wantsVerification: false)
            try hold(made == nil || made?.credentialID == [1], "a registration is of the credential that is named")
        }
        if let message = try? AssertionMessage(
            credentialID: [1], clientDataJSON: clientData("webauthn.get", challenge), authenticatorData: input,
            signature: input)
        {
            try hold(isRefused(message, challenge), "nobody else's signature is believed")
        }
        guard let text = input.validText else { return }
        if let message = try? RegistrationMessage(text) {
            try hold(Set(message.transports).count == message.transports.count, "each way once")
            try hold(AnsweredChallenge.read(text) == message.clientData.challenge, "the challenge is found by itself")
        }
        if let message = try? AssertionMessage(text) {
            try hold(isRefused(message, challenge), "an answer to another challenge is refused")
            try hold(message.userHandle.map { (1...64).contains($0.count) } ?? true, "a user handle is bounded")
        }
    }

    /// The statements of every form, and the parts of them that have forms of their own: whoever made up these bytes has no
    /// certificate that fits a challenge of this program.
    private static func checkAttestation(_ input: [UInt8]) throws {
        if let value = try? CBORReader.value(input, order: .any), case .map(let object) = value,
            let data = object.bytes("authData"), data.count > 55
        {
            let end = min(data.count, 55 + (Int(data[53]) << 8 | Int(data[54])))
            let challenge = [UInt8](repeating: 7, count: 32)
            let client = clientData("webauthn.create", challenge)
            if let message = try? RegistrationMessage(
                id: Array(data[55..<end]), clientDataJSON: client, attestationObject: input)
            {
                let made = try? PasskeyRegistration(
                    message, challenge: challenge, party: party, wantsVerification: false)
                if case .certified(let chain, _) = made?.attestation {
                    try hold(
                        chain == message.certificates && (1...6).contains(chain.count), "the chain is the message's")
                }
            }
        }
        if let said = try? TPMCertification(input) {
            try hold(said.extraData.count + said.name.count < input.count, "what is signed lies in the bytes")
        }
        if let area = try? TPMPublicArea(input), let key = try? COSEKey(encoded: Self.key) {
            try hold(!area.isOf(key), "a made-up key is not this one")
        }
        if let description = AndroidKeyDescription(input) {
            try hold(description.challenge.count < input.count, "the challenge lies in the bytes")
        }
    }

    private static func isRefused(_ message: AssertionMessage, _ challenge: [UInt8]) -> Bool {
        let known = PasskeyAssertion.Known(key: key, signCount: 0, isBackupEligible: false)
        return
            (try? PasskeyAssertion(message, of: known, challenge: challenge, party: party, wantsVerification: false))
            == nil
    }

    private static func clientData(_ type: String, _ challenge: [UInt8]) -> [UInt8] {
        Array(
            """
            {"type":"\(type)","challenge":"\(Base64URL.encode(challenge))","origin":"https://example.org"}
            """.utf8)
    }

    private static func checkClientData(_ input: [UInt8]) throws {
        guard let read = try? ClientData(input) else { return }
        try hold(input.count <= ClientData.longest, "the length is limited")
        guard let theirs = try? JSONSerialization.jsonObject(with: Data(input)) as? [String: Any] else {
            let ours = try JSONReader.object(input)
            try hold(JSONTarget.holdsRaw(.object(ours)), "Foundation accepts it too")
            return
        }
        try hold(theirs["challenge"] as? String == Base64URL.encode(read.challenge), "the challenge is the same text")
        try hold(theirs["type"] is String && theirs["origin"] is String, "type and origin are texts")
    }
}
