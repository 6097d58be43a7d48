import Foundation
import HTTPTypes
import HummingbirdTesting
import MartletActions
import MartletDirectory
import MartletStore
import MartletTesting
import Testing

/// A193, A194, A198: what a person agrees to is what is shown, once, and what an app keeps secret is shown once.
@Suite struct `Attacks on consent` {
    /// A member who is asked by an app of its own address, and the page that asks.
    private static func asked(
        _ here: TokenHouse, _ browser: TestBrowser, extra: String = ""
    ) async throws -> (app: TestHouse.App, page: TestBrowser.Answer) {
        let app = try await here.house.app("Asking", redirectURI: "https://ask.example/cb", consentMode: .eachUser)
        let page = try await browser.get(TestBrowser.authorizePath(app, extra: extra))
        try #require(page.forms.contains { $0.hasSuffix("/consent") })
        return (app, page)
    }

    private static func agreed(_ here: TokenHouse, to app: TestHouse.App) async throws -> ScopeSet? {
        try await here.house.store.read { try $0.consents.find(here.member.id, application: app.id)?.scopes }
    }

    @Test func `A193 nobody is asked silently, and a no is kept as a no`() async throws {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let browser = try await here.signedIn(client)
            let (app, page) = try await Self.asked(here, browser)
            // The page says who asks, where it leads, and what for.
            #expect(page.body.contains("Asking") && page.body.contains("ask.example"))
            let silent = try await browser.get(TestBrowser.authorizePath(app, extra: "&prompt=none"))
            #expect(silent.parameters["code"] == nil && silent.parameters["error"] == "consent_required")
            let no = try await browser.submit(page, "/consent", [("consent", "no")])
            #expect(no.parameters["code"] == nil && no.parameters["error"] == "access_denied")
            #expect(try await Self.agreed(here, to: app) == nil)
            let again = try await browser.get(TestBrowser.authorizePath(app))
            #expect(again.forms.contains { $0.hasSuffix("/consent") })
            let yes = try await browser.submit(again, "/consent", [("consent", "yes")])
            #expect(yes.parameters["code"] != nil)
        }
    }

    @Test func `A194 a yes counts once, for its flow, in its browser and with its token`() async throws {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let browser = try await here.signedIn(client)
            let (app, page) = try await Self.asked(here, browser)
            let action = try #require(page.forms.first { $0.hasSuffix("/consent") })
            // Without the page's token, and from another site with it.
            for (fields, site) in [
                ([("consent", "yes")], "same-origin"), ([("consent", "yes"), ("token", "x")], "same-origin"),
                ([("consent", "yes"), ("token", page.token)], "cross-site"),
            ] {
                let answer = try await browser.raw(
                    action, fields, headers: [try #require(HTTPField.Name("Sec-Fetch-Site")): site])
                #expect(answer.status == 403 && answer.parameters["code"] == nil)
            }
            // In another browser of the same person, who has a fresh code by then.
            here.house.clock.advance(by: .seconds(31))
            let other = try await here.signedIn(client)
            #expect(
                try await other.post(action, [("consent", "yes"), ("token", page.token)]).parameters["code"] == nil)
            #expect(try await Self.agreed(here, to: app) == nil)
            let yes = try await browser.submit(page, "/consent", [("consent", "yes")])
            #expect(yes.parameters["code"] != nil)
            let twice = try await browser.submit(page, "/consent", [("consent", "yes")])
            #expect(twice.parameters["code"] == nil && !twice.location.hasPrefix("https://ask.example"))
        }
    }

    @Test func `A194 scopes that are posted with the yes are not those that were shown`() async throws {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let browser = try await here.signedIn(client)
            let (app, page) = try await Self.asked(here, browser)
            let yes = try await browser.submit(
                page, "/consent",
                [
                    ("consent", "yes"), ("scope", "openid User.ReadWrite.All"), ("client_id", here.app.id.rawValue),
                    ("redirect_uri", "https://evil.example/cb"),
                ])
            #expect(yes.location.hasPrefix("https://ask.example/cb?"))
            let scopes = try #require(try await Self.agreed(here, to: app))
            #expect(scopes.isSubset(of: ScopeSet(["openid", "profile", "email", "offline_access"])))
            let tokens = try await browser.redeem(yes, app: app)
            #expect(tokens.json("scope")?.contains("User.ReadWrite.All") == false)
        }
    }

    /// What an administrator, or who has become one, may do to the app while the page is open.
    enum Change: String, CaseIterable, Sendable { case address, disabled, deleted }

    @Test(arguments: Change.allCases)
    func `A194 a yes to an app that was changed after it was shown sends nobody to the old address`(
        change: Change
    ) async throws {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let browser = try await here.signedIn(client)
            let (app, page) = try await Self.asked(here, browser)
            let caller = try await here.caller
            switch change {
            case .address:
                try await EditApplication(here.house.tools)(
                    app.id,
                    ApplicationDetails(
                        displayName: "Asking", redirectURIs: ["https://new.example/cb"], consentMode: .eachUser),
                    by: caller)
            case .disabled: try await SetApplicationEnabled(here.house.tools)(app.id, isEnabled: false, by: caller)
            case .deleted: try await DeleteApplication(here.house.tools)(app.id, by: caller)
            }
            let yes = try await browser.submit(page, "/consent", [("consent", "yes")])
            #expect(yes.parameters["code"] == nil && !yes.location.hasPrefix("https://"))
            #expect(try await Self.agreed(here, to: app) == nil)
        }
    }

    @Test func `A198 a client secret is shown when it is made and never again, to anybody`() async throws {
        let here = try await AdminHouse()
        let secret = try #require(here.app.secret)
        let added = try await AddClientSecret(here.house.tools)(
            for: here.app.id, by: try await here.house.operatorCaller())
        try await here.house.serve { client in
            let (browser, _) = try await here.browser(client)
            var seen = 0
            for path in try await here.paths("GET") {
                let page = try await browser.get(path)
                seen += page.body.contains("Harbour") ? 1 : 0
                for text in [secret, added.text] {
                    #expect(!page.body.contains(text) && !page.body.contains(text.dropFirst(8)), "\(path)")
                }
            }
            #expect(seen >= 2)
        }
    }
}
