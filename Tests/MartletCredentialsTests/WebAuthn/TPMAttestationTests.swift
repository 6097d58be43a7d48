import Crypto
import CryptoExtras
import Foundation
import MartletCredentials
import MartletDirectory
import MartletTesting
import SwiftASN1
import Testing
import X509

/// WebAuthn Level 3 section 8.3, and A067: what a TPM says is held against the passkey, and its certificate against what it
/// must be for.
@Suite struct `Attestation by a TPM` {
    private static let model = [UInt8](repeating: 7, count: 16)
    private static let usage = ExtendedKeyUsage.Usage(oid: [2, 23, 133, 8, 3])

    /// What the statement says; the defaults are true.
    private struct Wish {
        var magic: [UInt8] = [0xff, 0x54, 0x43, 0x47]
        var kind: [UInt8] = [0x80, 0x17]
        var attributes: [UInt8] = [0, 4, 0, 0x32]
        var digest: [UInt8] = [0, 0x0b]
        var symmetric: [UInt8] = [0, 0x10]
        var scheme: [UInt8] = [0, 0x10]
        var curve: [UInt8] = [0, 3]
        var areaTail: [UInt8] = []
        var saidTail: [UInt8] = []
        var signedHash: [UInt8]?
        var objectName: [UInt8]?
        var subject = try? DistinguishedName {}
        var usages = [usage]
        var chip: [(ASN1ObjectIdentifier, String)] = [
            ([2, 23, 133, 2, 1], "id:4E544300"), ([2, 23, 133, 2, 2], "NPCT6xx"), ([2, 23, 133, 2, 3], "id:13"),
        ]
        var named: [UInt8]?
        var algorithm = -7
        /// A key that signs instead of one on P-256.
        var edwards: Curve25519.Signing.PrivateKey?
        var constraints: BasicConstraints? = .notCertificateAuthority
    }

    private let maker: StatementMaker
    private let ceremony = Ceremony()

    init() throws { maker = try StatementMaker() }

    private func sized(_ bytes: [UInt8]) -> [UInt8] { [UInt8(bytes.count >> 8), UInt8(bytes.count & 0xff)] + bytes }

    private func statement(_ edit: (inout Wish) -> Void) throws -> [UInt8] {
        var wish = Wish()
        edit(&wish)
        var passkey = ceremony.passkey
        passkey.manner.aaguid = Self.model
        let (data, hash) = StatementMaker.signed(passkey)
        let point = Array(passkey.privateKey.publicKey.rawRepresentation)
        let area =
            [0, 0x23] + wish.digest + wish.attributes + [0, 0] + wish.symmetric + wish.scheme + wish.curve + [0, 0x10]
            + sized(Array(point[..<32])) + sized(Array(point[32...])) + wish.areaTail
        let name = wish.objectName ?? [0, 0x0b] + Array(SHA256.hash(data: area))
        let said =
            wish.magic + wish.kind + sized([]) + sized(wish.signedHash ?? Array(SHA256.hash(data: data + hash)))
            + [UInt8](repeating: 1, count: 25) + sized(name) + sized([]) + wish.saidTail
        let key = P256.Signing.PrivateKey()
        let chip = DistinguishedName(
            wish.chip.map { type, text in
                RelativeDistinguishedName([
                    .init(type: type, value: .init(utf8String: text))
                ])
            })
        var extensions = [
            try Certificate.Extension(SubjectAlternativeNames([.directoryName(chip)]), critical: true),
            try Certificate.Extension(try ExtendedKeyUsage(wish.usages), critical: true),
        ]
        if let constraints = wish.constraints {
            extensions.append(try Certificate.Extension(constraints, critical: true))
        }
        if let named = wish.named { extensions.append(StatementMaker.naming(named)) }
        let certified = wish.edwards.map { Certificate.PublicKey($0.publicKey) } ?? .init(key.publicKey)
        let certificate = try maker.certificate(of: certified, subject: wish.subject, extensions: extensions)
        let signature =
            try wish.edwards.map { Array(try $0.signature(for: said)) }
            ?? Array(try key.signature(for: SHA256.hash(data: said)).derRepresentation)
        return StatementMaker.statement([
            ("alg", .integer(Int64(wish.algorithm))), ("sig", .bytes(signature)), ("ver", .text("2.0")),
            ("x5c", .array([.bytes(certificate)])), ("pubArea", .bytes(area)), ("certInfo", .bytes(said)),
        ])
    }

    private func attestation(_ edit: (inout Wish) -> Void) throws -> Attestation {
        let statement = try statement(edit)
        return try ceremony.register {
            ($0.format, $0.statement, $0.aaguid) = ("tpm", statement, Self.model)
        }.attestation
    }

    private func refused(_ location: SourceLocation = #_sourceLocation, _ edit: (inout Wish) -> Void) {
        #expect(throws: WebAuthnRefusal.wrongAttestation, sourceLocation: location) { _ = try attestation(edit) }
    }

