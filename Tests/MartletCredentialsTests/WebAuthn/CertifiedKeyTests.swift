import Crypto
import MartletCredentials
import MartletDirectory
import MartletTesting
import SwiftASN1
import Testing
import X509

/// WebAuthn Level 3 sections 8.2 and 8.6, and A067: what a certificate of a batch says, what it does not, and who stands
/// behind it.
@Suite struct `Attestation by a certificate of many` {
    private static let model = [UInt8](repeating: 7, count: 16)
    private static let noModel = [UInt8](repeating: 0, count: 16)
    private static let time = Timestamp(seconds: 1_800_000_000)

    private let maker: StatementMaker
    private let ceremony = Ceremony()

    init() throws { maker = try StatementMaker() }

    private func universal(
        claiming model: [UInt8], naming named: [UInt8]?, flags: UInt8 = 0x01, also: [Certificate.Extension] = []
    ) throws -> Attestation {
        var passkey = ceremony.passkey
        (passkey.manner.aaguid, passkey.manner.flags) = (model, flags)
        let (data, hash) = StatementMaker.signed(passkey)
        let key = P256.Signing.PrivateKey()
        let leaf = try maker.certificate(
            of: .init(key.publicKey), extensions: (named.map { [StatementMaker.naming($0)] } ?? []) + also)
        let signed = [0] + data[..<32] + hash + passkey.id + Array(passkey.privateKey.publicKey.x963Representation)
        passkey.manner.format = "fido-u2f"
        passkey.manner.statement = StatementMaker.statement([
            ("sig", .bytes(Array(try key.signature(for: SHA256.hash(data: signed)).derRepresentation))),
            ("x5c", .array([.bytes(leaf)])),
        ])
        return try PasskeyRegistration(
            RegistrationMessage(passkey.register(Ceremony.options)), challenge: Ceremony.challenge,
            party: Ceremony.party, wantsVerification: false
        ).attestation
    }

    private func packed(_ algorithm: Int64 = -7, also: [Certificate.Extension] = []) throws -> Attestation {
        var passkey = ceremony.passkey
        let (data, hash) = StatementMaker.signed(passkey)
        let key = P256.Signing.PrivateKey()
        let subject = try DistinguishedName {
            CountryName("JP")
            OrganizationName("Key Makers")
            OrganizationalUnitName("Authenticator Attestation")
            CommonName("Model 7")
        }
        let leaf = try maker.certificate(
            of: .init(key.publicKey), subject: subject,
            extensions: [Certificate.Extension(BasicConstraints.notCertificateAuthority, critical: true)] + also)
        passkey.manner.format = "packed"
        passkey.manner.statement = StatementMaker.statement([
            ("alg", .integer(algorithm)),
            ("sig", .bytes(Array(try key.signature(for: SHA256.hash(data: data + hash)).derRepresentation))),
            ("x5c", .array([.bytes(leaf)])),
        ])
        return try Ceremony(passkey).register().attestation
    }

    private func isCertified(_ attestation: Attestation) -> Bool {
        guard case .certified(_, .maker) = attestation else { return false }
        return true
    }

    @Test func `A067 a key of U2F is of the model that its certificate names, or of none`() throws {
        #expect(isCertified(try universal(claiming: Self.model, naming: Self.model)))
        #expect(isCertified(try universal(claiming: Self.noModel, naming: nil)))
        #expect(try universal(claiming: Self.model, naming: [UInt8](repeating: 8, count: 16)) == .none)
        #expect(try universal(claiming: Self.noModel, naming: Self.model) == .none)
        #expect(try universal(claiming: Self.model, naming: nil) == .none)
    }

    @Test func `A067 a key of U2F that claims to have looked at the person is believed nothing`() throws {
        #expect(try universal(claiming: Self.noModel, naming: nil, flags: 0x05) == .none)
        #expect(try universal(claiming: Self.model, naming: Self.model, flags: 0x05) == .none)
    }

    @Test func `A067 a certificate of another form is none of a batch`() throws {
        let others = [
            Certificate.Extension(oid: [1, 3, 6, 1, 4, 1, 11129, 2, 1, 17], critical: false, value: [0x30, 0][...]),
            Certificate.Extension(oid: [1, 2, 840, 113635, 100, 8, 2], critical: false, value: [0x30, 0][...]),
            try Certificate.Extension(
                try ExtendedKeyUsage([ExtendedKeyUsage.Usage(oid: [2, 23, 133, 8, 3])]), critical: false),
        ]
        let usual = try Certificate.Extension(try ExtendedKeyUsage([.clientAuth]), critical: false)
        #expect(isCertified(try packed(also: [usual])))
        #expect(isCertified(try universal(claiming: Self.noModel, naming: nil, also: [usual])))
        for other in others {
            #expect(try packed(also: [other]) == .none)
            #expect(try universal(claiming: Self.noModel, naming: nil, also: [other]) == .none)
        }
    }

    @Test func `A067 a statement in an algorithm that is not read counts as none`() throws {
        // ECDSA with SHA-384.
        #expect(try packed(-35) == .none)
        #expect(throws: WebAuthnRefusal.wrongAttestation) { _ = try packed(-257) }
    }

    private func isVouched(_ chain: [[UInt8]]) async throws -> Bool {
        let root = try #require(AttestationAuthority(der: maker.root))
        var passkey = ceremony.passkey
        passkey.manner.format = "packed"
        passkey.manner.statement = StatementMaker.statement([("x5c", .array(chain.map { .bytes($0) }))])
        let message = try RegistrationMessage(passkey.register(Ceremony.options))
        return await AttestationAuthority.vouching([root], for: message, at: Self.time) == .maker
    }

    @Test func `A067 each certificate of a chain has a name of its own`() async throws {
        let chain = try maker.chain(["Key", "Batch", "Year", "Works"])
        #expect(try await isVouched(chain))
        #expect(try await isVouched([chain[0], chain[3], chain[1], chain[2]]))
        // A mesh of authorities of one name would be walked in every order.
        #expect(try await !isVouched(maker.chain(["Key", "Batch", "Batch", "Works"])))
        let other = try maker.chain(["Other key", "Works"])
        #expect(try await !isVouched(chain + [other[1]]))
        #expect(try await !isVouched(chain + [chain[3]]))
    }

    @Test func `A067 certificates of before version 3 say nothing of what they are for`() async throws {
        #expect(try await isVouched(maker.chain(["Key"])))
        #expect(try await !isVouched(maker.chain(["Key"], versions: [.v1])))
        #expect(try await !isVouched(maker.chain(["Key", "Works"], versions: [.v3, .v1])))
    }

    @Test func `A067 six certificates are the most`() throws {
        for count in [6, 7] {
            var passkey = ceremony.passkey
            let chain = try maker.chain((0..<count).map { "Name \($0)" })
            passkey.manner.format = "packed"
            passkey.manner.statement = StatementMaker.statement([
                ("alg", .integer(-35)), ("sig", .bytes([1])), ("x5c", .array(chain.map { .bytes($0) })),
            ])
            let message = try RegistrationMessage(passkey.register(Ceremony.options))
            #expect(message.certificates.count == (count == 6 ? 6 : 0))
            let made = Result {
                try PasskeyRegistration(message, challenge: Ceremony.challenge, party: Ceremony.party).attestation
            }
            if count == 6 {
                #expect(try made.get() == .none)
            } else {
                #expect(throws: WebAuthnRefusal.wrongAttestation) { _ = try made.get() }
            }
        }
    }
}
