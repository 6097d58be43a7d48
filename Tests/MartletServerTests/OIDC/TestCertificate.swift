import Crypto
import CryptoExtras
import Foundation
import MartletCredentials
import MartletDirectory
import SwiftASN1
import X509

/// A private key with a certificate, as an app has them, and what can be signed with it.
struct TestCertificate: Sendable {
    enum Key: Sendable {
        case rsa(_RSA.Signing.PrivateKey)
        case p256(P256.Signing.PrivateKey)
        case p521(P521.Signing.PrivateKey)
    }

    let key: Key
    let der: [UInt8]

    /// Keys that are slow to make: an app's two and a thief's.
    private static let rsaKeys = (0..<3).map { _ in Result { try _RSA.Signing.PrivateKey(keySize: .bits2048) } }

    /// The app's RSA key.
    static var rsa: Key { get throws { .rsa(try rsaKeys[0].get()) } }
    /// The app's next RSA key.
    static var nextRSA: Key { get throws { .rsa(try rsaKeys[1].get()) } }
    /// A thief's RSA key.
    static var thief: Key { get throws { .rsa(try rsaKeys[2].get()) } }

    /// A certificate that its own key signed.
    init(_ key: Key, from start: Timestamp, until end: Timestamp) throws {
        let issuer: Certificate.PrivateKey =
            switch key {
            case .rsa(let key): Certificate.PrivateKey(key)
            case .p256(let key): Certificate.PrivateKey(key)
            case .p521(let key): Certificate.PrivateKey(key)
            }
        let name = try DistinguishedName { CommonName("pier.example") }
        let certificate = try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(bytes: [1]), publicKey: issuer.publicKey,
            notValidBefore: Date(timeIntervalSince1970: TimeInterval(start.seconds)),
            notValidAfter: Date(timeIntervalSince1970: TimeInterval(end.seconds)), issuer: name, subject: name,
            extensions: Certificate.Extensions(), issuerPrivateKey: issuer)
        var serializer = DER.Serializer()
        try serializer.serialize(certificate)
        self.key = key
        der = serializer.serializedBytes
    }

    var pem: String {
        let text = Data(der).base64EncodedString(options: [.lineLength64Characters, .endLineWithLineFeed])
        return "-----BEGIN CERTIFICATE-----\n\(text)\n-----END CERTIFICATE-----\n"
    }

    var sha256: [UInt8] { Array(SHA256.hash(data: der)) }
    var sha1: [UInt8] { Array(Insecure.SHA1.hash(data: der)) }

    /// The signature over `text` that an honest app of this key makes: PSS if asked for.
    func signature(_ text: String, pss: Bool) throws -> [UInt8] {
        let bytes = Array(text.utf8)
        return switch key {
        case .rsa(let key):
            Array(try key.signature(for: bytes, padding: pss ? .PSS : .insecurePKCS1v1_5).rawRepresentation)
        case .p256(let key): Array(try key.signature(for: bytes).rawRepresentation)
        case .p521(let key): Array(try key.signature(for: bytes).rawRepresentation)
        }
    }

    /// The public key in PEM, which a thief takes for a secret (A170).
    var publicKey: [UInt8] {
        switch key {
        case .rsa(let key): Array(key.publicKey.pemRepresentation.utf8)
        case .p256(let key): Array(key.publicKey.pemRepresentation.utf8)
        case .p521(let key): Array(key.publicKey.pemRepresentation.utf8)
        }
    }
}
