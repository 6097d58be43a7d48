import MartletActions
import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore
import MartletTesting
import Testing

/// Section 2.9 by the pages: an app that demands an authentication strength, and what people come to there.
@Suite struct `An app that demands a strength` {
    private func demand(_ it: PasskeyHouse, _ strength: AuthenticationStrength?) async throws {
        let id = strength.map { ID<CustomStrength>($0.id.rawValue) }
        try await EditApplicationSettings(it.house.tools)(
            it.attack.app.id, by: try await it.house.operatorCaller()
        ) { settings in settings.requiredStrength = id }
    }

    @Test func `A027 AS-6 AS-7 offers only what meets it, and a passkey gets in`() async throws {
        let it = try await PasskeyHouse()
        try await it.house.serve { client in
            var passkey = TestPasskey()
            try await it.register(&passkey, for: it.mia, client)
            try await demand(it, .phishingResistant)
            let browser = TestBrowser(client)
            let page = try await it.attack.halfway(browser, it.mia)
            #expect(page.asks("passkey") && !page.body.contains("?with=code"))
            #expect(page.body.contains("this app wants a stronger way of signing in"))
            var answer = try await it.use(&passkey, on: page, in: browser)
            if answer.asks("stay") { answer = try await browser.submit(answer, "/stay", [("stay", "no")]) }
            #expect(try await browser.redeem(answer, app: it.attack.app).idToken.string("acr") == "phr")
        }
    }

    @Test func `AS-10 MR-2 who has another method proves it, and only then registers a passkey`() async throws {
        let it = try await PasskeyHouse()
        try await demand(it, .phishingResistant)
        try await it.house.serve { client in
            let browser = TestBrowser(client)
            var page = try await it.attack.halfway(browser, it.mia)
            #expect(page.asks("code") && !page.asks("register-passkey"))
            var passkey = TestPasskey()
            let early = try await browser.raw(
                "/signin/\(page.handle)/register-passkey", [("token", page.token), ("credential", "{}")])
            #expect(early.status == 409)
            page = try await browser.submit(page, "/code", [("code", it.mia.code(at: it.house.now))])
            #expect(page.asks("register-passkey") && !page.asks("skip"), "\(page.body.prefix(2000))")
            page = try await browser.submit(
                page, "/register-passkey", [("credential", passkey.register(page.passkeyOptions))])
            if page.asks("stay") { page = try await browser.submit(page, "/stay", [("stay", "no")]) }
            #expect(page.parameters["code"] != nil, "\(page.body.prefix(2000))")
        }
        #expect(try await it.passkeys(of: it.mia).count == 1)
    }

    @Test func `AS-10 what nobody can register here is refused with a page of its own and 53003`() async throws {
        let it = try await PasskeyHouse()
        try await demand(it, .phishingResistant)
        try await SetMethodsPolicy(it.house.tools)(
            [(name: "passkeys.isEnabled", text: "false")], by: try await it.house.operatorCaller())
        try await it.house.serve { client in
            let browser = TestBrowser(client)
            let page = try await it.attack.halfway(browser, it.mia)
            #expect(page.status == 403 && page.body.contains("AADSTS53003"))
            #expect(page.body.contains("None of your sign-in methods is strong enough here"))
        }
        #expect(try await it.lastRow(of: it.mia).errorCode == 53003)
    }

    @Test func `A027 AS-7 a family that was made with less is refused once the app demands more`() async throws {
        let it = try await PasskeyHouse()
        try await it.house.serve { client in
            let browser = TestBrowser(client)
            var page = try await it.attack.halfway(browser, it.mia, at: it.attack.authorize)
            page = try await browser.submit(page, "/code", [("code", it.mia.code(at: it.house.now))])
            if page.asks("stay") { page = try await browser.submit(page, "/stay", [("stay", "no")]) }
            let tokens = try await browser.redeem(page, app: it.attack.app)
            let fields = [("grant_type", "refresh_token"), ("refresh_token", tokens.json("refresh_token") ?? "")]
            try await demand(it, .phishingResistant)
            let refused = try await browser.token(it.attack.app, fields)
            #expect(refused.json("error") == "interaction_required", "\(refused.body)")
            try await demand(it, nil)
            #expect(try await browser.token(it.attack.app, fields).json("access_token") != nil)
        }
    }
}
