import Crypto
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

    /// Among them oidcc-ensure-client-assertion-with-iss-aud-succeeds: the issuer may be the audience.
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

    @Test func `the last use of a certificate is known, and a refused assertion is no use`() async throws {
        for (given, isUse) in [(Self.accepted[0], true), (Self.badClaims[0], false)] {
            try await Self.run(given) { here, _, _, _ in
                let report = try await ListWorkloadCredentials(here.tokens.house.tools)(
                    by: try await here.tokens.caller)
                let uses = report.better.filter { $0.kind == .certificate }.map { $0.lastUsedAt != nil }
                #expect(uses.contains(true) == isUse)
            }
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
        let certificate = try TestCertificate(.p521(P521.Signing.PrivateKey()), from: now, until: now + .days(1))
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
            #expect(algorithms == ["RS256", "PS256", "ES256", "ES384", "EdDSA"])
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
