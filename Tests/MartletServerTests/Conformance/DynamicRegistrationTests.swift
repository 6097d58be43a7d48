import HTTPTypes
import HummingbirdTesting
import MartletActions
import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletTesting
import Testing

/// The modules of oidcc-dynamic-certification-test-plan that are about what an app registers.
@Suite struct `Dynamic registration, conformance` {
    private static let uri = RegistrationHouse.redirectURI

    @Test func `oidcc-server: an app that registered itself signs somebody in, after consent`() async throws {
        let here = try await RegistrationHouse()
        try await here.house.serve { client in
            let registered = try await here.register(client)
            #expect(registered.status == 201)
            let object = try #require(registered.object)
            #expect(object.string("client_secret")?.count == 47)
            #expect(object.integer("client_secret_expires_at") == 0)
            #expect(object.integer("client_id_issued_at") == here.house.now.seconds)
            #expect(object.strings("redirect_uris") == [Self.uri])
            #expect(object.strings("grant_types") == ["authorization_code"])
            #expect(object.strings("response_types") == ["code"])
            #expect(object.string("token_endpoint_auth_method") == "client_secret_basic")
            #expect(object.string("id_token_signed_response_alg") == "RS256")
            let app = here.app(registered)
            let browser = TestBrowser(client)
            let page = try await browser.signIn(TestBrowser.authorizePath(app), as: here.member, at: here.house.now)
            #expect(page.body.contains("Relying party") && page.body.contains("Nobody of your organisation"))
            let answer = try await browser.submit(page, "/consent", [("consent", "yes")])
            let tokens = try await here.redeem(browser, answer, app: app)
            #expect(tokens.status == 200 && tokens.json("id_token") != nil)
        }
    }

