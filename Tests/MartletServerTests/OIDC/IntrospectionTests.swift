import HTTPTypes
import HummingbirdTesting
import MartletActions
import MartletCredentials
import MartletDirectory
import MartletTesting
import Testing

/// RFC 7662, RFC 7009, RFC 9701; A165, A168, A195.
@Suite struct `Introspection and revocation` {
    @Test func `RFC 7662: the app that a token was issued to learns what it is good for`() async throws {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let browser = try await here.signedIn(client)
            let tokens = try await here.tokens(browser, for: here.other)
            let answer = try await here.introspect(browser, tokens.json("access_token"), as: here.other)
            let object = try JSONReader.object(Array(answer.body.utf8))
            #expect(answer.status == 200 && object.bool("active") == true)
            #expect(object.string("username") == "mia@example.com")
            #expect(object.string("sub") == here.member.id.rawValue)
            #expect(object.string("client_id") == here.other.id.rawValue)
            #expect(object.string("iss") == "http://localhost:8080/\(here.other.tenant)/v2.0")
            #expect(object.string("token_type") == "Bearer" && object.string("aud") == "http://localhost:8080")
            #expect(object.string("scope")?.contains("openid") == true)
            #expect(object.string("acr") == "mfa" && object.strings("amr")?.contains("otp") == true)
            for name in ["exp", "iat", "auth_time"] { #expect(object.integer(name) != nil) }
            let refresh = try await here.introspect(browser, tokens.json("refresh_token"), as: here.other)
            #expect(refresh.body.contains("\"active\":true") && refresh.body.contains("offline_access"))
        }
    }

    @Test func `A195 whoever a token is not for hears that it is not active, and nothing else`() async throws {
        let here = try await TokenHouse()
        let third = try await here.house.app("Third", kind: .confidential)
        try await here.house.serve { client in
            let browser = try await here.signedIn(client)
            let tokens = try await here.tokens(browser, for: here.other)
            for name in ["access_token", "refresh_token", "id_token"] {
                let answer = try await here.introspect(browser, tokens.json(name), as: third)
                #expect(answer.status == 200 && answer.body == "{\"active\":false}")
            }
            // A public app proves nothing, also of its own tokens.
            let own = try await here.tokens(browser, for: here.app)
            let answer = try await here.introspect(browser, own.json("access_token"), as: here.app)
            #expect(answer.body == "{\"active\":false}")
            let nonsense = try await here.introspect(browser, "nonsense", as: here.other)
            #expect(nonsense.body == "{\"active\":false}")
            var wrong = here.other
            wrong.secret = "mcs_wrong"
            let refused = try await here.introspect(browser, tokens.json("access_token"), as: wrong)
            #expect(refused.status == 401 && refused.json("error") == "invalid_client")
        }
    }

    @Test func `A195 the app that a token is for, and one that reads every token, learn of it`() async throws {
        let here = try await TokenHouse()
        let api = try await here.house.app("API", kind: .confidential)
        let mail = try await here.house.app("Mail", kind: .confidential)
        try await here.house.edit(api) { $0.settings.api.scopes = [ExposedScope(value: "Read", displayName: "Read")] }
        try await here.house.edit(mail) { $0.settings.api.readsEveryToken = true }
        try await here.house.edit(here.app) { $0.settings.requiredScopes = ["\(api.id)/Read"] }
        try await here.house.serve { client in
            let browser = try await here.signedIn(client)
            let code = try await browser.get(
                TestBrowser.authorizePath(here.app, scope: "openid \(api.id)/Read"))
            let tokens = try await browser.redeem(code, app: here.app)
            for asker in [api, mail] {
                let answer = try await here.introspect(browser, tokens.json("access_token"), as: asker)
                #expect(answer.body.contains("\"active\":true"))
            }
            let answer = try await here.introspect(browser, tokens.json("access_token"), as: here.other)
            #expect(answer.body == "{\"active\":false}")
        }
    }

    @Test func `RFC 9701: the answer is signed for the app that chose so, and tells no more`() async throws {
        let here = try await TokenHouse()
        try await here.house.edit(here.other) { $0.settings.tokens.introspectionAlgorithm = .es256 }
        try await here.house.serve { client in
            let browser = try await here.signedIn(client)
            let tokens = try await here.tokens(browser, for: here.other)
            for (token, isActive) in [(tokens.json("access_token"), true), ("nonsense", false)] {
                let answer = try await here.introspect(browser, token, as: here.other)
                #expect(answer.headers[.contentType] == "application/token-introspection+jwt")
                let claims = try `The authorize endpoint`.claims(of: answer.body)
                #expect(claims.string("aud") == here.other.id.rawValue)
                #expect(claims.string("iss") == here.house.tools.publicURL.issuer(of: here.app.tenant))
                let header = answer.body.prefix { $0 != "." }
                #expect(
                    try JSONReader.object(try #require(Base64URL.decode(header.utf8))).string("typ")
                        == "token-introspection+jwt")
                guard case .object(let told) = claims["token_introspection"] else {
                    Issue.record("no token_introspection")
                    return
                }
                #expect(told.bool("active") == isActive && (told.members.count > 1) == isActive)
            }
        }
    }

    @Test func `A168 a revoked access token stops at once at UserInfo and at introspection`() async throws {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let browser = try await here.signedIn(client)
            let tokens = try await here.tokens(browser, for: here.other)
            #expect(try await here.userInfo(browser, tokens) == 200)
            let answer = try await here.revoke(browser, tokens.json("access_token"), as: here.other)
            #expect(answer.status == 200 && answer.body.isEmpty)
            #expect(try await here.userInfo(browser, tokens) == 401)
            let seen = try await here.introspect(browser, tokens.json("access_token"), as: here.other)
            #expect(seen.body == "{\"active\":false}")
            // The family goes on.
            #expect(try await here.refresh(browser, tokens, app: here.other).status == 200)
            #expect(try await here.audits(.tokenRevoked) == 1)
        }
    }

    @Test func `RFC 7009: a revoked refresh token ends its family, and a repeat is no error`() async throws {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let browser = try await here.signedIn(client)
            let tokens = try await here.tokens(browser)
            for _ in 0..<2 {
                let answer = try await here.revoke(browser, tokens.json("refresh_token"), as: here.app)
                #expect(answer.status == 200)
            }
            #expect(try await here.refresh(browser, tokens).refuses())
            #expect(try await here.userInfo(browser, tokens) == 401)
            #expect(try await here.audits(.tokenRevoked) == 1)
        }
    }

    @Test(arguments: ["refresh_token", "access_token"])
    func `A195 another app's token is answered like any, and lives on`(kind: String) async throws {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let browser = try await here.signedIn(client)
            let tokens = try await here.tokens(browser)
            let answer = try await here.revoke(browser, tokens.json(kind), as: here.other)
            #expect(answer.status == 200)
            #expect(try await here.userInfo(browser, tokens) == 200)
            #expect(try await here.refresh(browser, tokens).status == 200)
            #expect(try await here.audits(.tokenRevoked) == 0)
        }
    }

    @Test func `RFC 7009: nothing to revoke is an error, and so is a token in the address`() async throws {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let browser = TestBrowser(client)
            #expect(try await here.revoke(browser, nil, as: here.other).refuses("invalid_request"))
            let path = "/\(here.app.tenant)/oauth2/v2.0/revoke"
            let inAddress = try await browser.raw(path + "?token=x", [("client_id", here.app.id.rawValue)])
            #expect(inAddress.refuses("invalid_request"))
        }
    }
}
