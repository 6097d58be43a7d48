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
    @Test func `50105 whatever the grant, the log has who wanted an assignment, and nothing is issued`()
        async throws
    {
        let house = try await GrantHouse()
        try await house.house.serve { client in
            let browser = try await house.here.signedIn(client)
            let token = try await house.gatewayTokens(browser).json("access_token") ?? ""
            let device = TestBrowser(client, address: "203.0.113.9")
            let codes = try await house.deviceCodes(device)
            let page = try await house.type(browser, codes.json("user_code") ?? "")
            _ = try await browser.submit(page, "/consent", [("consent", "yes")])
            for app in [house.orders, house.here.app] {
                try await house.configure(app) { $0.settings.api.requiresAssignment = true }
            }
            func refused(_ door: String, _ answer: TestBrowser.Answer) async throws {
                #expect(answer.refuses() && answer.body.contains("50105"), "\(door)")
                let rows = try await house.house.signIns().filter { $0.door == door }
                #expect(rows.map(\.errorCode) == [50105] && rows[0].status == .failure, "\(door)")
            }
            try await refused("onBehalfOf", house.onBehalfOf(browser, token))
            try await refused(
                "tokenExchange",
                house.exchange(browser, token, extra: [("scope", "https://orders.example/Orders.Read")]))
            try await refused("deviceRedemption", house.poll(device, codes))
        }
    }
}
