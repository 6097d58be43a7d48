import MartletCredentials
import MartletDirectory
import Testing

@Suite struct `Reading client assertions` {
    @Test func `A177 an assertion of more than 16 KiB is not looked at`() throws {
        let header = Base64URL.encode(#"{"alg":"ES256"}"#.utf8) + "."
        let (empty, end) = (Base64URL.encode("{}".utf8), ".AAAA")
        #expect(throws: Never.self) { try ClientAssertion(header + empty + end) }
        let room = ClientAssertion.longest - header.utf8.count - end.utf8.count
        for (length, refused) in [(room, ClientAssertion.Refused.malformed), (room + 1, .tooLarge)] {
            #expect(throws: refused) { try ClientAssertion(header + String(repeating: "!", count: length) + end) }
        }
    }

    @Test func `A177 many dots and deep nesting are refused`() {
        for text in [
            String(repeating: ".", count: 16_000), "", "..", "a.b.c",
            Base64URL.encode((String(repeating: "[", count: 1000)).utf8) + ".e30.", "e30.e30.e30.e30.e30",
        ] {
            #expect(throws: ClientAssertion.Refused.malformed) { try ClientAssertion(text) }
        }
    }

    @Test func `a registered certificate needs a key that is accepted here`() throws {
        let certificate = try CertificateReader(pem: Witness.certificate)
        let registered = try RegisteredCertificate(der: certificate.der)
        #expect(registered.thumbprint == certificate.thumbprint)
        for point in [certificate.notBefore, certificate.notAfter - .seconds(1)] {
            #expect(registered.isInUse(at: point))
        }
        for point in [certificate.notBefore - .seconds(1), certificate.notAfter] {
            #expect(!registered.isInUse(at: point))
        }
        #expect(throws: RegisteredCertificate.Unusable()) { try RegisteredCertificate(der: []) }
    }
}