    @Test func `oidcc-discovery-endpoint-verification: discovery names the registration endpoint`() async throws {
        let here = try await RegistrationHouse()
        try await here.house.serve { client in
            let answer = try await TestBrowser(client).get("/\(here.tenant)/v2.0/.well-known/openid-configuration")
            #expect(
                answer.json("registration_endpoint")
                    == "http://localhost:8080/\(here.tenant)/oauth2/v2.0/register")
        }
    }

    @Test func `oidcc-idtoken-rs256: an app may choose RS256 by name`() async throws {
        let here = try await RegistrationHouse()
        try await here.house.serve { client in
            let registered = try await here.register(client, ["id_token_signed_response_alg": "RS256"])
            #expect(registered.status == 201)
            let app = here.app(registered)
            let (browser, answer) = try await here.signIn(client, to: app)
            let token = try #require(try await here.redeem(browser, answer, app: app).json("id_token"))
            let head = try #require(Base64URL.decode(String(token.prefix { $0 != "." })))
            #expect(try JSONReader.object(head).string("alg") == "RS256")
        }
    }

    @Test(arguments: ["none", "HS256", "RS1", ""])
    func `oidcc-idtoken-unsigned: an unsigned ID token cannot be chosen (A169)`(algorithm: String) async throws {
        let here = try await RegistrationHouse()
        try await here.house.serve { client in
            let refused = try await here.register(client, ["id_token_signed_response_alg": .string(algorithm)])
            #expect(refused.status == 400 && refused.error == "invalid_client_metadata")
        }
    }

    @Test func `oidcc-userinfo-rs256: an app may choose signed answers of UserInfo`() async throws {
        let here = try await RegistrationHouse()
        try await here.house.serve { client in
            let registered = try await here.register(client, ["userinfo_signed_response_alg": "RS256"])
            #expect(registered.text("userinfo_signed_response_alg") == "RS256")
            #expect(try await here.stored(registered)?.settings.tokens.userInfoAlgorithm == .rs256)
            let refused = try await here.register(client, ["userinfo_signed_response_alg": "none"])
            #expect(refused.error == "invalid_client_metadata")
        }
    }

    @Test func `oidcc-ensure-redirect-uri-in-authorization-request: of two addresses none is guessed`() async throws {
        let here = try await RegistrationHouse()
        try await here.house.serve { client in
            let registered = try await here.register(
                client, ["redirect_uris": .strings([Self.uri, "https://rp.example/other"])])
            let path = TestBrowser.authorizePath(here.app(registered))
            let without = path.replacing("&redirect_uri=\(Self.uri.formEncoded)", with: "")
            try #require(path != without)
            #expect(try await TestBrowser(client).get(without).status == 400)
        }
    }

    @Test func `oidcc-redirect-uri-query-OK, -mismatch, -added: a query is part of the address`() async throws {
        let here = try await RegistrationHouse()
        try await here.house.serve { client in
            let query = here.app(
                try await here.register(client, ["redirect_uris": .strings(["https://rp.example/cb?foo=bar"])]))
            let answer = try await here.signIn(client, to: query).answer
            #expect(answer.parameters["foo"] == "bar" && answer.parameters["code"] != nil)
            let plain = here.app(try await here.register(client))
            for (app, asked) in [
                (query, "https://rp.example/cb?foo=baz"), (query, "https://rp.example/cb"),
                (plain, "https://rp.example/cb?foo=bar"),
            ] {
                var other = app
                other.redirectURI = asked
                let page = try await TestBrowser(client).get(TestBrowser.authorizePath(other))
                #expect(page.status == 400 && page.location.hasPrefix("/"))
            }
        }
    }

    @Test(arguments: [
        "https://rp.example/cb#fragment", "https://rp.example/cb#", "http://rp.example/cb", "http://localhost.evil/cb",
        "https://*.rp.example/cb", "https://user@rp.example/cb", "javascript:alert(1)", "com.example.app:/cb", "/cb",
        "https://rp.example/cb?code=x", "https://rp.example/a/../cb", "https://127.1/cb", "",
    ])
    func `oidcc-redirect-uri-regfrag: an address that no app may have is refused`(text: String) async throws {
        let here = try await RegistrationHouse()
        try await here.house.serve { client in
            let refused = try await here.register(client, ["redirect_uris": .strings([Self.uri, text])])
            #expect(refused.status == 400)
            #expect(refused.error == (text.isEmpty ? "invalid_client_metadata" : "invalid_redirect_uri"))
            #expect(!refused.answer.body.contains("evil"), "what was sent is not echoed")
        }
    }

    @Test func `the loopback address of an app on a desk may be registered`() async throws {
        let here = try await RegistrationHouse()
        try await here.house.serve { client in
            let native = try await here.register(
                client,
                [
                    "redirect_uris": .strings(["http://127.0.0.1/cb", "com.example.app:/cb"]),
                    "token_endpoint_auth_method": "none",
                ])
            #expect(native.status == 201)
            #expect(native.object?["client_secret"] == nil)
            #expect(try await here.stored(native)?.kind == .public)
        }
    }

    @Test func `oidcc-registration-jwks-uri: keys are registered by their address`() async throws {
        let here = try await RegistrationHouse()
        try await here.house.serve { client in
            let members: JSONObject = [
                "token_endpoint_auth_method": "private_key_jwt", "jwks_uri": "https://rp.example/jwks",
                "token_endpoint_auth_signing_alg": "RS256",
            ]
            let registered = try await here.register(client, members)
            #expect(registered.status == 201 && registered.text("jwks_uri") == "https://rp.example/jwks")
            #expect(registered.object?["client_secret"] == nil)
            #expect(try await here.stored(registered)?.settings.authentication.keySetURI == "https://rp.example/jwks")
            #expect(try await here.signIn(client, to: here.app(registered)).answer.parameters["code"] != nil)
            // A256: what leads inside is refused when it is registered, and would be when it is fetched.
            here.fetch.fail(.address(.metadata), at: "https://rp.example/jwks")
            #expect(try await here.register(client, members).error == "invalid_client_metadata")
        }
    }

    @Test(arguments: ["http://rp.example/jwks", "file:///etc/passwd", "https://rp.example:99999/", "rp.example/jwks"])
    func `an address of keys is https (A256)`(text: String) async throws {
        let here = try await RegistrationHouse()
        try await here.house.serve { client in
            let refused = try await here.register(client, ["jwks_uri": .string(text)])
            #expect(refused.error == "invalid_client_metadata")
        }
    }

    @Test func `oidcc-registration-sector-uri: a sector that lists every address is accepted`() async throws {
        let here = try await RegistrationHouse()
        here.fetch.put("[\"\(Self.uri)\", \"https://other.example/cb\"]", at: "https://sector.example/list.json")
        try await here.house.serve { client in
            let registered = try await here.register(
                client,
                [
                    "sector_identifier_uri": "https://sector.example/list.json", "subject_type": "pairwise",
                    "redirect_uris": .strings([Self.uri, "https://other.example/cb"]),
                ])
            #expect(registered.status == 201)
            #expect(registered.text("sector_identifier_uri") == "https://sector.example/list.json")
            #expect(registered.text("subject_type") == "pairwise")
            #expect(try await here.stored(registered)?.settings.tokens.sector == "sector.example")
        }
    }

    @Test(arguments: ["[\"https://other.example/cb\"]", "[]", "{}", "[\"https://rp.example/CB\"]", "[1]", "", nil])
    func `oidcc-registration-sector-bad: a sector that does not list the address is refused`(list: String?) async throws
    {
        let here = try await RegistrationHouse()
        here.fetch.put(list, at: "https://sector.example/list.json")
        try await here.house.serve { client in
            let refused = try await here.register(
                client, ["sector_identifier_uri": "https://sector.example/list.json"])
            #expect(refused.status == 400 && refused.error == "invalid_client_metadata")
        }
    }

    @Test func `a pairwise app with addresses on two hosts must name its sector`() async throws {
        let here = try await RegistrationHouse()
        try await here.house.serve { client in
            let one = try await here.register(client, ["subject_type": "pairwise"])
            #expect(try await here.stored(one)?.settings.tokens.sector == "rp.example")
            let two = try await here.register(
                client,
                ["subject_type": "pairwise", "redirect_uris": .strings([Self.uri, "https://other.example/cb"])])
            #expect(two.error == "invalid_client_metadata")
        }
    }
}
