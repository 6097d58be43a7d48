import Crypto
import Foundation
import MartletDirectory
import SwiftASN1
import X509

/// An authority of a test: it signs certificates of people and other authorities, and says what it has revoked.
package struct TestAuthority: Sendable {
    /// What is to be signed; the defaults are those of a person's good certificate.
    package struct Wish: Sendable {
        /// The common name of the subject.
        package var name = "Mia"
        /// A PrincipalName among the alternative names.
        package var principalName: String?
        /// Mail addresses among them.
        package var mailAddresses: [String] = []
        /// Policies, as object identifiers with dots.
        package var policies: [String] = []
        /// Whether it is another authority's.
        package var isAuthority = false
        /// What it is for; nothing is said where `nil`.
        package var usage: ExtendedKeyUsage.Usage? = .clientAuth
        /// Whether its key is there to sign with.
        package var signs = true
        /// How much later than the authority it begins.
        package var startsAfter: Duration = .zero
        /// How long it lasts.
        package var lifetime: Duration = .days(30)
        /// What it says that its key is known by; a digest of it where `nil`.
        package var keyIdentifier: [UInt8]?

        /// The defaults.
        package init() {}
    }

    /// A certificate with its key.
    package struct Made: Sendable {
        /// The certificate in DER.
        package let der: [UInt8]
        let certificate: Certificate
        let key: P256.Signing.PrivateKey

        /// The certificate in PEM.
        package var pem: String {
            let text = Data(der).base64EncodedString(options: [.lineLength64Characters, .endLineWithLineFeed])
            return "-----BEGIN CERTIFICATE-----\n\(text)\n-----END CERTIFICATE-----\n"
        }

        /// As a proxy passes it on (RFC 9440).
        package var header: String { ":\(Data(der).base64EncodedString()):" }
    }

    /// The authority's own certificate.
    package let own: Made
    private let name: String
    private let start: Timestamp
    private let keyIdentifier: [UInt8]?

    /// A root, from a moment on for ten years; `keyIdentifier` is what it says that its key is known by.
    package init(_ name: String = "Root", at start: Timestamp, keyIdentifier: [UInt8]? = nil) throws {
        var wish = Wish()
        wish.name = name
        wish.keyIdentifier = keyIdentifier
        wish.isAuthority = true
        wish.lifetime = .days(3650)
        own = try Self.make(wish, issuer: nil, at: start)
        self.name = name
        self.start = start
        self.keyIdentifier = keyIdentifier
    }

    /// An authority for which another vouches.
    package init(_ name: String, under other: TestAuthority) throws {
        var wish = Wish()
        wish.name = name
        wish.isAuthority = true
        wish.lifetime = .days(1000)
        own = try Self.make(wish, issuer: other.own, at: other.start)
        self.name = name
        start = other.start
        keyIdentifier = nil
    }

    /// The same root with the same key and another certificate of its own.
    package func renewed() throws -> TestAuthority {
        var wish = Wish()
        wish.name = name
        wish.isAuthority = true
        wish.lifetime = .days(7300)
        wish.keyIdentifier = keyIdentifier
        return TestAuthority(
            name, own: try Self.make(wish, issuer: nil, at: start, key: own.key), start: start,
            keyIdentifier: keyIdentifier)
    }

    private init(_ name: String, own: Made, start: Timestamp, keyIdentifier: [UInt8]?) {
        self.keyIdentifier = keyIdentifier
        self.name = name
        self.own = own
        self.start = start
    }

    /// Signs a certificate with a fresh key.
    package func sign(_ edit: (inout Wish) -> Void = { _ in }) throws -> Made {
        var wish = Wish()
        edit(&wish)
        return try Self.make(wish, issuer: own, at: start)
    }

    private static func make(
        _ wish: Wish, issuer: Made?, at start: Timestamp, key: P256.Signing.PrivateKey = .init()
    ) throws -> Made {
        let subject = try DistinguishedName {
            OrganizationName("Contoso")
            CommonName(wish.name)
        }
        let from = start + wish.startsAfter
        let until = from + wish.lifetime
        var names = wish.mailAddresses.map { GeneralName.rfc822Name($0) }
        if let name = wish.principalName {
            names.append(
                .otherName(
                    .init(
                        typeID: [1, 3, 6, 1, 4, 1, 311, 20, 2, 3], value: try ASN1Any(erasing: ASN1UTF8String(name)))))
        }
        var extensions = try Certificate.Extensions {
            Critical(
                wish.isAuthority
                    ? BasicConstraints.isCertificateAuthority(maxPathLength: nil)
                    : BasicConstraints.notCertificateAuthority)
            Critical(
                wish.isAuthority
                    ? KeyUsage(keyCertSign: true, cRLSign: true)
                    : KeyUsage(digitalSignature: wish.signs, keyEncipherment: !wish.signs))
            SubjectKeyIdentifier(
                keyIdentifier: (wish.keyIdentifier
                    ?? Array(SHA256.hash(data: key.publicKey.rawRepresentation).prefix(20)))[...])
        }
        if !names.isEmpty { try extensions.append(SubjectAlternativeNames(names).makeCertificateExtension()) }
        if !wish.isAuthority, let usage = wish.usage {
            try extensions.append(ExtendedKeyUsage([usage]).makeCertificateExtension())
        }
        if !wish.policies.isEmpty { try extensions.append(try policies(wish.policies)) }
        let certificate = try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: .init(key.publicKey),
            notValidBefore: Date(timeIntervalSince1970: Double(from.seconds)),
            notValidAfter: Date(timeIntervalSince1970: Double(until.seconds)),
            issuer: issuer?.certificate.subject ?? subject, subject: subject, extensions: extensions,
            issuerPrivateKey: .init(issuer?.key ?? key))
        var serializer = DER.Serializer()
        try serializer.serialize(certificate)
        return Made(der: serializer.serializedBytes, certificate: certificate, key: key)
    }

    private static func policies(_ texts: [String]) throws -> Certificate.Extension {
        var serializer = DER.Serializer()
        try serializer.appendConstructedNode(identifier: .sequence) { list in
            for text in texts {
                try list.appendConstructedNode(identifier: .sequence) { policy in
                    try policy.serialize(try ASN1ObjectIdentifier(dotRepresentation: text))
                }
            }
        }
        return Certificate.Extension(
            oid: [2, 5, 29, 32], critical: true, value: serializer.serializedBytes[...])
    }
}
