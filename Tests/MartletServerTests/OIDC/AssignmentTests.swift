import HummingbirdTesting
import MartletActions
import MartletDirectory
import MartletTesting
import Testing

/// An app that only assigned people may use.
@Suite struct `Apps that want an assignment` {
    @Test func `50105 a person without a role gets no code, and one who loses it no more tokens`() async throws {
        let here = try await TokenHouse()
        let (tools, caller) = (here.house.tools, try await here.caller)
        let role = try await AddAppRole(tools)(
            "Reader", displayName: "Reader", holders: [.user], to: here.app.id, by: caller)
        try await EditApplicationSettings(tools)(here.app.id, by: caller) { $0.api.requiresAssignment = true }
        try await here.house.serve { client in
            let browser = try await here.signedIn(client)
            let refused = try await browser.get(TestBrowser.authorizePath(here.app))
            #expect(refused.body.contains("AADSTS50105") && refused.parameters["code"] == nil)
            let silent = try await browser.get(TestBrowser.authorizePath(here.app, extra: "&prompt=none"))
            #expect(silent.parameters["error"] == "access_denied")
            // Another app does not ask for it.
            _ = try await here.code(browser, for: here.other)
            try await AssignAppRole(tools)(
                role.id, of: here.app.id, to: .user(here.member.id), by: caller)
            let tokens = try await here.tokens(browser)
            let fresh = try await here.refresh(browser, tokens)
            #expect(fresh.status == 200)
            try await RemoveAppRole(tools)(role.id, of: here.app.id, from: .user(here.member.id), by: caller)
            #expect(try await here.refresh(browser, fresh).refuses())
        }
    }
}
