import Crypto
import MartletCredentials
import MartletDirectory
import MartletTesting
import SwiftASN1
import Testing
import X509

/// WebAuthn Level 3 section 8.4, and A067: a key counts as kept by hardware where hardware says that it was made there, to
/// sign, for one application and this registration.
@Suite struct `Attestation by Android` {
    private static let model = [UInt8](repeating: 7, count: 16)

    /// What the certificate says; the defaults are those of a key in a trusted environment.
    private struct Wish {
        var levelOfAttestation = 1
        var levelOfKey = 1
        var challenge: [UInt8]?
        var software: [[UInt8]] = []
        var hardware: [[UInt8]] = [Self.purposes(2), Self.unrelated, Self.origin(0)]
        var tail: [UInt8] = []
        var named: [UInt8]?
        var describesKey = true
        var chainDescribesToo = false
        var key: P256.Signing.PrivateKey?
        var end = 1_890_000_000
        var otherKey = Certificate.PublicKey(P256.Signing.PrivateKey().publicKey)

        /// `[1] SET OF INTEGER`
        static func purposes(_ values: UInt8...) -> [UInt8] {
            let set = values.flatMap { value -> [UInt8] in [2, 1, value] }
            return [0xa1, UInt8(set.count + 2), 0x31, UInt8(set.count)] + set
        }
        /// `[506] NULL`, and `[503] NULL`, which asks nobody who they are
        static let unrelated: [UInt8] = [0xbf, 0x83, 0x7a, 2, 5, 0]
        static let anybody: [UInt8] = [0xbf, 0x83, 0x77, 2, 5, 0]
        /// `[600] NULL`
        static let allApplications: [UInt8] = [0xbf, 0x84, 0x58, 2, 5, 0]
        /// `[702] INTEGER`
        static func origin(_ value: UInt8) -> [UInt8] { [0xbf, 0x85, 0x3e, 3, 2, 1, value] }
    }

    private let maker: StatementMaker
    private let ceremony = Ceremony()

    init() throws { maker = try StatementMaker() }

    private func sequence(_ parts: [[UInt8]]) -> [UInt8] {
        let content = parts.flatMap(\.self)
        return [0x30, UInt8(content.count)] + content
    }

    private func statement(_ edit: (inout Wish) -> Void) throws -> [UInt8] {
        var wish = Wish()
        edit(&wish)
        var passkey = ceremony.passkey
        passkey.manner.aaguid = Self.model
        let (data, hash) = StatementMaker.signed(passkey)
        let challenge = wish.challenge ?? hash
        let described = sequence([
            [2, 2, 1, 0x2c], [10, 1, UInt8(wish.levelOfAttestation)], [2, 2, 1, 0x2c], [10, 1, UInt8(wish.levelOfKey)],
            [4, UInt8(challenge.count)] + challenge, [4, 0], sequence(wish.software), sequence(wish.hardware),
            wish.tail,
        ])
        let description = Certificate.Extension(
            oid: [1, 3, 6, 1, 4, 1, 11129, 2, 1, 17], critical: false, value: described[...])
        var extensions = wish.describesKey ? [description] : []
        if let named = wish.named { extensions.append(StatementMaker.naming(named)) }
        let key = wish.key ?? passkey.privateKey
        let leaf = try maker.certificate(of: .init(key.publicKey), extensions: extensions, end: wish.end)
        let other = try maker.certificate(
            of: wish.otherKey, subject: DistinguishedName { CommonName("Works") },
            extensions: wish.chainDescribesToo ? [description] : [])
        return StatementMaker.statement([
            ("alg", .integer(-7)),
            ("sig", .bytes(Array(try key.signature(for: SHA256.hash(data: data + hash)).derRepresentation))),
            ("x5c", .array([.bytes(leaf), .bytes(other)])),
        ])
    }

    private func attestation(_ edit: (inout Wish) -> Void = { _ in }) throws -> Attestation {
        let statement = try statement(edit)
        return try ceremony.register {
            ($0.format, $0.statement, $0.aaguid) = ("android-key", statement, Self.model)
        }.attestation
    }

