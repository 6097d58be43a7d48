import MartletCredentials
import MartletDirectory
import MartletTesting
import Testing

/// WebAuthn Level 3, section 16: each form of attestation is accepted as the specification prints it, and refused when any
/// part of it is another (A067).
@Suite struct `Vectors of attestation` {
    private static let party = RelyingParty(id: "example.org", origin: "https://example.org")
    private static let time = Timestamp(seconds: 1_790_000_000)
    /// Where the model, and the credential's name behind two bytes of length, stand in the data of an authenticator.
    private static let model = 37..<53
    private static let name = 55..<87

    /// The parts of a registration, to be changed one at a time.
    private struct Parts {
        var format: String
        var statement: [(String, CBORValue)]
        var data: [UInt8]
        var client: [UInt8]
        let challenge: [UInt8]

        init(_ name: String) throws {
            let given = try WebAuthnVectors.vector(name).registration
            let value = try CBORReader.value(try WebAuthnVectors.bytes(given.attestationObject), order: .any)
            guard case .map(let object) = value, case .text(let format) = object["fmt"],
                case .map(let statement) = object["attStmt"]
            else { throw WebAuthnRefusal.malformed }
            self.format = format
            self.statement = try statement.members.map { member in
                guard case .text(let key) = member.key else { throw WebAuthnRefusal.malformed }
                return (key, member.value)
            }
            data = try #require(object.bytes("authData"))
            client = try WebAuthnVectors.bytes(given.clientDataJSON)
            challenge = try WebAuthnVectors.bytes(given.challenge)
        }

        var message: RegistrationMessage {
            get throws {
                try RegistrationMessage(
                    id: Array(data[`Vectors of attestation`.name]), clientDataJSON: client,
                    attestationObject: TestCBOR.map([
                        (TestCBOR.text("fmt"), TestCBOR.text(format)),
                        (TestCBOR.text("attStmt"), StatementMaker.statement(statement)),
                        (TestCBOR.text("authData"), TestCBOR.bytes(data)),
                    ]))
            }
        }

        func attestation() throws -> Attestation {
            try PasskeyRegistration(
                message, challenge: challenge, party: `Vectors of attestation`.party, wantsVerification: false
            ).attestation
        }

        func bytes(_ key: String) throws -> [UInt8] {
            guard case .bytes(let bytes) = statement.first(where: { $0.0 == key })?.1 else {
                throw WebAuthnRefusal.malformed
            }
            return bytes
        }

        mutating func set(_ key: String, _ value: CBORValue?) {
            statement = statement.compactMap { $0.0 != key ? $0 : value.map { (key, $0) } }
        }
    }

    private func refused(
        _ name: String, _ location: SourceLocation = #_sourceLocation, _ change: (inout Parts) throws -> Void
    ) throws {
        var parts = try Parts(name)
        try change(&parts)
        #expect(throws: WebAuthnRefusal.wrongAttestation, sourceLocation: location) { _ = try parts.attestation() }
    }

    private func vouching(
        _ parts: Parts, _ authorities: [AttestationAuthority]
    ) async throws
        -> AttestationAuthority.Vouching
    {
        await AttestationAuthority.vouching(authorities, for: try parts.message, at: Self.time)
    }

    private func root(_ models: Set<String>? = nil) throws -> AttestationAuthority {
        let der = try WebAuthnVectors.bytes(try WebAuthnVectors.read().attestationRoot)
        return try #require(AttestationAuthority(der: der, models: models))
    }

