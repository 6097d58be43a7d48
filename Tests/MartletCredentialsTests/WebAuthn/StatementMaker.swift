import Crypto
import Foundation
import MartletCredentials
import MartletDirectory
import MartletTesting
import SwiftASN1
import X509

/// A maker of authenticators, with a root and certificates as a test wants them, and the statements that they sign.
struct StatementMaker {
    let root: [UInt8]
    private let rootKey = P256.Signing.PrivateKey()
    private let rootName: DistinguishedName

    init() throws {
        rootName = try DistinguishedName { CommonName("Key Makers' Root") }
        root = try Self.certificate(
            of: .init(rootKey.publicKey), subject: rootName, issuer: rootName, by: rootKey,
            extensions: [
                Certificate.Extension(BasicConstraints.isCertificateAuthority(maxPathLength: nil), critical: true)
            ])
    }

    /// A certificate in DER; `end` is the second since 1970 at which it ends.
    func certificate(
        of key: Certificate.PublicKey, subject: DistinguishedName? = nil, extensions: [Certificate.Extension],
        end: Int = 1_890_000_000
    ) throws -> [UInt8] {
        try Self.certificate(
            of: key, subject: subject ?? DistinguishedName { CommonName("Model 7") }, issuer: rootName, by: rootKey,
            extensions: extensions, end: end)
    }

    /// A leaf, and authorities over it, the last of them under the root; their names are `names`, the leaf's first.
    func chain(_ names: [String], versions: [Certificate.Version] = []) throws -> [[UInt8]] {
        var (issuer, issuerKey) = (rootName, rootKey)
        var chain: [[UInt8]] = []
        for (place, text) in names.enumerated().reversed() {
            let (key, name) = (P256.Signing.PrivateKey(), try DistinguishedName { CommonName(text) })
            let version = versions.isEmpty ? Certificate.Version.v3 : versions[place]
            let constraints: BasicConstraints =
                place == 0 ? .notCertificateAuthority : .isCertificateAuthority(maxPathLength: nil)
            chain.insert(
                try Self.certificate(
                    of: .init(key.publicKey), subject: name, issuer: issuer, by: issuerKey,
                    extensions: version == .v3 ? [Certificate.Extension(constraints, critical: true)] : [],
                    version: version), at: 0)
            (issuer, issuerKey) = (name, key)
        }
        return chain
    }

    private static func certificate(
        of key: Certificate.PublicKey, subject: DistinguishedName, issuer: DistinguishedName,
        by issuerKey: P256.Signing.PrivateKey, extensions: [Certificate.Extension], end: Int = 1_890_000_000,
        version: Certificate.Version = .v3
    ) throws -> [UInt8] {
        let made = try Certificate(
            version: version, serialNumber: Certificate.SerialNumber(bytes: [7]), publicKey: key,
            notValidBefore: Date(timeIntervalSince1970: 1_790_000_000),
            notValidAfter: Date(timeIntervalSince1970: TimeInterval(end)), issuer: issuer, subject: subject,
            extensions: try Certificate.Extensions(extensions), issuerPrivateKey: .init(issuerKey))
        var serializer = DER.Serializer()
        try serializer.serialize(made)
        return serializer.serializedBytes
    }

    /// The extension that names a model.
    static func naming(_ model: [UInt8]) -> Certificate.Extension {
        let value: [UInt8] = [0x04, UInt8(model.count)] + model
        return Certificate.Extension(oid: [1, 3, 6, 1, 4, 1, 45724, 1, 1, 4], critical: false, value: value[...])
    }

    /// What an authenticator signs, and the digest of what the browser did, at the ceremony of the tests.
    static func signed(_ passkey: TestPasskey) -> (data: [UInt8], hash: [UInt8]) {
        let client = passkey.clientData("webauthn.create", challenge: Ceremony.challenge)
        return (passkey.data(withCredential: true), Array(SHA256.hash(data: client)))
    }

    /// A statement in CBOR.
    static func statement(_ members: [(String, CBORValue)]) -> [UInt8] {
        TestCBOR.map(members.map { (TestCBOR.text($0.0), written($0.1)) })
    }

    /// A value in CBOR; there are no maps and no long numbers in statements.
    static func written(_ value: CBORValue) -> [UInt8] {
        switch value {
        case .integer(let number): TestCBOR.integer(Int(number))
        case .bytes(let bytes): TestCBOR.bytes(bytes)
        case .text(let text): TestCBOR.text(text)
        case .array(let values): TestCBOR.array(values.map(written))
        case .bool(let isTrue): [isTrue ? 0xf5 : 0xf4]
        case .null: [0xf6]
        case .map(let map): TestCBOR.map(map.members.map { (written($0.key), written($0.value)) })
        }
    }
}