    private func refused(_ location: SourceLocation = #_sourceLocation, _ edit: (inout Wish) -> Void) {
        #expect(throws: WebAuthnRefusal.wrongAttestation, sourceLocation: location) { _ = try attestation(edit) }
    }

    @Test func `a key in hardware is certified, and its model is what the telephone says`() throws {
        for level in [1, 2] {
            let attestation = try attestation { ($0.levelOfAttestation, $0.levelOfKey) = (level, level) }
            guard case .certified(let chain, .software) = attestation else {
                Issue.record("it is certified")
                return
            }
            #expect(chain.count == 2)
        }
        guard case .certified(_, .maker) = try attestation({ $0.named = Self.model }) else {
            Issue.record("the maker named the model")
            return
        }
        refused { $0.named = [UInt8](repeating: 8, count: 16) }
    }

    private func vouching(
        of models: Set<String>?, _ edit: (inout Wish) -> Void = { _ in }
    ) async throws -> (Attestation, AttestationAuthority.Vouching) {
        let statement = try statement(edit)
        var passkey = ceremony.passkey
        (passkey.manner.format, passkey.manner.statement, passkey.manner.aaguid) = (
            "android-key", statement, Self.model
        )
        let message = try RegistrationMessage(passkey.register(Ceremony.options))
        let root = try #require(AttestationAuthority(der: maker.root, models: models))
        let vouching = await AttestationAuthority.vouching([root], for: message, at: .init(seconds: 1_800_000_000))
        return (try attestation(edit), vouching)
    }

    @Test func `A067 a model is proven by an authority that is named for it, while the certificate lasts`() async throws
    {
        let named: Set<String> = [String(repeating: "07", count: 16)]
        let (proven, model) = try await vouching(of: named)
        #expect(model == .model && proven.provesModel(by: model))
        let (claimed, maker) = try await vouching(of: nil)
        #expect(maker == .maker && !claimed.provesModel(by: maker))
        let (_, ended) = try await vouching(of: named) { $0.end = 1_799_999_999 }
        #expect(ended == .nobody)
    }

    @Test func `certificates over the key's own may have keys that no passkey has`() throws {
        guard case .certified = try attestation({ $0.otherKey = .init(P384.Signing.PrivateKey().publicKey) }) else {
            Issue.record("the key above is not asked for its kind")
            return
        }
    }

    @Test func `what hardware does not say counts as the key's own word`() throws {
        #expect(try attestation { $0.levelOfAttestation = 0 } == .own)
        #expect(try attestation { $0.levelOfKey = 0 } == .own)
        #expect(try attestation { ($0.software, $0.hardware) = ($0.hardware, $0.software) } == .own)
        #expect(try attestation { $0.hardware = [Wish.purposes(2)] } == .own)
        #expect(try attestation { $0.hardware = [Wish.origin(0)] } == .own)
        #expect(try attestation { $0.hardware = [Wish.purposes(2), Wish.anybody, Wish.origin(0)] } == .own)
        guard case .certified = try attestation({ $0.software = [Wish.anybody] }) else {
            Issue.record("hardware asks who is there, whatever software says")
            return
        }
    }

    @Test func `a key for something else, or for everybody, is refused`() {
        refused { $0.challenge = [1, 2, 3] }
        refused { $0.challenge = [] }
        refused { $0.hardware = [Wish.purposes(3), Wish.origin(0)] }
        refused { $0.hardware = [Wish.purposes(2, 3), Wish.origin(0)] }
        refused { $0.hardware = [Wish.purposes(2), Wish.origin(2)] }
        refused { $0.software = [Wish.origin(1)] }
        refused { $0.hardware = [Wish.purposes(2), Wish.allApplications, Wish.origin(0)] }
        refused { $0.software = [Wish.allApplications] }
        refused { $0.describesKey = false }
        refused { $0.chainDescribesToo = true }
        refused { $0.key = P256.Signing.PrivateKey() }
        // Not of the form: something behind, a thing twice, another order.
        refused { $0.tail = [5, 0] }
        refused { $0.hardware = [Wish.purposes(2), Wish.purposes(2), Wish.origin(0)] }
        refused { $0.hardware = [Wish.origin(0), Wish.purposes(2)] }
        refused { $0.hardware = [[2, 1, 0]] }
    }
}
