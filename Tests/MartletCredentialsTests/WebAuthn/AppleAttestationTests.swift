import Crypto
import MartletCredentials
import MartletDirectory
import MartletTesting
import SwiftASN1
import Testing
import X509

/// WebAuthn Level 3 section 8.8, and A067: Apple's certificate is for one key and one registration, and of the model it says
/// nothing unless it names it.
@Suite struct `Attestation by Apple` {
    private static let model = [UInt8](repeating: 7, count: 16)
    private static let time = Timestamp(seconds: 1_800_000_000)

    private let maker: StatementMaker
    private let ceremony = Ceremony()

    init() throws { maker = try StatementMaker() }

    /// A passkey with a certificate that names `named`, and ends at `end`.
    private func passkey(naming named: [UInt8]? = nil, end: Int = 1_890_000_000) throws -> TestPasskey {
        var passkey = ceremony.passkey
        passkey.manner.aaguid = Self.model
        let (data, hash) = StatementMaker.signed(passkey)
        let nonce = [0x30, 0x24, 0xa1, 0x22, 4, 0x20] + Array(SHA256.hash(data: data + hash))
        var extensions = [
            Certificate.Extension(oid: [1, 2, 840, 113635, 100, 8, 2], critical: false, value: nonce[...])
        ]
        if let named { extensions.append(StatementMaker.naming(named)) }
        let leaf = try maker.certificate(of: .init(passkey.privateKey.publicKey), extensions: extensions, end: end)
        passkey.manner.format = "apple"
        passkey.manner.statement = StatementMaker.statement([("x5c", .array([.bytes(leaf)]))])
        return passkey
    }

    private func attestation(_ passkey: TestPasskey) throws -> Attestation {
        try Ceremony(passkey).register().attestation
    }

    @Test func `A067 a model that no certificate names is what the software says`() throws {
        guard case .certified(_, .software) = try attestation(passkey()) else {
            Issue.record("nobody named the model")
            return
        }
        guard case .certified(_, .maker) = try attestation(passkey(naming: Self.model)) else {
            Issue.record("the certificate names the model")
            return
        }
        #expect(throws: WebAuthnRefusal.wrongAttestation) {
            _ = try attestation(passkey(naming: [UInt8](repeating: 8, count: 16)))
        }
    }

    @Test func `A067 a certificate that has ended has nobody behind it`() async throws {
        let root = try #require(AttestationAuthority(der: maker.root))
        for (end, vouching) in [
            (1_890_000_000, AttestationAuthority.Vouching.maker), (1_799_999_999, .nobody),
        ] {
            var passkey = try passkey(end: end)
            let message = try RegistrationMessage(passkey.register(Ceremony.options))
            #expect(await AttestationAuthority.vouching([root], for: message, at: Self.time) == vouching)
        }
    }
}
