import Crypto
import Foundation
import HTTPTypes
import HummingbirdTesting
import MartletActions
import MartletCredentials
import MartletDirectory
import MartletTesting
import Testing

/// A185, A169–A178 for apps that prove themselves with a certificate.
@Suite struct `Client assertions` {
    /// One way to bend the assertion of an honest app.
    struct Case: Sendable, CustomStringConvertible {
        var description: String
        var number = 700_027
        var bend: @Sendable (inout TestAssertion, CertificateHouse) throws -> Void
    }

    static let accepted: [Case] = [
        Case(description: "RS256 by x5t#S256") { _, _ in },
        Case(description: "PS256 by a padded x5t#S256, times with a fraction, x5c beside it, as msal does") {
            it, here in
            it.header = [
                "alg": "PS256", "typ": "JWT", "x5c": .strings([Data(here.rsa.der).base64EncodedString()]),
                "x5t#S256": .string(Base64URL.encode(here.rsa.sha256) + "="),
            ]
            it.claims["exp"] = .raw("\(here.now + 600).8125")
            it.claims["iat"] = .raw("\(here.now).25")
        },
        Case(description: "RS256 by a padded x5t, as msal does") { it, here in
            it.header = ["alg": "RS256", "x5t": .string(Base64URL.encode(here.rsa.sha1) + "=")]
        },
        Case(description: "ES256 by kid in capital hexadecimal of SHA-1") { it, here in
            it.header = ["alg": "ES256", "kid": .string(Hexadecimal.text(of: here.elliptic.sha1).uppercased())]
            it.key = .certificate(here.elliptic)
        },
        Case(description: "RS256 by kid in base64url of SHA-256") { it, here in
            it.header = ["alg": "RS256", "kid": .string(Base64URL.encode(here.rsa.sha256))]
        },
        Case(description: "ES256 without a name and without client_id, as Authlib does") { it, here in
            it.header = ["alg": "ES256"]
            it.key = .certificate(here.elliptic)
        },
        Case(description: "a client_id that is the same") { it, here in
            it.fields = [("client_id", here.app.id.rawValue)]
        },
        Case(description: "the audience in a list of one") { it, here in it.claims["aud"] = .strings([here.endpoint]) },
        Case(description: "the issuer as the audience") { it, here in it.claims["aud"] = .string(here.issuer) },
        Case(description: "the domain as it was asked") { it, _ in
            it.organization = "example.com"
            it.claims["aud"] = "http://localhost:8080/example.com/oauth2/v2.0/token"
        },
        Case(description: "the id for the domain") { it, _ in it.organization = "example.com" },
        Case(description: "a clock that is a minute ahead (A175)") { it, here in
            it.claims["iat"] = .integer(here.now + 60)
            it.claims["nbf"] = .integer(here.now + 60)
            it.claims["exp"] = .integer(here.now + 660)
        },
        Case(description: "the last second (A175)") { it, here in it.claims["exp"] = .integer(here.now + 1) },
        Case(description: "no iat") { it, _ in it.claims["iat"] = nil },
    ]

