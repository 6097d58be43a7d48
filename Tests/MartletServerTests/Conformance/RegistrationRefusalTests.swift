import HTTPTypes
import HummingbirdTesting
import MartletActions
import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore
import MartletTesting
import Testing

/// A196, N-10.4.7: who may register an app, and what no app gets that registers itself.
@Suite struct `Registration refusals` {
    @Test func `A196 without an initial access token nothing is registered`() async throws {
        let here = try await RegistrationHouse()
        try await here.house.serve { client in
            let secret = try await here.register(client).text("client_secret")
            for token in [
                " ", "mia_", here.token + "x", String(here.token.dropLast()), "mra_" + here.token.dropFirst(4),
            ]
                + [secret]
            {
                let refused = try await here.register(client, token: token)
                #expect(refused.status == 401 && refused.error == "invalid_token")
                #expect(refused.answer.headers[.wwwAuthenticate]?.hasPrefix("Bearer") == true)
            }
        }
    }

    @Test func `A196 a token registers as many apps as it has uses, also of many at one time`() async throws {
        let here = try await RegistrationHouse()
        let caller = try await here.house.operatorCaller()
        let three = try await AddInitialAccessToken(here.house.tools)(name: "Three", uses: 3, by: caller)
        try await here.house.serve { client in
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<20 {
                    group.addTask { try await here.register(client, token: three.text).status }
                }
                return try await group.reduce(into: [Int]()) { $0.append($1) }
            }
            #expect(statuses.filter { $0 == 201 }.count == 3)
            #expect(statuses.filter { $0 == 401 }.count == 17)
        }
    }

    @Test func `a registration that is refused costs no use`() async throws {
        let here = try await RegistrationHouse()
        let caller = try await here.house.operatorCaller()
        let one = try await AddInitialAccessToken(here.house.tools)(name: "One", by: caller)
        try await here.house.serve { client in
            let refused = try await here.register(client, ["jwks": 1], token: one.text)
            #expect(refused.status == 400)
            #expect(try await here.register(client, token: one.text).status == 201)
            #expect(try await here.register(client, token: one.text).status == 401)
        }
    }

    @Test func `A196 a token that ran out or was taken back registers nothing`() async throws {
        let here = try await RegistrationHouse()
        let caller = try await here.house.operatorCaller()
        let taken = try await AddInitialAccessToken(here.house.tools)(name: "Taken", uses: 9, by: caller)
        try await RevokeInitialAccessToken(here.house.tools)(taken.token.id, by: caller)
        let short = try await AddInitialAccessToken(here.house.tools)(
            name: "Short", uses: 9, lifetimeDays: 1, by: caller)
        try await here.house.serve { client in
            let refused = try await here.register(client, token: taken.text)
            #expect(refused.status == 401)
            #expect(try await here.register(client, token: short.text).status == 201)
            here.house.clock.advance(by: .days(1))
            #expect(try await here.register(client, token: short.text).status == 401)
        }
    }

    @Test(arguments: [
        "password", "client_credentials", "urn:ietf:params:oauth:grant-type:device_code", "implicit",
        "urn:ietf:params:oauth:grant-type:token-exchange", "urn:ietf:params:oauth:grant-type:jwt-bearer",
    ])
    func `A196 no app registers itself for another grant`(grant: String) async throws {
        let here = try await RegistrationHouse()
        try await here.house.serve { client in
            let refused = try await here.register(
                client, ["grant_types": .strings(["authorization_code", grant])])
            #expect(refused.status == 400 && refused.error == "invalid_client_metadata")
        }
    }

    @Test func `A196 what only an administrator decides is not heard`() async throws {
        let here = try await RegistrationHouse()
        try await here.house.serve { client in
            let members: JSONObject = [
                "is_management": true, "isManagement": true, "allows_password_grant": true,
                "consent_mode": "organization", "is_enabled": true, "isFirstParty": true, "client_id": "mine",
                "client_secret": "mine", "scope": "openid Policy.ReadWrite.All",
            ]
            let registered = try await here.register(client, members)
            #expect(registered.status == 201)
            let app = try #require(try await here.stored(registered))
            #expect(!app.isManagement && !app.allowsPasswordGrant && !app.allowsDeviceCode)
            #expect(app.consentMode == .eachUser && !app.settings.isFirstParty)
            let grants = app.settings.grants
            #expect(!grants.allowsClientCredentials && !grants.allowsOnBehalfOf && !grants.allowsTokenExchange)
            #expect(!grants.allowsRefreshTokens)
            #expect(registered.text("client_id") != "mine" && registered.text("client_secret") != "mine")
        }
    }

    @Test func `A196 a software statement is refused, whatever is in it`() async throws {
        let here = try await RegistrationHouse()
        try await here.house.serve { client in
            let refused = try await here.register(client, ["software_statement": "e30.e30."])
            #expect(refused.status == 400 && refused.error == "unapproved_software_statement")
        }
    }

    @Test(
        arguments: [
            ["response_types": ["token"]], ["response_types": ["code", "id_token"]], ["grant_types": ["refresh_token"]],
            ["token_endpoint_auth_method": "client_secret_jwt"], ["token_endpoint_auth_method": "private_key_jwt"],
            ["token_endpoint_auth_method": "tls_client_auth"], ["token_endpoint_auth_signing_alg": "HS256"],
            ["request_object_signing_alg": "none"], ["id_token_encrypted_response_alg": "RSA-OAEP"],
            ["subject_type": "none"], ["default_max_age": -1], ["default_max_age": "60"], ["require_auth_time": "true"],
            ["client_name": 1], ["client_name": "Bank\u{202e}"], ["client_name": ""], ["contacts": "me"],
            ["jwks": .object(["keys": []])], ["jwks": "{}"],
            ["jwks": .object(["keys": [.object(["kty": "oct", "k": "AA"])]])],
            ["jwks_uri": "https://rp.example/jwks", "jwks": .object(["keys": [.object(["kty": "EC"])]])],
            ["frontchannel_logout_uri": "https://other.example/out"],
            ["backchannel_logout_uri": "gopher://rp.example/"],
            ["post_logout_redirect_uris": ["https://rp.example/#x"]], ["request_uris": ["http://rp.example/r"]],
            ["initiate_login_uri": ["https://rp.example/"]], ["redirect_uris": "https://rp.example/cb"],
        ] as [JSONObject])
    func `metadata that is wrong or not offered is refused by its name`(members: JSONObject) async throws {
        let here = try await RegistrationHouse()
        try await here.house.serve { client in
            let refused = try await here.register(client, members)
            #expect(refused.status == 400 && refused.error == "invalid_client_metadata", "\(members.text)")
        }
    }

    @Test func `everything that is offered is kept and told`() async throws {
        let here = try await RegistrationHouse()
        let members: JSONObject = [
            "token_endpoint_auth_method": "tls_client_auth", "tls_client_auth_san_dns": "rp.example",
            "tls_client_certificate_bound_access_tokens": true, "dpop_bound_access_tokens": true,
            "grant_types": ["authorization_code", "refresh_token"], "default_max_age": 3600,
            "require_auth_time": true, "default_acr_values": ["mfa"], "request_object_signing_alg": "PS256",
            "require_pushed_authorization_requests": true, "require_signed_request_object": true,
            "id_token_signed_response_alg": "ES256", "subject_type": "pairwise",
            "post_logout_redirect_uris": ["https://rp.example/out"],
            "frontchannel_logout_uri": "https://rp.example/front?a=b", "frontchannel_logout_session_required": true,
            "backchannel_logout_uri": "https://rp.example/back", "backchannel_logout_session_required": true,
            "client_uri": "https://rp.example/", "contacts": ["ops@rp.example"],
            "request_uris": ["https://rp.example/request.jwt"], "authorization_signed_response_alg": "ES256",
        ]
        try await here.house.serve { client in
            let registered = try await here.register(client, members)
            try #require(registered.status == 201)
            for member in members.members { #expect(registered.object?[member.name] == member.value) }
        }
    }

    @Test func `keys are kept as public keys and nothing else, and a private key is refused`() async throws {
        let here = try await RegistrationHouse()
        let made = try KeyMaker.make(.es256)
        let key = try JSONReader.object(Array(made.publicJWK.utf8))
        try await here.house.serve { client in
            let registered = try await here.register(
                client,
                ["token_endpoint_auth_method": "private_key_jwt", "jwks": .object(["keys": [.object(key)]])])
            #expect(registered.status == 201)
            let text = try #require(try await here.stored(registered)?.settings.authentication.keySet)
            #expect(try JSONWebKeySet(json: text).keys.count == 1)
            var whole = key
            whole["d"] = "AAAA"
            let refused = try await here.register(
                client,
                ["token_endpoint_auth_method": "private_key_jwt", "jwks": .object(["keys": [.object(whole)]])])
            #expect(refused.error == "invalid_client_metadata")
        }
    }

    @Test(arguments: ["", "[]", "{", "{}", "null", "{\"redirect_uris\":[],\"redirect_uris\":[]}"])
    func `a body that is no metadata is refused`(body: String) async throws {
        let here = try await RegistrationHouse()
        try await here.house.serve { client in
            let path = "/\(here.tenant)/oauth2/v2.0/register"
            let bearer = "Bearer \(here.token)"
            let browser = TestBrowser(client)
            let answer = try await browser.send(
                path, .post, body, [.authorization: bearer, .contentType: "application/json"])
            #expect(answer.status == 400)
            let form = try await browser.raw(path, [("redirect_uris", "x")], headers: [.authorization: bearer])
            #expect(form.status == 415)
        }
    }

    @Test func `every registration is in the audit log with the token's name`() async throws {
        let here = try await RegistrationHouse()
        try await here.house.serve { client in
            // The newest record is then the last one by a second.
            here.house.clock.advance(by: .seconds(1))
            let app = try await here.register(client)
            let caller = try await here.house.operatorCaller()
            let record = try #require(
                try await ListAudits(here.house.tools)(AuditSearch(activity: .applicationAdded), by: caller).items
                    .first)
            #expect(record.targets.map(\.id) == [app.text("client_id")])
            #expect(record.changes.contains { $0.property == "initialAccessToken" && $0.new == "Conformance" })
            #expect(!record.changes.contains { ($0.new ?? "").hasPrefix("m") && ($0.new ?? "").count == 47 })
            #expect(record.address == "192.0.2.10")
        }
    }
}
