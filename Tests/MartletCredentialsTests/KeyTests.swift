import Foundation
import MartletCredentials
import MartletDirectory
import Testing

@Suite struct `Signing keys` {
    private static let tenant = ID<Tenant>("7f1e2d3c-0000-4000-8000-000000000001")

    @Test func `the thumbprint is that of RFC 7638 section 3_1`() {
        let key: JSONObject = [
            "e": "AQAB", "kty": "RSA",
            "n": """
            0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n\
            3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgd\
            AZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur\
            -kEgU8awapJzKnqDKgw
            """,
        ]
        #expect(KeyMaker.thumbprint(of: key) == "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs")
    }

    @Test(arguments: SigningKey.Algorithm.allCases)
    func `a key that was made signs, is published and verifies`(algorithm: SigningKey.Algorithm) throws {
        let made = try KeyMaker.make(algorithm)
        let sealer = try Sealer(key: Array(repeating: 5, count: 32))
        let now = Timestamp(seconds: 1_790_000_000)
        let key = made.signingKey(
            tenant: Self.tenant, sealer: sealer, nonce: Array(repeating: 6, count: 12), createdAt: now, signsFrom: now)
        let token = try JWTSigner(key, sealer: sealer).sign(
            claims: ["iss": "i", "aud": "a", "exp": .integer(now.seconds + 60)], type: .jwt)
        let verifier = JWTVerifier(keys: [try VerificationKey(key)])
        #expect(try verifier.verify(token, type: .jwt, issuer: "i", audience: "a", at: now).string("aud") == "a")
        let jwk = try JSONReader.object(Array(made.publicJWK.utf8))
        #expect(jwk.string("use") == "sig")
        #expect(jwk.string("alg") == algorithm.rawValue)
        #expect(jwk.string("kid") == made.keyID)
        // A049: neither the record nor the JWK holds the private key.
        #expect(!key.sealedPrivateKey.contains(made.privateKeyDER))
        for secret in ["d", "p", "q", "dp", "dq", "qi", "k"] { #expect(jwk[secret] == nil) }
    }

    @Test func `two keys are never the same`() {
        #expect(KeyMaker.makeEC().keyID != KeyMaker.makeEC().keyID)
    }

    @Test func `a sealed key opens under its own key id only`() throws {
        let made = KeyMaker.makeEC()
        let sealer = try Sealer(key: Array(repeating: 5, count: 32))
        let now = Timestamp(seconds: 1_790_000_000)
        var key = made.signingKey(
            tenant: Self.tenant, sealer: sealer, nonce: Array(repeating: 6, count: 12), createdAt: now, signsFrom: now)
        key.keyID = "another"
        #expect(throws: Sealer.SealError.notOpened) { try JWTSigner(key, sealer: sealer) }
        #expect(throws: VerificationKey.BadKey.self) { try VerificationKey(key) }
    }

    @Test func `bytes that are no key are refused`() {
        for algorithm in SigningKey.Algorithm.allCases {
            for bytes in [[], [0x30], Array(repeating: 0, count: 100)] as [[UInt8]] {
                #expect(throws: JWTSigner.BadKey.self) {
                    try JWTSigner(algorithm: algorithm, keyID: "k", privateKey: bytes)
                }
            }
        }
        // A P-256 key is no RSA key.
        #expect(throws: JWTSigner.BadKey.self) {
            try JWTSigner(algorithm: .rs256, keyID: "k", privateKey: KeyMaker.makeEC().privateKeyDER)
        }
    }

    @Test(arguments: [
        "", "{}", #"{"kid":"k"}"#, #"{"kid":"k","alg":"HS256","kty":"oct","k":"AAAA"}"#,
        #"{"kid":"k","alg":"none","kty":"RSA"}"#, #"{"kid":"k","alg":"RS256","kty":"RSA","n":"AQAB","e":"AQAB"}"#,
        #"{"kid":"k","alg":"RS256","kty":"EC","crv":"P-256","x":"X","y":"Y"}"#,
        #"{"kid":"k","alg":"ES256","kty":"EC","crv":"P-384","x":"X","y":"Y"}"#,
        #"{"kid":"k","alg":"ES256","kty":"EC","crv":"P-256","x":"X","y":"X"}"#,
        #"{"kid":"k","alg":"ES256","kty":"EC","crv":"P-256","x":"X"}"#,
        #"{"alg":"ES256","kty":"EC","crv":"P-256","x":"X","y":"Y"}"#,
        // The point of the key, cut in another place.
        """
        {"kid":"k","alg":"ES256","kty":"EC","crv":"P-256","x":"wGyzwUOiGPsJhlfpyhbtzvHyPkONp13F5HDdsUIo1MtK",\
        "y":"C9dnI3sLmA7eDbgKLeYdz2dCbNvPM5C99H5_f6qERg"}
        """,
        #"{"kid":"k","kid":"j","alg":"ES256","kty":"EC","crv":"P-256","x":"X","y":"Y"}"#,
    ])
    func `A170: a JWK of another kind, curve, size or off its curve is refused`(template: String) {
        let jwk = template.replacing("\"X\"", with: "\"\(Witness.ecX)\"").replacing("\"Y\"", with: "\"\(Witness.ecY)\"")
        #expect(throws: VerificationKey.BadKey.self) { try VerificationKey(publicJWK: jwk) }
    }
}

