import HTTPTypes
import HummingbirdTesting
import MartletActions
import MartletDirectory
import MartletStore
import MartletTesting
import Testing

/// A165: what cannot be written did not happen, and is never answered as if it had.
@Suite struct `A failing store` {
    /// What is tried while the store fails.
    enum Deed: String, CaseIterable, Sendable {
        case signOut, endSession, revokeSessions, revokeConsent, disableUser, changePassword, redeem, refresh
        case passwordForm, passwordGrant, basic
    }

    @Test(arguments: Deed.allCases)
    func `A165 every failing statement is a 5xx, never a 200, and nothing of the deed stays`(deed: Deed) async throws {
        let engine = try FailingEngine()
        let here = try await TokenHouse(house: try await TestHouse(engine: engine), consentMode: .eachUser)
        try await SwitchSecurityDefaults(here.house.tools).off(reason: .tooManyPrompts, by: try await here.caller)
        try await SetLegacySurface(here.house.tools)(.web, .both, by: try await here.caller)
        let plain = try await here.house.add("pia", isRegistered: false)
        try await here.house.serve { client in
            let admin = TestBrowser(client)
            _ = try await admin.signIn("/admin", as: here.admin, at: here.house.now)
            let browser = TestBrowser(client)
            let tokens = try await browser.redeem(
                try await CodeLife.signIn(browser, plain, app: here.app), app: here.app)
            let code = try await here.code(browser)
            // Another session of the same person, to be ended from the first.
            _ = try await TestBrowser(client).signIn("/account", as: plain, at: here.house.now)
            let act = try await Self.prepare(deed, here, plain, browser, admin, client, tokens, code)
            var before = try await Self.picture(here, plain)

            var faults: [FailingEngine.Fault] = [.reads, .writes]
            faults += (0..<40).map { .statement($0) }
            var failed = 0
            for fault in faults {
                engine.fail(fault)
                let answer = try await act()
                let happened = engine.count > 0
                engine.fail(.nothing)
                // The last statement is behind us: the deed is done.
                guard happened else {
                    #expect(answer.status < 400, "\(fault): \(answer.status)")
                    break
                }
                failed += 1
                #expect((500..<600).contains(answer.status), "\(fault): \(answer.status)")
                #expect(answer.json("access_token") == nil && !answer.body.contains("told to fail"))
                #expect(try await Self.picture(here, plain) == before, "\(fault)")
                // A try that was charged and not answered stays charged; that is not what is looked at here.
                try await UnlockUser(here.house.tools)(plain.id, by: try await here.caller)
                before = try await Self.picture(here, plain)
            }
            #expect(failed >= 3)
            #expect(try await here.house.store.read { try $0.integrity.broken() } == [])
        }
    }

    /// Everything that must be as before: sessions, families, passwords, counters, consents, log rows.
    private static func picture(_ here: TokenHouse, _ person: TestHouse.Person) async throws -> [String] {
        let tenant = try await here.caller.tenant
        let now = here.house.now
        return try await here.house.store.read { tables in
            [
                "\(try tables.sessions.list(person.id, liveAt: now).map(\.id))",
                "\(try tables.passwords.find(person.id)?.hash ?? "")",
                "\(try tables.users.find(person.id, in: tenant)?.isEnabled == true)",
                "\(try tables.consents.list(person.id).map(\.application))",
                "\(try tables.signIns.list(in: tenant, filter: .init(), after: nil, limit: 500).items.map(\.id))",
                "\(try tables.audits.list(in: tenant, filter: .init(), after: nil, limit: 500).items.map(\.id))",
            ]
        }
    }

    private static func prepare(
        _ deed: Deed, _ here: TokenHouse, _ person: TestHouse.Person, _ browser: TestBrowser, _ admin: TestBrowser,
        _ client: any TestClientProtocol, _ tokens: TestBrowser.Answer, _ code: TestBrowser.Answer
    ) async throws -> () async throws -> TestBrowser.Answer {
        func post(
            _ path: String, _ action: String, _ fields: [(String, String)] = [], by other: TestBrowser? = nil
        ) async throws -> () async throws -> TestBrowser.Answer {
            let by = other ?? browser
            let page = try await by.get(path)
            let target = try #require(page.forms.first { $0.hasSuffix(action) })
            return { try await by.raw(target, [("token", page.token)] + fields) }
        }
        switch deed {
        case .signOut: return try await post("/signout", "/signout")
        case .endSession: return try await post("/account/sessions", "/end")
        case .revokeSessions: return try await post("/admin/users/\(person.id)", "/revoke-sessions", by: admin)
        case .disableUser: return try await post("/admin/users/\(person.id)", "/disable", by: admin)
        case .revokeConsent: return try await post("/account/apps", "/revoke")
        case .changePassword:
            return try await post(
                "/account/password", "/password",
                [
                    ("password", person.password), ("new-password", "Amber-Quarry-58-moss"),
                    ("confirm-password", "Amber-Quarry-58-moss"),
                ])
        case .redeem: return { try await browser.redeem(code, app: here.app) }
        case .refresh: return { try await here.refresh(browser, tokens) }
        case .passwordForm:
            let fresh = TestBrowser(client)
            let page = try await fresh.submit(
                try await fresh.get(TestBrowser.authorizePath(here.app)), "/name", [("username", person.name)])
            let target = try #require(page.forms.first { $0.hasSuffix("/password") })
            return { try await fresh.raw(target, [("token", page.token), ("password", person.password)]) }
        case .passwordGrant:
            return {
                try await browser.token(
                    here.app,
                    [("grant_type", "password"), ("username", person.name), ("password", person.password)])
            }
        case .basic:
            return {
                try await TestBrowser(client).send(
                    "/legacy/basic/example.com", .get, nil,
                    [.authorization: `Client authentication`.basic("\(person.name):\(person.password)")])
            }
        }
    }
}
