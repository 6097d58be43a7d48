import Crypto
import Foundation
import MartletCredentials
import MartletDirectory
import SwiftASN1
import Testing
import X509

/// RFC 8705, A186.
@Suite struct `Certificates of connections` {
    private static let start = Timestamp(seconds: 1_790_000_000)
    private static let end = start + .days(365)

    /// An authority or an app with a key and a certificate that somebody signed.
    private struct Holder {
        let key: Certificate.PrivateKey
        let name: DistinguishedName
        let certificate: Certificate
        let client: ClientCertificate

        init(
            _ name: DistinguishedName, by issuer: Holder? = nil, isAuthority: Bool = false,
            names: [GeneralName] = [], usage: ExtendedKeyUsage? = nil,
            until end: Timestamp = `Certificates of connections`.end
        ) throws {
            key = Certificate.PrivateKey(P256.Signing.PrivateKey())
            self.name = name
            certificate = try Certificate(
                version: .v3, serialNumber: Certificate.SerialNumber(bytes: [7]), publicKey: key.publicKey,
                notValidBefore: Date(timeIntervalSince1970: TimeInterval(start.seconds)),
                notValidAfter: Date(timeIntervalSince1970: TimeInterval(end.seconds)), issuer: issuer?.name ?? name,
                subject: name,
                extensions: try Certificate.Extensions {
                    Critical(
                        isAuthority
                            ? BasicConstraints.isCertificateAuthority(maxPathLength: nil)
                            : BasicConstraints.notCertificateAuthority)
                    if !names.isEmpty { SubjectAlternativeNames(names) }
                    if let usage { Critical(usage) }
                }, issuerPrivateKey: issuer?.key ?? key)
            var serializer = DER.Serializer()
            try serializer.serialize(certificate)
            client = try ClientCertificate(der: serializer.serializedBytes)
        }
    }

    private static func name(_ common: String) throws -> DistinguishedName {
        try DistinguishedName {
            CountryName("JP")
            OrganizationName("Contoso, Inc.")
            CommonName(common)
        }
    }

    @Test func `what a certificate says is read`() throws {
        let reader = try CertificateReader(pem: Witness.certificate)
        let certificate = try ClientCertificate(der: reader.der)
        #expect(Hexadecimal.text(of: certificate.thumbprint) == Witness.certificateThumbprint)
        #expect(certificate.thumbprintText == Base64URL.encode(certificate.thumbprint))
        #expect(certificate.subject == "CN=payroll.contoso.com,O=Contoso,C=JP")
        #expect(certificate.notBefore == reader.notBefore && certificate.notAfter == reader.notAfter)
        #expect(certificate.alternativeNames.isEmpty)
        let named = try Holder(
            Self.name("app"),
            names: [
                .dnsName("App.Contoso.com"), .uniformResourceIdentifier("spiffe://contoso/app"),
                .rfc822Name("app@contoso.com"), .ipAddress(ASN1OctetString(contentBytes: [192, 0, 2, 1])),
            ])
        #expect(
            named.client.alternativeNames == [
                .dns("app.contoso.com"), .uri("spiffe://contoso/app"), .email("app@contoso.com"), .ip([192, 0, 2, 1]),
            ])
    }

    @Test(arguments: [
        #"CN=app,O=Contoso\, Inc.,C=JP"#, #"cn=app, o=Contoso\, Inc. , c=JP"#, #"2.5.4.3=app,O=Contoso\2C Inc.,C=JP"#,
        #"CN=\61pp,O=Contoso\, Inc.,C=JP"#,
    ])
    func `RFC 4514: a subject has several spellings`(text: String) throws {
        #expect(try Holder(Self.name("app")).client.hasSubject(text))
    }

    @Test(arguments: [
        #"C=JP,O=Contoso\, Inc.,CN=app"#, #"O=Contoso\, Inc.,CN=app,C=JP"#, #"CN=app,O=Contoso, Inc.,C=JP"#,
        #"CN=app,O=Contoso\, Inc."#, #"CN=app"#, #"CN=app,OU=x,O=Contoso\, Inc.,C=JP"#,
        #"CN=app+O=Contoso\, Inc.,C=JP"#, #"CN=App,O=Contoso\, Inc.,C=JP"#, "", "app", ",", "CN=",
        #"CN=app,O=Contoso\, Inc.,C=JP,"#, #"CN=#0c03617070,O=Contoso\, Inc.,C=JP"#, #"CN="app",O=Contoso\, Inc.,C=JP"#,
        #"CN=app\,O=Contoso\\\, Inc.\,C=JP"#,
    ])
    func `A186 another order, another part and a hidden separator are another subject`(text: String) throws {
        #expect(try !Holder(Self.name("app")).client.hasSubject(text))
    }

    @Test func `A186 a value with separators in it is no second part`() throws {
        let sly = try Holder(DistinguishedName { CommonName(#"app,O=Contoso\, Inc.,C=JP"#) }).client
        #expect(!sly.hasSubject(#"CN=app,O=Contoso\, Inc.,C=JP"#))
        #expect(sly.hasSubject(#"CN=app\,O=Contoso\\\, Inc.\,C=JP"#))
    }

    @Test func `RFC 5280: an authority vouches, directly and over another`() async throws {
        let root = try Holder(Self.name("root"), isAuthority: true)
        let middle = try Holder(Self.name("middle"), by: root, isAuthority: true)
        let direct = try Holder(Self.name("app"), by: root)
        let indirect = try Holder(Self.name("app"), by: middle, usage: ExtendedKeyUsage([.clientAuth]))
        #expect(await direct.client.verifies(chain: [], roots: [root.client], at: Self.start))
        #expect(await indirect.client.verifies(chain: [middle.client], roots: [root.client], at: Self.start))
        #expect(await !indirect.client.verifies(chain: [], roots: [root.client], at: Self.start))
    }

    @Test func `A186 another authority, one's own, an end and another use are refused`() async throws {
        let root = try Holder(Self.name("root"), isAuthority: true)
        let other = try Holder(Self.name("root"), isAuthority: true)
        let app = try Holder(Self.name("app"), by: root, until: Self.start + .days(1))
        #expect(await app.client.verifies(chain: [], roots: [root.client], at: Self.start))
        #expect(await !app.client.verifies(chain: [], roots: [other.client], at: Self.start))
        #expect(await !app.client.verifies(chain: [root.client], roots: [], at: Self.start))
        for point in [Self.start - .seconds(1), Self.start + .days(2)] {
            #expect(await !app.client.verifies(chain: [], roots: [root.client], at: point))
        }
        let itself = try Holder(Self.name("app")).client
        #expect(await !itself.verifies(chain: [itself], roots: [root.client], at: Self.start))
        // An app that plays authority for another.
        let forged = try Holder(Self.name("forged"), by: app)
        #expect(await !forged.client.verifies(chain: [app.client], roots: [root.client], at: Self.start))
        let server = try Holder(Self.name("server"), by: root, usage: ExtendedKeyUsage([.serverAuth]))
        #expect(await !server.client.verifies(chain: [], roots: [root.client], at: Self.start))
        let long = Array(repeating: root.client, count: ClientCertificate.longestChain + 1)
        #expect(await !app.client.verifies(chain: long, roots: [root.client], at: Self.start))
    }

    @Test func `bytes that are no certificate are refused`() throws {
        let der = try CertificateReader(pem: Witness.certificate).der
        for bytes in [[], [0x30], Array(der.dropLast()), der + [0], [UInt8](repeating: 0, count: 40_000)] {
            #expect(throws: ClientCertificate.Refused()) { try ClientCertificate(der: bytes) }
        }
    }
}