    static let badSignatures: [Case] = [
        Case(description: "A169 alg none") { it, _ in
            it.header["alg"] = "none"
            it.key = .nothing
        },
        Case(description: "A169 no signature") { it, _ in it.key = .nothing },
        Case(description: "A169 no alg") { it, _ in it.header["alg"] = nil },
        Case(description: "A169 two segments") { it, _ in it.tamper = { String($0.prefix { $0 != "." }) + ".e30" } },
        Case(description: "A170 HS256 with the public key as the secret") { it, here in
            it.header["alg"] = "HS256"
            it.key = .secret(here.rsa.publicKey)
        },
        Case(description: "A170 HS256 with the certificate as the secret") { it, here in
            it.header["alg"] = "HS256"
            it.key = .secret(here.rsa.der)
        },
        Case(description: "A170 ES256 named, RSA signed") { it, _ in it.header["alg"] = "ES256" },
        Case(description: "A170 RS256 named, PSS signed") { it, _ in it.pss = true },
        Case(description: "A170 PS256 named, PKCS #1 signed") { it, _ in
            it.header["alg"] = "PS256"
            it.pss = false
        },
        Case(description: "A170 RS384") { it, _ in it.header["alg"] = "RS384" },
        Case(description: "A171 the thief's x5c and thumbprint") { it, here in
            it.header["x5c"] = .strings([Data(here.foreign.der).base64EncodedString()])
            it.header["x5t#S256"] = .string(Base64URL.encode(here.foreign.sha256))
            it.key = .certificate(here.foreign)
        },
        Case(description: "A171 the thief's x5c alone") { it, here in
            it.header = ["alg": "RS256", "x5c": .strings([Data(here.foreign.der).base64EncodedString()])]
            it.key = .certificate(here.foreign)
        },
        Case(description: "A171 the thief's x5c beside the app's thumbprint") { it, here in
            it.header["x5c"] = .strings([Data(here.foreign.der).base64EncodedString()])
            it.key = .certificate(here.foreign)
        },
        Case(description: "A171 the thief's jwk") { it, here in
            let stranger = P256.Signing.PrivateKey()
            let point = Array(stranger.publicKey.rawRepresentation)
            it.header = [
                "alg": "ES256", "jku": "https://thief.example/keys", "x5u": "https://thief.example/x5u",
                "jwk": .object([
                    "kty": "EC", "crv": "P-256", "x": .string(Base64URL.encode(point[..<32])),
                    "y": .string(Base64URL.encode(point[32...])),
                ]),
            ]
            let now = here.tokens.house.now
            it.key = .certificate(try TestCertificate(.p256(stranger), from: now, until: now + .days(1)))
        },
        Case(description: "A171 a kid of SQL") { it, _ in it.header = ["alg": "RS256", "kid": "' OR 1=1 --"] },
        Case(description: "A171 a kid that is no text") { it, _ in it.header = ["alg": "RS256", "kid": 1] },
        Case(description: "A172 an access token's type") { it, _ in it.header["typ"] = "at+jwt" },
        Case(description: "A174 a certificate that has not begun", number: 7_000_222) { it, here in
            it.header = ["alg": "RS256", "x5t#S256": .string(Base64URL.encode(here.early.sha256))]
            it.key = .certificate(here.early)
        },
        Case(description: "A174 one certificate named, another signed") { it, here in
            it.header = ["alg": "RS256", "x5t#S256": .string(Base64URL.encode(here.early.sha256))]
        },
        Case(description: "A176 a repeated claim") { it, here in
            it.claims["iss"] = .raw("\"x\",\"iss\":\"\(here.app.id)\"")
        },
        Case(description: "A176 a critical extension") { it, _ in it.header["crit"] = .strings(["exp"]) },
        Case(description: "A178 a signature in DER") { it, here in
            it.header = ["alg": "ES256"]
            it.key = .certificate(here.elliptic)
            it.tamper = { text in
                let raw = Base64URL.decode(String(text.split(separator: ".")[2])) ?? []
                let der = (try? P256.Signing.ECDSASignature(rawRepresentation: raw))?.derRepresentation ?? Data()
                return text.split(separator: ".").prefix(2).joined(separator: ".") + "." + Base64URL.encode(der)
            }
        },
        Case(description: "A178 a signature of zeros") { it, here in
            it.header = ["alg": "ES256"]
            it.key = .certificate(here.elliptic)
            it.tamper = { text in
                text.split(separator: ".").prefix(2).joined(separator: ".") + "."
                    + Base64URL.encode([UInt8](repeating: 0, count: 64))
            }
        },
        Case(description: "A185 a PS256 header over an RS256 signature") { it, _ in
            it.tamper = { text in
                let header = Base64URL.encode(Array(#"{"alg":"PS256"}"#.utf8))
                return header + text.drop { $0 != "." }
            }
        },
        Case(description: "A185 another app's certificate") { it, here in
            it.header = ["alg": "RS256"]
            it.key = .certificate(here.foreign)
        },
        Case(description: "A185 another kind of assertion") { it, _ in
            it.type = "urn:ietf:params:oauth:client-assertion-type:saml2-bearer"
        },
        Case(description: "A185 an assertion without its type") { it, _ in it.type = "" },
        Case(description: "A093 an app that is not there") { it, _ in
            it.claims["iss"] = "00000000-0000-4000-8000-000000000000"
            it.claims["sub"] = "00000000-0000-4000-8000-000000000000"
        },
        Case(description: "A184 beside the secret", number: 7_000_215) { it, here in
            it.fields = [("client_id", here.app.id.rawValue), ("client_secret", here.app.secret ?? "")]
        },
        Case(description: "A184 beside the secret in the header", number: 7_000_215) { it, here in
            it.basic = `Client authentication`.basic("\(here.app.id):\(here.app.secret ?? "")")
        },
        Case(description: "A185 a fake beside the secret", number: 7_000_215) { it, here in
            it.tamper = { _ in "e30.e30." }
            it.fields = [("client_id", here.app.id.rawValue), ("client_secret", here.app.secret ?? "")]
        },
        Case(description: "A184 a public app", number: 700_025) { it, here in
            it.claims["iss"] = .string(here.tokens.app.id.rawValue)
            it.claims["sub"] = .string(here.tokens.app.id.rawValue)
        },
    ]

    static let badClaims: [Case] = [
        Case(description: "A185 iss is not sub") { it, _ in it.claims["iss"] = "x" },
        Case(description: "A185 no iss") { it, _ in it.claims["iss"] = nil },
        Case(description: "A173 the audience of another tenant") { it, _ in
            it.claims["aud"] = "http://localhost:8080/00000000-0000-4000-8000-000000000000/oauth2/v2.0/token"
        },
        Case(description: "A185 the audience of another endpoint") { it, here in
            it.claims["aud"] = .string("http://localhost:8080/\(here.app.tenant)/oauth2/v2.0/authorize")
        },
        Case(description: "A173 more behind the audience") { it, here in
            it.claims["aud"] = .string(here.endpoint + "/x")
        },
        Case(description: "A173 a second audience") { it, here in
            it.claims["aud"] = .strings([here.endpoint, "https://thief.example"])
        },
        Case(description: "A173 an empty list of audiences") { it, _ in it.claims["aud"] = .array([]) },
        Case(description: "A173 no audience") { it, _ in it.claims["aud"] = nil },
        Case(description: "A185 expired") { it, here in it.claims["exp"] = .integer(here.now) },
        Case(description: "A175 expired by a fraction") { it, here in it.claims["exp"] = .raw("\(here.now).99") },
        Case(description: "A175 no exp") { it, _ in it.claims["exp"] = nil },
        Case(description: "A175 exp in an hour, as Authlib has it unless told otherwise") { it, here in
            it.claims["exp"] = .integer(here.now + 3600)
        },
        Case(description: "A175 exp a second too far") { it, here in it.claims["exp"] = .integer(here.now + 661) },
        Case(description: "A175 exp as text") { it, here in it.claims["exp"] = .string("\(here.now + 600)") },
        Case(description: "A175 exp with an exponent") { it, _ in it.claims["exp"] = .raw("1.772442300e9") },
        Case(description: "A175 a negative exp") { it, _ in it.claims["exp"] = .raw("-1.5") },
        Case(description: "A175 exp beyond 2⁶³") { it, _ in it.claims["exp"] = .raw("9223372036854775808") },
        Case(description: "A175 exp beyond 2⁶³ with a fraction") { it, _ in
            it.claims["exp"] = .raw("9223372036854775808.5")
        },
        Case(description: "A175 exp null") { it, _ in it.claims["exp"] = .null },
        Case(description: "A175 nbf in the future") { it, here in it.claims["nbf"] = .integer(here.now + 61) },
        Case(description: "A175 iat in the future") { it, here in it.claims["iat"] = .raw("\(here.now + 61).0") },
        Case(description: "A185 no jti") { it, _ in it.claims["jti"] = nil },
        Case(description: "A185 an empty jti") { it, _ in it.claims["jti"] = "" },
        Case(description: "A185 a jti that is no text") { it, _ in it.claims["jti"] = 7 },
        Case(description: "A185 another app in sub than in client_id") { it, here in
            it.claims["iss"] = .string(here.tokens.app.id.rawValue)
            it.claims["sub"] = .string(here.tokens.app.id.rawValue)
            it.fields = [("client_id", here.app.id.rawValue)]
        },
    ].map { Case(description: $0.description, number: 50012, bend: $0.bend) }

    @Test(arguments: accepted)
    func `a confidential app with its certificate is served`(given: Case) async throws {
        try await Self.run(given) { (_, _, _, answer) async throws in
            #expect(answer.status == 200 && answer.json("access_token") != nil, "\(answer.body)")
        }
    }

    @Test(arguments: badSignatures + badClaims)
    func `A185 an assertion that is not right gets nothing`(given: Case) async throws {
        try await Self.run(given) { here, browser, tokens, answer in
            #expect(answer.refuses("invalid_client", status: 401))
            #expect(answer.json("error_description")?.hasPrefix("AADSTS\(given.number):") == true, "\(answer.body)")
            #expect(answer.headers[.wwwAuthenticate] != nil)
            // The refresh token was not used up, and the certificate is still good.
            let honest = try await here.post(here.assertion("j2"), Self.refresh(tokens), by: browser)
            #expect(honest.status == 200)
        }
    }

    @Test func `A185 an assertion is good for one time, and its jti belongs to the app`() async throws {
        try await Self.run(Self.accepted[0]) { here, browser, tokens, answer in
            #expect(answer.status == 200)
            for fields in [Self.refresh(tokens), Self.refresh(answer)] {
                let again = try await here.post(here.assertion(), fields, by: browser)
                #expect(again.refuses("invalid_client", status: 401))
                #expect(again.json("error_description")?.hasPrefix("AADSTS50012:") == true)
            }
            // Another signature, another algorithm: the same jti.
            var other = here.assertion()
            other.header["alg"] = "PS256"
            #expect(try await here.post(other, Self.refresh(answer), by: browser).status == 401)
            #expect(try await here.post(here.assertion("j2"), Self.refresh(answer), by: browser).status == 200)
        }
    }

    @Test func `A185 of 50 requests at once with one assertion, one is served`() async throws {
        let here = try await CertificateHouse()
        try await here.tokens.house.serve { client in
            let answers = try await withThrowingTaskGroup(of: String?.self) { group in
                for _ in 0..<50 {
                    group.addTask {
                        try await here.post(here.assertion(), [("grant_type", "x")], by: TestBrowser(client))
                            .json("error")
                    }
                }
                return try await group.reduce(into: [String?]()) { $0.append($1) }
            }
            #expect(answers.filter { $0 == "unsupported_grant_type" }.count == 1)
            #expect(answers.filter { $0 == "invalid_client" }.count == 49)
        }
    }

    @Test func `A174 a certificate ends, and the secret beside it does not`() async throws {
        try await Self.run(Self.accepted[0]) { here, browser, _, answer in
            here.tokens.house.clock.advance(by: .hours(1) - .seconds(1))
            var early = here.assertion("j2")
            early.header = ["alg": "RS256"]
            early.key = .certificate(here.early)
            early.claims["exp"] = .integer(here.now + 60)
            #expect(try await here.post(early, [("grant_type", "x")], by: browser).json("error") == "invalid_client")
            here.tokens.house.clock.advance(by: .seconds(1))
            let begun = try await here.post(early, [("grant_type", "x")], by: browser)
            #expect(begun.json("error") == "unsupported_grant_type")
            here.tokens.house.clock.advance(by: .days(365))
            let late = try await here.post(here.assertion("j3"), Self.refresh(answer), by: browser)
            #expect(late.refuses("invalid_client", status: 401))
            #expect(late.json("error_description")?.hasPrefix("AADSTS7000222:") == true)
            // Without its key nobody hears that it has ended.
            var guess = here.assertion("j4")
            guess.key = .certificate(here.foreign)
            let told = try await here.post(guess, Self.refresh(answer), by: browser)
            #expect(told.json("error_description")?.hasPrefix("AADSTS700027:") == true)
        }
    }

    @Test func `a certificate of a key that no assertion can be signed with is not taken`() async throws {
        let here = try await TokenHouse()
        let now = here.house.now
        let certificate = try TestCertificate(.p384(P384.Signing.PrivateKey()), from: now, until: now + .days(1))
        await #expect(throws: ActionError.invalid([FieldProblem("certificate", .malformed)])) {
            try await AddClientCertificate(here.house.tools)(
                certificate.pem, for: here.other.id, by: try await here.caller)
        }
    }

    @Test func `discovery tells of it`() async throws {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let path = "/\(here.app.tenant)/v2.0/.well-known/openid-configuration"
            let body = try await TestBrowser(client).get(path).body
            let document = try JSONReader.object(Array(body.utf8))
            #expect(document.strings("token_endpoint_auth_methods_supported")?.contains("private_key_jwt") == true)
            let algorithms = document.strings("token_endpoint_auth_signing_alg_values_supported")
            #expect(algorithms == ["RS256", "PS256", "ES256"])
        }
    }

    private static func refresh(_ tokens: TestBrowser.Answer) -> [(String, String)] {
        [("grant_type", "refresh_token"), ("refresh_token", tokens.json("refresh_token") ?? "")]
    }

    private static func run(
        _ given: Case,
        _ check:
            @escaping @Sendable (
                CertificateHouse, TestBrowser, TestBrowser.Answer, TestBrowser.Answer
            ) async throws -> Void
    ) async throws {
        let here = try await CertificateHouse()
        try await here.tokens.house.serve { client in
            let browser = try await here.tokens.signedIn(client)
            let tokens = try await here.tokens.tokens(browser, for: here.app)
            var assertion = here.assertion()
            try given.bend(&assertion, here)
            try await check(here, browser, tokens, try await here.post(assertion, refresh(tokens), by: browser))
        }
    }
}
