import Crypto
import Foundation
import MartletCredentials
import MartletDirectory
import MartletTesting
import SwiftASN1
import X509

/// Makes authenticators of one model, and vouches for them with certificates (WebAuthn Level 3 section 8.2).
struct TestMaker: Sendable {
    let model: [UInt8]
    let authority: AttestationAuthority
    private let leaf: [UInt8]
    private let key = P256.Signing.PrivateKey()

    struct NoAuthority: Error {}

    init(model: [UInt8], at start: Timestamp) throws {
        self.model = model
        let rootKey = P256.Signing.PrivateKey()
        let rootName = try DistinguishedName { CommonName("Key Makers' Root") }
        let name = try DistinguishedName {
            CountryName("JP")
            OrganizationName("Key Makers")
            OrganizationalUnitName("Authenticator Attestation")
            CommonName("Model 7")
        }
        func certificate(
            _ subject: DistinguishedName, _ subjectKey: P256.Signing.PrivateKey, _ constraints: BasicConstraints
        ) throws -> [UInt8] {
            let made = try Certificate(
                version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: .init(subjectKey.publicKey),
                notValidBefore: Date(timeIntervalSince1970: TimeInterval(start.seconds - 60)),
                notValidAfter: Date(timeIntervalSince1970: TimeInterval(start.seconds + 30_000_000)), issuer: rootName,
                subject: subject, extensions: try Certificate.Extensions { Critical(constraints) },
                issuerPrivateKey: .init(rootKey))
            var serializer = DER.Serializer()
            try serializer.serialize(made)
            return serializer.serializedBytes
        }
        let root = try certificate(rootName, rootKey, .isCertificateAuthority(maxPathLength: nil))
        guard let authority = AttestationAuthority(der: root) else { throw NoAuthority() }
        self.authority = authority
        leaf = try certificate(name, key, .notCertificateAuthority)
    }

    /// Has a passkey answer what a page asks with, with a word for its model.
    func register(_ passkey: inout TestPasskey, _ options: String) throws -> String {
        let asked = try JSONReader.object(Array(options.utf8))
        let challenge = Base64URL.decode(asked.string("challenge") ?? "") ?? []
        (passkey.manner.aaguid, passkey.manner.format) = (model, "packed")
        let client = passkey.clientData("webauthn.create", challenge: challenge)
        let signed = passkey.data(withCredential: true) + Array(SHA256.hash(data: client))
        let signature = Array(try key.signature(for: SHA256.hash(data: signed)).derRepresentation)
        passkey.manner.statement = TestCBOR.map([
            (TestCBOR.text("alg"), TestCBOR.integer(-7)), (TestCBOR.text("sig"), TestCBOR.bytes(signature)),
            (TestCBOR.text("x5c"), TestCBOR.array([TestCBOR.bytes(leaf)])),
        ])
        return passkey.register(options)
    }
}
