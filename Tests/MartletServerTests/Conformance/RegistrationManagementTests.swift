import HTTPTypes
import HummingbirdTesting
import MartletActions
import MartletCredentials
import MartletDirectory
import MartletStore
import MartletTesting
import Testing

/// RFC 7592, and what a registration token cannot do (A196, N-10.4.7).
@Suite struct `Registration management` {
    private static func replacement(_ app: Registered, _ members: JSONObject = [:]) -> JSONObject {
        var object = RegistrationHouse.metadata(members)
        object["client_id"] = .string(app.text("client_id"))
        return object
    }

    @Test func `an app reads its registration and is not shown its secret again`() async throws {
        let here = try await RegistrationHouse()
        try await here.house.serve { client in
            let app = try await here.register(client, ["contacts": .strings(["ops@rp.example"])])
            let read = try await here.manage(client, app, .get)
            #expect(read.status == 200 && read.answer.headers[.cacheControl] == "no-store")
            #expect(read.text("registration_access_token") == app.text("registration_access_token"))
            #expect(read.object?["client_secret"] == nil)
            var expected = try #require(app.object)
            expected["client_secret"] = nil
            expected["client_secret_expires_at"] = nil
            #expect(read.object == expected)
        }
    }

    @Test func `a replacement replaces everything, the token too`() async throws {
        let here = try await RegistrationHouse()
        try await here.house.serve { client in
            let app = try await here.register(
                client, ["policy_uri": "https://rp.example/p", "grant_types": ["authorization_code", "refresh_token"]])
            let body = Self.replacement(app, ["client_name": "New name", "default_max_age": 60])
            let replaced = try await here.manage(client, app, .put, body)
            #expect(replaced.status == 200 && replaced.text("client_name") == "New name")
            #expect(replaced.object?["policy_uri"] == nil && replaced.object?.integer("default_max_age") == 60)
            #expect(replaced.object?.strings("grant_types") == ["authorization_code"])
            #expect(replaced.object?["client_secret"] == nil, "the secret that it has stays")
            #expect(replaced.text("registration_access_token") != app.text("registration_access_token"))
            #expect(try await here.manage(client, app, .get).status == 401)
            #expect(try await here.manage(client, replaced, .get).status == 200)
        }
    }

    @Test func `a deleted app is gone with its tokens`() async throws {
        let here = try await RegistrationHouse()
        try await here.house.serve { client in
            let app = try await here.register(client, ["grant_types": ["authorization_code", "refresh_token"]])
            let (browser, answer) = try await here.signIn(client, to: here.app(app))
            let tokens = try await browser.redeem(answer, app: here.app(app))
            #expect(try await here.manage(client, app, .delete).status == 204)
            #expect(try await here.stored(app) == nil)
            #expect(try await here.manage(client, app, .get).status == 401)
            let refreshed = try await browser.token(
                here.app(app),
                [("grant_type", "refresh_token"), ("refresh_token", tokens.json("refresh_token") ?? "")])
            #expect(refreshed.status == 401)
        }
    }

    @Test(arguments: ["", "mra_", "Bearer", "other"])
    func `without the app's own token nothing is read, replaced or deleted`(kind: String) async throws {
        let here = try await RegistrationHouse()
        try await here.house.serve { client in
            let app = try await here.register(client)
            let other = try await here.register(client)
            let token = kind == "other" ? other.text("registration_access_token") : kind
            for (method, body) in [
                (HTTPRequest.Method.get, nil), (.put, Self.replacement(app)), (.delete, nil),
            ] {
                var wrong = app
                wrong = try await here.manage(client, app, method, body, token: kind.isEmpty ? " " : token)
                #expect(wrong.status == 401 && wrong.answer.headers[.wwwAuthenticate]?.hasPrefix("Bearer") == true)
            }
            #expect(try await here.manage(client, app, .get, token: here.token).status == 401)
            #expect(try await here.stored(app)?.displayName == "Relying party")
        }
    }

