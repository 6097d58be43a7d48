import Crypto
import HummingbirdTesting
import MartletActions
import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletTesting
import Testing

/// The modules of oidcc-dynamic-certification-test-plan in which an app that registered itself signs with its own key.
@Suite struct `Dynamic registration, keys` {
    private static let keysURL = "https://rp.example/jwks"
    private static let members: JSONObject = [
        "token_endpoint_auth_method": "private_key_jwt", "jwks_uri": .string(keysURL),
        "token_endpoint_auth_signing_alg": "ES256", "grant_types": ["authorization_code", "refresh_token"],
    ]

    /// A key of the app, and what it signs.
    private struct Key: Sendable {
        let name: String
        let key = P256.Signing.PrivateKey()

        var set: String {
            let point = Array(key.publicKey.rawRepresentation)
            let jwk: JSONObject = [
                "kty": "EC", "crv": "P-256", "kid": .string(name), "use": "sig",
                "x": .string(Base64URL.encode(Array(point.prefix(32)))),
                "y": .string(Base64URL.encode(Array(point.suffix(32)))),
            ]
            return JSONObject(dictionaryLiteral: ("keys", .array([.object(jwk)]))).text
        }

        func assertion(_ app: TestHouse.App, audience: String, at: Timestamp, id: String) throws -> String {
            let header: JSONObject = ["alg": "ES256", "kid": .string(name)]
            let claims: JSONObject = [
                "iss": .string(app.id.rawValue), "sub": .string(app.id.rawValue), "aud": .string(audience),
                "iat": .integer(at.seconds), "exp": .integer(at.seconds + 60), "jti": .string(id),
            ]
            let signed = Base64URL.encode(header.utf8) + "." + Base64URL.encode(claims.utf8)
            let signature = try key.signature(for: Array(signed.utf8)).rawRepresentation
            return signed + "." + Base64URL.encode(Array(signature))
        }
    }

    private func token(
        _ browser: TestBrowser, _ app: TestHouse.App, _ assertion: String, _ fields: [(String, String)]
    ) async throws -> TestBrowser.Answer {
        try await browser.raw(
            "/\(app.tenant)/oauth2/v2.0/token",
            fields + [
                ("client_id", app.id.rawValue), ("client_assertion", assertion),
                ("client_assertion_type", ClientAssertion.type),
            ])
    }

    private func code(_ answer: TestBrowser.Answer, _ app: TestHouse.App) -> [(String, String)] {
        [
            ("grant_type", "authorization_code"), ("code", answer.parameters["code"] ?? ""),
            ("redirect_uri", app.redirectURI), ("code_verifier", TestBrowser.verifier),
        ]
    }

    @Test
    func `oidcc-registration-jwks-uri, oidcc-refresh-token-rp-key-rotation: keys are fetched, and again when new`()
        async throws
    {
        let here = try await RegistrationHouse()
        let (first, second) = (Key(name: "first"), Key(name: "second"))
        here.fetch.put(first.set, at: Self.keysURL)
        try await here.house.serve { client in
            let app = here.app(try await here.register(client, Self.members))
            let endpoint = here.house.tools.publicURL.tokenEndpoint(of: app.tenant.rawValue)
            let (browser, answer) = try await here.signIn(client, to: app)
            let assertion = try first.assertion(app, audience: endpoint, at: here.house.now, id: "1")
            let tokens = try await token(browser, app, assertion, code(answer, app))
            #expect(tokens.status == 200)
            let refresh = [("grant_type", "refresh_token"), ("refresh_token", tokens.json("refresh_token") ?? "")]

            here.fetch.put(second.set, at: Self.keysURL)
            here.house.clock.advance(by: .seconds(60))
            let stranger = try Key(name: "third").assertion(app, audience: endpoint, at: here.house.now, id: "2")
            #expect(try await token(browser, app, stranger, refresh).status == 401)
            let rotated = try second.assertion(app, audience: endpoint, at: here.house.now, id: "3")
            #expect(try await token(browser, app, rotated, refresh).status == 200)
            // What the app no longer publishes proves nothing.
            let old = try first.assertion(app, audience: endpoint, at: here.house.now, id: "4")
            #expect(try await token(browser, app, old, refresh).status == 401)
            #expect(here.fetch.asked == [Self.keysURL, Self.keysURL])
        }
    }

    @Test func `oidcc-ensure-client-assertion-with-iss-aud-succeeds: the issuer is an audience`() async throws {
        let here = try await RegistrationHouse()
        let key = Key(name: "first")
        here.fetch.put(key.set, at: Self.keysURL)
        try await here.house.serve { client in
            let app = here.app(try await here.register(client, Self.members))
            let (browser, answer) = try await here.signIn(client, to: app)
            let issuer = here.house.tools.publicURL.issuer(of: app.tenant)
            let assertion = try key.assertion(app, audience: issuer, at: here.house.now, id: "1")
            #expect(try await token(browser, app, assertion, code(answer, app)).status == 200)
        }
    }
}
