import HummingbirdTesting
import MartletActions
import MartletCredentials
import MartletDirectory
import MartletStore
import MartletTesting
import Testing

/// RFC 7523 section 2.1; A161, A168, A172, A173, A187, A188: what a service gets for the token of a person.
@Suite struct `On behalf of` {
    @Test func `a service that was sent a person's token gets one for the API behind it`() async throws {
        let here = try await GrantHouse()
        try await here.house.serve { client in
            let browser = try await here.here.signedIn(client)
            let first = try await here.gatewayTokens(browser)
            let second = try await here.onBehalfOf(browser, first.json("access_token") ?? "")
            #expect(second.status == 200 && second.json("refresh_token") == nil)
            #expect(second.json("scope") == "https://orders.example/Orders.Read")
            let claims = second.accessToken
            #expect(claims.string("aud") == here.orders.id.rawValue && claims.string("scp") == "Orders.Read")
            #expect(claims.string("oid") == here.here.member.id.rawValue && claims.string("idtyp") == "user")
            #expect(claims.string("azp") == here.gateway.id.rawValue)
            #expect(claims.string("acr") == "mfa" && claims.string("sid") == first.accessToken.string("sid"))
            #expect(claims.string("family") != first.accessToken.string("family"))
        }
        let row = try #require(try await here.house.signIns().first { $0.door == "onBehalfOf" })
        #expect(row.user == here.here.member.id && row.status == .success)
    }

    @Test func `a refresh token comes with offline_access, and ends with the token it came from`() async throws {
        let here = try await GrantHouse()
        try await here.house.serve { client in
            let browser = try await here.here.signedIn(client)
            let first = try await here.gatewayTokens(browser)
            let second = try await here.onBehalfOf(
                browser, first.json("access_token") ?? "",
                scope: "openid profile offline_access https://orders.example/.default")
            #expect(second.status == 200 && second.json("refresh_token") != nil)
            let third = try await here.here.refresh(browser, second, app: here.gateway)
            #expect(third.accessToken.string("scp") == "Orders.Read")
            // Somebody takes the first one back.
            let family = ID<RefreshFamily>(first.accessToken.string("family") ?? "")
            let at = here.house.now
            _ = try await here.house.store.write { try $0.refreshFamilies.revoke(family, at: at) }
            #expect(try await here.here.refresh(browser, third, app: here.gateway).refuses())
            #expect(try await here.onBehalfOf(browser, first.json("access_token") ?? "").refuses())
        }
    }

    @Test func `what nobody agreed to is not given, and the app hears what would help`() async throws {
        let here = try await GrantHouse()
        try await here.house.serve { client in
            let browser = try await here.here.signedIn(client)
            let token = try await here.gatewayTokens(browser).json("access_token") ?? ""
            for scope in ["https://orders.example/Orders.Write", "https://orders.example/Orders.Admin"] {
                let answer = try await here.onBehalfOf(browser, token, scope: scope)
                #expect(answer.refuses("interaction_required") && answer.json("suberror") == "consent_required")
                #expect(answer.body.contains("65001"))
            }
            for scope in ["openid", "https://nowhere.example/x", "https://orders.example/None"] {
                #expect(try await here.onBehalfOf(browser, token, scope: scope).refuses("invalid_scope"), "\(scope)")
            }
        }
    }

    @Test func `A172, A173 other tokens are no assertions`() async throws {
        let here = try await GrantHouse()
        try await here.house.serve { client in
            let browser = try await here.here.signedIn(client)
            let first = try await here.gatewayTokens(browser)
            let token = first.json("access_token") ?? ""
            let own = try await here.here.tokens(browser, for: here.here.other)
            let app = try await here.clientCredentials(browser, here.orders, scope: "api://gateway/.default")
            try #require(app.status == 200)
            for (name, text) in [
                ("an ID token", first.json("id_token") ?? ""), ("a token for Martlet", own.json("access_token") ?? ""),
                ("an app's token", app.json("access_token") ?? ""),
                ("a refresh token", first.json("refresh_token") ?? ""),
                ("half of one", String(token.dropLast(4))), ("nothing", "x"),
            ] {
                #expect(try await here.onBehalfOf(browser, text).refuses(), "\(name)")
            }
            // The API behind it was not sent this token.
            #expect(try await here.onBehalfOf(browser, token, app: here.orders).refuses())
            let plain = try await browser.token(
                here.gateway, [("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"), ("assertion", token)])
            #expect(plain.refuses("invalid_request"))
            #expect(try await here.onBehalfOf(browser, token).status == 200)
        }
    }

    @Test func `A161, A187 nothing is given once person, session, app or permission is gone`() async throws {
        let here = try await GrantHouse()
        try await here.house.serve { client in
            let browser = try await here.here.signedIn(client)
            let token = try await here.gatewayTokens(browser).json("access_token") ?? ""
            let member = here.here.member.id
            try await here.configure(here.gateway) { $0.settings.grants.allowsOnBehalfOf = false }
            #expect(try await here.onBehalfOf(browser, token).refuses("unauthorized_client"))
            try await here.configure(here.gateway) { $0.settings.grants.allowsOnBehalfOf = true }
            try await here.configure(here.orders) { $0.isEnabled = false }
            #expect(try await here.onBehalfOf(browser, token).refuses("invalid_scope"))
            try await here.configure(here.orders) { $0.isEnabled = true }
            #expect(try await here.onBehalfOf(browser, token).status == 200)
            try await SetUserEnabled(here.house.tools)(member, isEnabled: false, by: try await here.here.caller)
            #expect(try await here.onBehalfOf(browser, token).refuses())
        }
    }

    @Test func `a token that ran out is no assertion`() async throws {
        let here = try await GrantHouse()
        try await here.house.serve { client in
            let browser = try await here.here.signedIn(client)
            let token = try await here.gatewayTokens(browser).json("access_token") ?? ""
            here.house.clock.advance(by: .minutes(59))
            #expect(try await here.onBehalfOf(browser, token).status == 200)
            here.house.clock.advance(by: .minutes(3))
            #expect(try await here.onBehalfOf(browser, token).refuses())
        }
    }
}