    @Test func `A196 a disabled app stays disabled, whatever its registration token asks for`() async throws {
        let here = try await RegistrationHouse()
        try await here.house.serve { client in
            let app = try await here.register(client)
            try await SetApplicationEnabled(here.house.tools)(
                ID(app.text("client_id")), isEnabled: false, by: try await here.house.operatorCaller())
            #expect(try await here.manage(client, app, .get).status == 403)
            #expect(try await here.manage(client, app, .put, Self.replacement(app)).status == 403)
            #expect(try await here.manage(client, app, .delete).status == 403)
            #expect(try await here.stored(app)?.isEnabled == false)
        }
    }

    @Test func `A196 a registration token gets back no grant, takes no protection away and changes no kind`()
        async throws
    {
        let here = try await RegistrationHouse()
        try await here.house.serve { client in
            let app = try await here.register(client, ["grant_types": ["authorization_code", "refresh_token"]])
            var stored = try #require(try await here.stored(app))
            stored.settings.grants.allowsRefreshTokens = false
            stored.settings.requests.requiresPushing = true
            stored.settings.authentication.requiresDPoP = true
            try await here.house.store.write { [stored] in try $0.applications.update(stored) }
            let grants = Self.replacement(app, ["grant_types": ["authorization_code", "refresh_token"]])
            #expect(try await here.manage(client, app, .put, grants).error == "invalid_client_metadata")
            let kind = Self.replacement(app, ["token_endpoint_auth_method": "none"])
            #expect(try await here.manage(client, app, .put, kind).error == "invalid_client_metadata")
            let loose = Self.replacement(
                app, ["require_pushed_authorization_requests": false, "dpop_bound_access_tokens": false])
            let replaced = try await here.manage(client, app, .put, loose)
            #expect(replaced.status == 200)
            #expect(replaced.object?.bool("require_pushed_authorization_requests") == true)
            #expect(replaced.object?.bool("dpop_bound_access_tokens") == true)
        }
    }

    @Test func `A194 an app that changes its name or addresses asks everybody again`() async throws {
        let here = try await RegistrationHouse()
        try await here.house.serve { client in
            let app = try await here.register(client)
            let first = try await here.signIn(client, to: here.app(app))
            #expect(try await first.browser.get(TestBrowser.authorizePath(here.app(app))).parameters["code"] != nil)
            let same = try await here.manage(client, app, .put, Self.replacement(app))
            #expect(try await first.browser.get(TestBrowser.authorizePath(here.app(app))).parameters["code"] != nil)
            let changed = try await here.manage(
                client, same, .put, Self.replacement(app, ["client_name": "Your bank"]))
            #expect(changed.status == 200)
            let page = try await first.browser.get(TestBrowser.authorizePath(here.app(app)))
            #expect(page.forms.contains { $0.hasSuffix("/consent") })
        }
    }

    @Test(
        arguments: [
            ["registration_access_token": "x"], ["registration_client_uri": "x"], ["client_id_issued_at": 1],
            ["client_secret_expires_at": 0], ["client_secret": "mcs_x"], ["client_id": "other"], ["client_id": nil],
        ] as [[String: JSONValue?]])
    func `a replacement says nothing that the server says`(members: [String: JSONValue?]) async throws {
        let here = try await RegistrationHouse()
        try await here.house.serve { client in
            let app = try await here.register(client)
            var body = Self.replacement(app)
            for (name, value) in members { body[name] = value }
            #expect(try await here.manage(client, app, .put, body).error == "invalid_client_metadata")
            let own = Self.replacement(app, ["client_secret": .string(app.text("client_secret"))])
            #expect(try await here.manage(client, app, .put, own).status == 200)
        }
    }

    @Test func `a method without a secret takes the secret, and one with a secret gives a new one`() async throws {
        let here = try await RegistrationHouse()
        try await here.house.serve { client in
            let app = try await here.register(client)
            let keys: JSONObject = [
                "token_endpoint_auth_method": "private_key_jwt", "jwks_uri": "https://rp.example/jwks",
            ]
            let byKey = try await here.manage(client, app, .put, Self.replacement(app, keys))
            #expect(byKey.status == 200)
            let id = ID<Application>(app.text("client_id"))
            #expect(try await here.house.store.read { try $0.clientCredentials.list(id) }.isEmpty)
            let back = try await here.manage(client, byKey, .put, Self.replacement(app))
            #expect(back.text("client_secret").count == 47)
            #expect(back.text("client_secret") != app.text("client_secret"))
        }
    }
}
