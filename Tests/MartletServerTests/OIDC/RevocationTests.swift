import HTTPTypes
import HummingbirdTesting
import MartletActions
import MartletDirectory
import MartletStore
import MartletTesting
import Testing

/// A161, A166, A168, A187: what was issued ends with what it rested on, at the token endpoint and at UserInfo alike.
@Suite struct `Revocation` {
    @Test(arguments: CodeLife.Event.allCases)
    func `A161, A168, A187 refresh and access token end at once`(event: CodeLife.Event) async throws {
        let here = try await TokenHouse(consentMode: .eachUser)
        let plain = try await here.house.add("pia", isRegistered: false)
        if event == .defaultsRevoke {
            try await SwitchSecurityDefaults(here.house.tools)
                .off(reason: .tooManyPrompts, by: try await here.caller)
        }
        try await here.house.serve { client in
            let browser = TestBrowser(client)
            let tokens = try await browser.redeem(
                try await CodeLife.signIn(browser, plain, app: here.app), app: here.app)
            #expect(try await here.userInfo(browser, tokens) == 200)
            let fresh = try await here.refresh(browser, tokens)
            #expect(fresh.status == 200)
            here.house.clock.advance(by: .seconds(1))
            try await CodeLife.happen(event, to: plain, in: here, browser: browser)
            let refused = try await here.refresh(browser, fresh)
            #expect((400..<500).contains(refused.status) && refused.json("access_token") == nil)
            #expect(refused.json("refresh_token") == nil && refused.json("id_token") == nil)
            // A role asks for more at the next refresh; the hour's access token of a living account stays.
            #expect(try await here.userInfo(browser, fresh) == (event == .roleGiven ? 200 : 401))
        }
    }

    @Test func `A161 somebody else's tokens are not touched`() async throws {
        let here = try await TokenHouse()
        let other = try await here.house.add("oto")
        try await here.house.serve { client in
            let mine = try await here.signedIn(client)
            let theirs = try await here.signedIn(client, as: other)
            let kept = try await here.tokens(theirs)
            let gone = try await here.tokens(mine)
            try await RevokeSessions(here.house.tools)(here.member.id, by: try await here.caller)
            #expect(try await here.refresh(mine, gone).refuses())
            #expect(try await here.refresh(theirs, kept).status == 200)
        }
    }

    @Test func `A161 a client secret that was removed opens nothing, and its successor does`() async throws {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let browser = try await here.signedIn(client)
            let tokens = try await here.tokens(browser, for: here.other)
            let added = try await AddClientSecret(here.house.tools)(for: here.other.id, by: try await here.caller)
            let old = try #require(
                try await here.house.store.read { try $0.clientCredentials.list(here.other.id) }
                    .first { $0.id != added.credential.id })
            try await RemoveClientCredential(here.house.tools)(old.id, of: here.other.id, by: try await here.caller)
            let refused = try await here.refresh(browser, tokens, app: here.other)
            #expect(refused.refuses("invalid_client", status: 401))
            var renewed = here.other
            renewed.secret = added.text
            #expect(try await here.refresh(browser, tokens, app: renewed).status == 200)
        }
    }

    @Test func `A166 of a person's revocation and the organisation's the later one counts`() async throws {
        let here = try await TokenHouse()
        let tools = here.house.tools
        try await SwitchSecurityDefaults(tools).off(reason: .tooManyPrompts, by: try await here.caller)
        try await here.house.serve { client in
            for personFirst in [true, false] {
                here.house.clock.advance(by: .minutes(1))
                let browser = try await here.signedIn(client)
                let tokens = try await here.tokens(browser)
                if personFirst { try await RevokeSessions(tools)(here.member.id, by: try await here.caller) }
                here.house.clock.advance(by: .minutes(1))
                try await SwitchSecurityDefaults(tools).on(revokesSessions: true, by: try await here.caller)
                if !personFirst { try await RevokeSessions(tools)(here.member.id, by: try await here.caller) }
                #expect(try await here.refresh(browser, tokens).refuses())
                #expect(try await here.userInfo(browser, tokens) == 401)
                // What is issued afterwards works.
                here.house.clock.advance(by: .minutes(1))
                let again = try await here.signedIn(client)
                #expect(try await here.refresh(again, try await here.tokens(again)).status == 200)
                try await SwitchSecurityDefaults(tools).off(reason: .tooManyPrompts, by: try await here.caller)
            }
        }
    }

    @Test(arguments: GuessDoor.outside)
    func `A187 a disabled account and a disabled app open no door, and come back`(door: GuessDoor) async throws {
        let here = try await GuessingHouse()
        let caller = try await here.house.operatorCaller()
        try await here.house.serve { client in
            func opens() async throws -> Bool {
                try await here.attempt(client, at: door, name: here.member.name, password: here.member.password).opened
            }
            try await SetUserEnabled(here.house.tools)(here.member.id, isEnabled: false, by: caller)
            #expect(try await !opens())
            try await SetUserEnabled(here.house.tools)(here.member.id, isEnabled: true, by: caller)
            #expect(try await opens())
            guard door != .basic else { return }
            try await SetApplicationEnabled(here.house.tools)(here.app.id, isEnabled: false, by: caller)
            let browser = TestBrowser(client)
            let page = try await browser.get(TestBrowser.authorizePath(here.app))
            #expect(
                page.status == 400 && page.headers[.location] == nil && page.forms.allSatisfy { !$0.contains("signin") }
            )
            for grant in ["password", "refresh_token", "authorization_code"] {
                let answer = try await browser.token(
                    here.app,
                    [
                        ("grant_type", grant), ("username", here.member.name), ("password", here.member.password),
                        ("refresh_token", "x"), ("code", "x"),
                    ])
                #expect(answer.refuses("unauthorized_client"))
            }
        }
    }
}