@Suite struct `Certificates` {
    @Test func `a certificate made by another is read`() throws {
        let certificate = try CertificateReader(pem: Witness.certificate)
        #expect(Hexadecimal.text(of: certificate.thumbprint) == Witness.certificateThumbprint)
        #expect(certificate.subject == "CN=payroll.contoso.com,O=Contoso,C=JP")
        #expect(certificate.notBefore == Timestamp(seconds: 1_767_323_045))
        #expect(certificate.notAfter == Timestamp(seconds: 1_835_481_599))
        #expect(certificate.der.count == 363)
    }

    @Test func `line ends and white space around it do not matter`() throws {
        let pem = "\r\n" + Witness.certificate.replacing("\n", with: "\r\n") + "  \r\n"
        #expect(try CertificateReader(pem: pem).thumbprint == CertificateReader(pem: Witness.certificate).thumbprint)
    }

    @Test func `anything but one certificate is refused`() {
        let pem = Witness.certificate
        let key = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"
        for text in [
            "", "hello", pem + "\n" + pem, key, pem + "\n" + key, key + pem,
            pem.replacing("CERTIFICATE", with: "X509 CRL"),
            String(pem.dropLast(30)), pem.replacing("MIIB", with: "M*IB"), String(repeating: pem + "\n", count: 200),
        ] {
            #expect(throws: CertificateReader.Refused.notOneCertificate) { try CertificateReader(pem: text) }
        }
    }

    @Test func `a certificate that is cut short or has a tail is refused`() throws {
        let der = try CertificateReader(pem: Witness.certificate).der
        for bytes in [Array(der.dropLast()), der + [0], Array(der.dropFirst()), [], [0x30, 0x80]] {
            let pem = "-----BEGIN CERTIFICATE-----\n\(Data(bytes).base64EncodedString())\n-----END CERTIFICATE-----"
            #expect(throws: CertificateReader.Refused.malformed) { try CertificateReader(pem: pem) }
        }
    }
}

@Suite struct `QR codes` {
    private static let uri = TOTP.provisioningURI(
        secret: Array("12345678901234567890".utf8), issuer: "Contoso", account: "alice@contoso.com")

    @Test func `it is one path with a quiet zone, a name and no style`() throws {
        let svg = try QRCode.svg(Self.uri, label: "Code for <\"you\" & me>")
        #expect(svg.hasPrefix("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 "))
        #expect(svg.hasSuffix("</svg>"))
        #expect(svg.split(separator: "<path").count == 2)
        #expect(svg.contains("role=\"img\""))
        #expect(svg.contains("aria-label=\"Code for &lt;&quot;you&quot; &amp; me&gt;\""))
        #expect(!svg.contains("style"))
        // A044: the secret is in the picture only.
        #expect(!svg.contains("GEZDGNBV"))
    }

    @Test func `the finder patterns stand in three corners, four modules from the edge`() throws {
        let modules = try modules(of: QRCode.svg(Self.uri))
        let side = modules.count
        #expect((side - 8 - 17).isMultiple(of: 4))
        func isFinder(_ row: Int, _ column: Int) -> Bool {
            (0..<7).allSatisfy { y in
                (0..<7).allSatisfy { x in
                    let ring = max(abs(x - 3), abs(y - 3))
                    return modules[row + y][column + x] == (ring != 2)
                }
            }
        }
        #expect(isFinder(4, 4))
        #expect(isFinder(4, side - 11))
        #expect(isFinder(side - 11, 4))
        for index in 0..<side {
            for edge in [0, 1, 2, 3, side - 4, side - 3, side - 2, side - 1] {
                #expect(!modules[edge][index] && !modules[index][edge])
            }
        }
    }

    @Test func `a text that does not fit is refused`() {
        #expect(throws: QRCode.TooLong.self) { try QRCode.svg(String(repeating: "x", count: 3000)) }
    }

    /// The black modules, drawn from the path again.
    private func modules(of svg: String) throws -> [[Bool]] {
        let side = try #require(svg.firstMatch(of: /viewBox="0 0 (\d+) \d+"/).flatMap { Int($0.output.1) })
        var modules = Array(repeating: Array(repeating: false, count: side), count: side)
        for run in svg.matches(of: /M(\d+) (\d+)h(\d+)v1h-(\d+)z/) {
            let start = try #require(Int(run.output.1))
            let row = try #require(Int(run.output.2))
            let length = try #require(Int(run.output.3))
            #expect(run.output.3 == run.output.4)
            for column in start..<(start + length) { modules[row][column] = true }
        }
        return modules
    }
}
