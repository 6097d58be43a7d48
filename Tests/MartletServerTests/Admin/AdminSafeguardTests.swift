import HTTPTypes
import MartletActions
import MartletDirectory
import MartletTesting
import Testing

/// What the admin center refuses even to an administrator, and how it says so.
@Suite struct `Safeguards of the admin center` {
    @Test(arguments: ["disable", "delete"])
    func `the last usable administrator cannot be lost (SD-70, SD-72)`(action: String) async throws {
        let center = try await AdminHouse()
        try await center.house.serve { client in
            let (browser, page) = try await center.browser(client)
            let refused = try await browser.raw(
                "/admin/users/\(center.admin.id)/\(action)", [("token", page.token)])
            #expect(refused.status == 409 && refused.forms.contains("/signout"))
            #expect(refused.body.contains("href=\"/admin/users/\(center.admin.id)\""))
            #expect(try await browser.get("/admin").status == 200)
        }
    }

    @Test func `nobody takes the Global Administrator role from themselves (SD-71)`() async throws {
        let center = try await AdminHouse()
        _ = try await center.house.add("gus", role: .globalAdministrator)
        try await center.house.serve { client in
            let (browser, _) = try await center.browser(client)
            let page = try await browser.get("/admin/users/\(center.admin.id)")
            let refused = try await browser.submit(page, "/remove")
            #expect(refused.status == 403 && refused.forms.contains("/signout"))
            #expect(try await browser.get("/admin").status == 200)
            let record = try #require(try await center.audit(.roleRemoved))
            #expect(!record.succeeded)
            // The page names the record by which the log tells more.
            #expect(refused.body.contains(record.correlationID))
        }
    }

    @Test func `a helpdesk administrator does not reach an administrator (A103)`() async throws {
        let center = try await AdminHouse()
        let helper = try await center.house.add("hal", role: .helpdeskAdministrator)
        try await center.house.serve { client in
            let (browser, page) = try await center.browser(client, as: helper)
            let target = "/admin/users/\(center.admin.id)"
            #expect(try await browser.raw("\(target)/reset-password", [("token", page.token)]).status == 403)
            // What may not be sent is not offered.
            let shown = try await browser.get(target)
            #expect(shown.status == 200 && shown.forms.allSatisfy { !$0.hasPrefix(target) })
            #expect(try await browser.get("/admin/users/new").status == 403)
            #expect(try await browser.get("/admin/apps/new").status == 403)
            #expect(try await browser.get("/admin/security-defaults").status == 403)
        }
    }

    @Test func `switching the defaults off asks for a reason and for fresh MFA (D11)`() async throws {
        let center = try await AdminHouse()
        try await center.house.serve { client in
            let (browser, _) = try await center.browser(client)
            let path = "/admin/security-defaults"
            let page = try await browser.get(path)
            let unsaid = try await browser.submit(page, "/off")
            #expect(unsaid.status == 400 && unsaid.body.contains("value=\"other\""))
            let untold = try await browser.submit(page, "/off", [("reason", "other"), ("reasonText", " ")])
            #expect(untold.status == 400)
            #expect(try await Self.isOn(center))

            center.house.clock.advance(by: .minutes(6))
            let stale = try await browser.submit(page, "/off", [("reason", "other"), ("reasonText", "A trial")])
            #expect(stale.forms.contains { $0.hasSuffix("/code") })
            #expect(try await Self.isOn(center))
            let back = try await browser.submit(stale, "/code", [("code", center.admin.code(at: center.house.now))])
            #expect(back.location == path && back.status == 200)

            // The refusal is in the log as well: not at the same moment, so that there is a newest record.
            center.house.clock.advance(by: .seconds(1))
            // The newest record is then the last one by a second.
            center.house.clock.advance(by: .seconds(1))
            let done = try await browser.submit(back, "/off", [("reason", "other"), ("reasonText", "A trial")])
            #expect(done.status == 200 && done.location == "\(path)?notice=defaultsOff")
            #expect(try await !Self.isOn(center))
            let record = try #require(try await center.audit(.securityDefaultsDisabled))
            #expect(record.isAlert && record.changes.contains { $0.property == "reasonText" && $0.new == "A trial" })
        }
    }

    @Test func `switching the defaults on signs out everybody else where that is wanted (D24)`() async throws {
        let center = try await AdminHouse()
        try await center.house.serve { client in
            let (browser, _) = try await center.browser(client)
            let (theirs, _) = try await center.browser(client, as: center.member, at: "/account")
            let caller = try await center.house.operatorCaller()
            try await SwitchSecurityDefaults(center.house.tools).off(reason: .tooManyPrompts, by: caller)
            let page = try await browser.get("/admin/security-defaults")
            let done = try await browser.submit(page, "/on", [("revokeSessions", "1")])
            #expect(done.status == 200 && done.location.hasSuffix("?notice=defaultsOnRevoked"))
            #expect(try await Self.isOn(center))
            #expect(try await theirs.send("/account", .get, nil, [:]).location.hasPrefix("/signin/"))
        }
    }

    @Test(arguments: [("7", 200, 7), ("15", 400, 14), ("-1", 400, 14), ("x", 400, 14)])
    func `the grace takes only the days of D25`(typed: String, status: Int, days: Int) async throws {
        let center = try await AdminHouse()
        try await center.house.serve { client in
            let (browser, _) = try await center.browser(client)
            let page = try await browser.get("/admin/security-defaults")
            #expect(try await browser.submit(page, "/grace", [("days", typed)]).status == status)
            #expect(try await Self.setting(center).registrationGraceDays == days)
        }
    }

    @Test func `emergency accounts are made once, with fresh MFA, and shown once (EA-7)`() async throws {
        let center = try await AdminHouse()
        try await center.house.serve { client in
            let (browser, _) = try await center.browser(client)
            let page = try await browser.get("/admin/emergency")
            center.house.clock.advance(by: .minutes(6))
            let stale = try await browser.submit(page, "/admin/emergency")
            let back = try await browser.submit(stale, "/code", [("code", center.admin.code(at: center.house.now))])
            #expect(back.status == 200 && back.location == "/admin/emergency")
            let sheets = try await browser.submit(back, "/admin/emergency")
            #expect(sheets.status == 200 && sheets.headers[.cacheControl] == "no-store")
            #expect(sheets.body.contains("emergency-1@example.com") && sheets.body.contains("emergency-2@example.com"))
            #expect(sheets.body.split(separator: "<svg").count > 2)
            let after = try await browser.get("/admin/emergency")
            #expect(after.status == 200 && !after.forms.contains { $0.hasSuffix("/admin/emergency") })
            #expect(try await browser.raw("/admin/emergency", [("token", page.token)]).status == 409)
        }
    }

    private static func isOn(_ center: AdminHouse) async throws -> Bool { try await setting(center).isEnabled }

    private static func setting(_ center: AdminHouse) async throws -> SecurityDefaultsSetting {
        try await SecurityDefaultsStatus(center.house.tools)(by: try await center.house.operatorCaller()).setting
    }
}