    @Test func `an honest one is certified, and its maker vouches for it`() async throws {
        let attestation = try attestation { _ in }
        guard case .certified(let chain, .software) = attestation else {
            Issue.record("it is certified")
            return
        }
        #expect(chain.count == 1)
        let statement = try statement { _ in }
        var passkey = ceremony.passkey
        (passkey.manner.format, passkey.manner.statement, passkey.manner.aaguid) = ("tpm", statement, Self.model)
        let message = try RegistrationMessage(passkey.register(Ceremony.options))
        let root = try #require(AttestationAuthority(der: maker.root))
        // The names of the chip are critical, and read.
        #expect(
            await AttestationAuthority.vouching([root], for: message, at: .init(seconds: 1_800_000_000)) == .maker)
        #expect(
            await AttestationAuthority.vouching([root], for: message, at: .init(seconds: 1_900_000_000)) == .nobody)
    }

    @Test func `what a TPM says must be of this key and this registration`() {
        refused { $0.magic = [0xff, 0x54, 0x43, 0x48] }
        refused { $0.kind = [0x80, 0x14] }
        refused { $0.signedHash = [UInt8](repeating: 9, count: 32) }
        refused { $0.signedHash = [] }
        refused { $0.objectName = [0, 0x0b] + [UInt8](repeating: 9, count: 32) }
        refused { $0.objectName = [] }
        refused { $0.saidTail = [0] }
        refused { $0.areaTail = [0] }
        #expect(throws: Never.self) { _ = try attestation { $0.scheme = [0, 0x18, 0, 0x0b] } }
        refused { $0.scheme = [0, 0x18, 0, 4] }
        refused { $0.scheme = [0, 0x14, 0, 0x0b] }
        refused { $0.curve = [0, 4] }
        refused { $0.symmetric = [0, 6] }
        // A key that signs nothing, and a name that is a digest by SHA-1.
        refused { $0.attributes = [0, 2, 0, 0] }
        refused { $0.digest = [0, 4] }
        refused { $0.areaTail = [UInt8](repeating: 0, count: 1200) }
    }

    /// A TPM certifies whatever key it holds, also one that its owner brought in and has elsewhere.
    @Test func `A067 a key that the chip did not make, or that may leave it, counts as its own word`() throws {
        guard case .certified = try attestation({ $0.attributes = [0, 4, 4, 0x72] }) else {
            Issue.record("it was made in the chip")
            return
        }
        // Without fixedTPM, fixedParent, sensitiveDataOrigin, any.
        for attributes: UInt8 in [0x30, 0x22, 0x12, 0] {
            #expect(try attestation { $0.attributes = [0, 4, 0, attributes] } == .own, "\(attributes)")
        }
    }

    @Test func `A067 a TPM signs with no key of Ed25519`() throws {
        let key = Curve25519.Signing.PrivateKey()
        refused { ($0.edwards, $0.algorithm) = (key, -8) }
        refused { $0.algorithm = -8 }
    }

    @Test func `the certificate must be of a key of a TPM`() throws {
        refused { $0.usages = [.clientAuth] }
        #expect(throws: Never.self) { _ = try attestation { $0.usages = [.clientAuth, Self.usage] } }
        refused { $0.subject = try? DistinguishedName { CommonName("Chip") } }
        refused { $0.constraints = nil }
        refused { $0.constraints = .isCertificateAuthority(maxPathLength: nil) }
        for place in 0..<3 {
            refused { $0.chip.remove(at: place) }
            refused { $0.chip[place].1 = "" }
        }
        refused { $0.chip[0].1 = "id:4E5443" }
        refused { $0.chip[0].1 = "id:4E54430G" }
        refused { $0.chip = [] }
    }

    @Test func `a certificate that names a model is for that one`() throws {
        guard case .certified(_, .maker) = try attestation({ $0.named = Self.model }) else {
            Issue.record("the maker named the model")
            return
        }
        refused { $0.named = [UInt8](repeating: 8, count: 16) }
    }

    @Test func `the public part of an RSA key is read to its last byte`() throws {
        let key = try _RSA.Signing.PrivateKey(keySize: .bits2048).publicKey
        let numbers = try key.getKeyPrimitives()
        func area(
            scheme: [UInt8] = [0, 0x10], bits: [UInt8] = [8, 0], exponent: [UInt8] = [0, 0, 0, 0], tail: [UInt8] = []
        ) -> [UInt8] {
            [0, 1, 0, 0x0b, 0, 4, 0, 0, 0, 0, 0, 0x10] + scheme + bits + exponent
                + sized(Array(numbers.modulus)) + tail
        }
        let cose = TestCBOR.map([
            (TestCBOR.integer(1), TestCBOR.integer(3)), (TestCBOR.integer(3), TestCBOR.integer(-257)),
            (TestCBOR.integer(-1), TestCBOR.bytes(Array(numbers.modulus))),
            (TestCBOR.integer(-2), TestCBOR.bytes([1, 0, 1])),
        ])
        let passkey = try COSEKey(encoded: cose)
        for right in [area(), area(scheme: [0, 0x14, 0, 0x0b]), area(exponent: [0, 1, 0, 1])] {
            #expect(try TPMPublicArea(right).isOf(passkey))
        }
        #expect(try !TPMPublicArea(area(exponent: [0, 0, 0, 3])).isOf(passkey))
        for wrong in [
            area(scheme: [0, 0x16, 0, 0x0b]), area(scheme: [0, 0x14, 0, 4]), area(bits: [4, 0]), area(tail: [0]),
            Array(area().dropLast()), [], [0, 8],
        ] { #expect(throws: WebAuthnRefusal.wrongAttestation) { _ = try TPMPublicArea(wrong) } }
    }
}
