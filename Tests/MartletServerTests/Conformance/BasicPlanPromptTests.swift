import MartletCredentials
import MartletDirectory
import MartletTesting
import Testing

/// The modules of the basic plan about who is asked for what, and when.
@Suite struct `The basic plan, being asked` {
    @Test(arguments: RelyingParty.modes, ["page", "popup"])
    func `oidcc-display-page, oidcc-display-popup: display is no error`(mode: String, display: String) async throws {
        let suite = try await RelyingParty(mode: mode)
        try await suite.house.serve { client in
            let heard = try await suite.signIn(TestBrowser(client), ["display": display])
            #expect(heard["code"] != nil)
        }
    }

    @Test(arguments: RelyingParty.modes)
    func `oidcc-prompt-login: whoever is signed in signs in again, and auth_time moves`(mode: String) async throws {
        let suite = try await RelyingParty(mode: mode)
        try await suite.house.serve { client in
            let browser = TestBrowser(client)
            let first = try await suite.idToken(try await suite.tokens(browser))
            suite.house.clock.advance(by: .minutes(2))
            #expect(try await suite.ask(browser, ["prompt": "login"]).isEmpty, "a page is shown")
            let again = try await suite.idToken(try await suite.tokens(browser, ["prompt": "login"]))
            let times = [first, again].map { $0.integer("auth_time") ?? 0 }
            #expect(times[0] > 0 && times[1] == times[0] + 120)
            #expect(first.string("sub") == again.string("sub"))
        }
    }

    @Test(arguments: RelyingParty.modes)
    func `oidcc-prompt-none-not-logged-in: nobody is asked, and the app hears login_required`(
        mode: String
    ) async throws {
        let suite = try await RelyingParty(mode: mode)
        try await suite.house.serve { client in
            let heard = try await suite.ask(TestBrowser(client), ["prompt": "none"])
            #expect(heard["error"] == "login_required")
            #expect(heard["state"] == "state-1" && heard["code"] == nil)
        }
    }

    @Test(arguments: RelyingParty.modes)
    func `oidcc-prompt-none-logged-in: nobody is asked, and the same person is named`(mode: String) async throws {
        let suite = try await RelyingParty(mode: mode)
        try await suite.house.serve { client in
            let browser = TestBrowser(client)
            let first = try await suite.idToken(try await suite.tokens(browser))
            suite.house.clock.advance(by: .minutes(2))
            let code = try await suite.ask(browser, ["prompt": "none"])["code"]
            let second = try await suite.idToken(try await suite.redeem(browser, code))
            #expect(first.integer("auth_time") == second.integer("auth_time"))
            #expect(first.string("sub") == second.string("sub"))
        }
    }

    @Test(arguments: RelyingParty.modes)
    func `oidcc-max-age-1: a sign-in that is older is asked for again`(mode: String) async throws {
        let suite = try await RelyingParty(mode: mode)
        try await suite.house.serve { client in
            let browser = TestBrowser(client)
            let first = try await suite.idToken(try await suite.tokens(browser))
            suite.house.clock.advance(by: .minutes(1))
            #expect(try await suite.ask(browser, ["max_age": "1"]).isEmpty, "a page is shown")
            let again = try await suite.idToken(try await suite.tokens(browser, ["max_age": "1"]))
            #expect((again.integer("auth_time") ?? 0) > (first.integer("auth_time") ?? 0))
        }
    }

    @Test(arguments: RelyingParty.modes)
    func `oidcc-max-age-10000: a sign-in that is younger counts`(mode: String) async throws {
        let suite = try await RelyingParty(mode: mode)
        try await suite.house.serve { client in
            let browser = TestBrowser(client)
            let first = try await suite.idToken(try await suite.tokens(browser, ["max_age": "15000"]))
            suite.house.clock.advance(by: .minutes(1))
            let code = try await suite.ask(browser, ["max_age": "10000"])["code"]
            let second = try await suite.idToken(try await suite.redeem(browser, code))
            #expect(first.integer("auth_time") != nil)
            #expect(first.integer("auth_time") == second.integer("auth_time"))
            #expect(first.string("sub") == second.string("sub"))
        }
    }

    @Test(arguments: RelyingParty.modes)
    func `oidcc-id-token-hint: a hint at who is signed in goes through without a page`(mode: String) async throws {
        let suite = try await RelyingParty(mode: mode)
        try await suite.house.serve { client in
            let browser = TestBrowser(client)
            let answer = try await suite.tokens(browser)
            let hint = try #require(answer.json("id_token"))
            let heard = try await suite.ask(browser, ["prompt": "none", "id_token_hint": hint])
            let second = try await suite.idToken(try await suite.redeem(browser, heard["code"]))
            let first = try await suite.idToken(answer)
            #expect(first.string("sub") == second.string("sub"))
            #expect(first.integer("auth_time") == second.integer("auth_time"))
        }
    }

    @Test(arguments: RelyingParty.modes)
    func `oidcc-login-hint: a hint at a name is no error, known or not`(mode: String) async throws {
        let suite = try await RelyingParty(mode: mode)
        try await suite.house.serve { client in
            #expect(
                try await suite.signIn(TestBrowser(client), ["login_hint": suite.member.name])["code"] != nil)
            let page = try await TestBrowser(client).get(suite.path(["login_hint": "buffy@elsewhere.example"]))
            #expect(page.status == 200 && !page.forms.isEmpty)
        }
    }

    @Test(arguments: RelyingParty.modes, ["ui_locales", "claims_locales"])
    func `oidcc-ui-locales, oidcc-claims-locales: a language that is not spoken is no error`(
        mode: String, parameter: String
    ) async throws {
        let suite = try await RelyingParty(mode: mode)
        try await suite.house.serve { client in
            let heard = try await suite.signIn(TestBrowser(client), [parameter: "se"])
            #expect(heard["code"] != nil)
        }
    }

    @Test(arguments: RelyingParty.modes)
    func `oidcc-ensure-request-with-acr-values-succeeds: the ID token has one of those that were asked for`(
        mode: String
    ) async throws {
        let suite = try await RelyingParty(mode: mode)
        try await suite.house.serve { client in
            let browser = TestBrowser(client)
            let document = try await suite.document(browser, "/v2.0/.well-known/openid-configuration")
            let offered = try #require(document.strings("acr_values_supported"))
            let answer = try await suite.tokens(browser, ["acr_values": offered.joined(separator: " ")])
            let reached = try #require(try await suite.idToken(answer).string("acr"))
            #expect(offered.contains(reached))
        }
    }
}