    /// What every form has in common: nothing is missing, too much, or another's.
    @Test(arguments: ["tpm-es256", "android-key-es256", "apple-es256", "fido-u2f-es256"])
    func `any part that is another is refused`(name: String) throws {
        let good = try Parts(name)
        #expect(throws: Never.self) { _ = try good.attestation() }
        for (key, value) in good.statement {
            try refused(name) { $0.set(key, nil) }
            try refused(name) { $0.set(key, .null) }
            guard case .bytes(let bytes) = value else { continue }
            for place in bytes.indices where place % 7 == 0 || place == bytes.count - 1 {
                try refused(name) { parts in
                    var changed = bytes
                    changed[place] ^= 1
                    // The other names of a TPM's key say nothing that is asked for, but they are signed.
                    parts.set(key, .bytes(changed))
                }
            }
            try refused(name) { $0.set(key, .bytes(bytes + [0])) }
            try refused(name) { $0.set(key, .bytes(Array(bytes.dropLast()))) }
        }
        try refused(name) { $0.statement.append(("extra", .bool(true))) }
        try refused(name) { $0.set("x5c", .array([])) }
        try refused(name) { $0.set("x5c", .array([.bytes([0x30, 0])])) }
        try refused(name) { $0.set("x5c", .array([.text("certificate")])) }
        let other = try Parts(name == "tpm-es256" ? "packed-es256" : "tpm-es256")
        try refused(name) { parts in parts.set("x5c", other.statement.first { $0.0 == "x5c" }?.1) }
        // Another registration: another name, another page.
        try refused(name) { $0.data[60] ^= 1 }
        try refused(name) { $0.client.insert(UInt8(ascii: " "), at: 1) }
        // Another key.
        let key = try Parts("none-es256").data[87...]
        try refused(name) { $0.data = Array($0.data[..<87]) + key }
    }

    @Test func `a key of a TPM vouches for itself, and a model is proven where an authority is named for it`()
        async throws
    {
        let parts = try Parts("tpm-es256")
        // Its chip does not say that it made the key there, and keeps it.
        #expect(try parts.attestation() == .own)
        let attestation = Attestation.certified(chain: try parts.message.certificates, model: .software)
        let model = Hexadecimal.text(of: Array(parts.data[Self.model]))
        #expect(try await vouching(parts, [root()]) == .maker)
        #expect(try await vouching(parts, [root(), root([model])]) == .model)
        #expect(try await vouching(parts, [root([String(repeating: "0", count: 32)])]) == .nobody)
        #expect(try await vouching(parts, []) == .nobody)
        // The software around a TPM writes the model: an authority that was named for none does not prove it.
        #expect(attestation.provesModel(by: .model))
        #expect(!attestation.provesModel(by: .maker) && !attestation.provesModel(by: .nobody))
        try refused("tpm-es256") { $0.data[Self.model.lowerBound] ^= 1 }
        try refused("tpm-es256") { $0.set("ver", .text("1.2")) }
        try refused("tpm-es256") { $0.set("alg", .integer(-257)) }
        try refused("tpm-es256") { $0.set("alg", .integer(-8)) }
    }

    @Test func `a statement of a TPM in an algorithm that is not read counts as none`() throws {
        var parts = try Parts("tpm-es256")
        // RSA with SHA-1.
        parts.set("alg", .integer(-65535))
        #expect(try parts.attestation() == .none)
    }

    @Test func `what Android keeps in software vouches for itself alone`() throws {
        let parts = try Parts("android-key-es256")
        #expect(try parts.attestation() == .own)
        try refused("android-key-es256") { $0.data[Self.model.lowerBound] ^= 1 }
        try refused("android-key-es256") { $0.set("alg", .integer(-257)) }
    }

    @Test func `a certificate of Apple is for one key and one registration`() async throws {
        let parts = try Parts("apple-es256")
        let attestation = try parts.attestation()
        guard case .certified(_, .software) = attestation else {
            Issue.record("it is certified")
            return
        }
        #expect(try await vouching(parts, [root()]) == .maker)
        // Its software writes the model.
        #expect(attestation.provesModel(by: .model) && !attestation.provesModel(by: .maker))
        try refused("apple-es256") { $0.data[Self.model.lowerBound] ^= 1 }
    }

    /// The signature of U2F does not cover the model, so that anybody may write one into the data.
    @Test func `a key of U2F is attested where it claims no model`() async throws {
        var parts = try Parts("fido-u2f-es256")
        #expect(try parts.attestation() == .none)
        parts.data.replaceSubrange(Self.model, with: [UInt8](repeating: 0, count: 16))
        let attestation = try parts.attestation()
        guard case .certified(let chain, .maker) = attestation else {
            Issue.record("it is certified")
            return
        }
        #expect(chain.count == 1)
        #expect(try await vouching(parts, [root()]) == .maker)
        try refused("fido-u2f-es256") { $0.set("x5c", .array([.bytes(chain[0]), .bytes(chain[0])])) }
    }
}
