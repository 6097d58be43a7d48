import HTTPTypes
import HummingbirdTesting
import MartletActions
import MartletDirectory
import MartletStore
import MartletTesting
import Testing

/// clients.md 0.11, A191: the Azure command line is in every organisation, and is no weak spot of it.
@Suite struct `First-party apps` {
    private static let id = FirstPartyApplication.azureCLI

    @Test func `set-up brings the Azure command line: public, loopback, device codes, a management surface`()
        async throws
    {
        let here = try await TokenHouse()
        let app = try #require(
            try await here.house.store.read { try $0.applications.find(Self.id, in: here.app.tenant) })
        #expect(app.id.rawValue == "04b07795-8ddb-461a-bbee-02f9e1bf7b46")
        #expect(app.kind == .public && app.redirectURIs == ["http://localhost"] && app.isManagement)
        #expect(app.allowsDeviceCode && !app.allowsPasswordGrant && app.settings.isFirstParty && app.isEnabled)
        #expect(try await ProvideFirstPartyApplications(here.house.tools)() == 0)
    }

    @Test func `an organisation from before it gets it once, with a record; a disabled one stays disabled`()
        async throws
    {
        let here = try await TokenHouse()
        let tools = here.house.tools
        let tenant = here.app.tenant
        _ = try await here.house.store.write { try $0.applications.delete(Self.id, in: tenant) }
        let before = try await here.audits(.applicationAdded)
        #expect(try await ProvideFirstPartyApplications(tools)() == 1)
        #expect(try await ProvideFirstPartyApplications(tools)() == 0)
        #expect(try await here.audits(.applicationAdded) == before + 1)
        try await SetApplicationEnabled(tools)(Self.id, isEnabled: false, by: try await here.caller)
        #expect(try await ProvideFirstPartyApplications(tools)() == 0)
        #expect(try await here.house.store.read { try $0.applications.find(Self.id, in: tenant) }?.isEnabled == false)
    }

    @Test func `it can be disabled and enabled; it cannot be changed, deleted or given a secret`() async throws {
        let here = try await TokenHouse()
        let tools = here.house.tools
        let caller = try await here.caller
        await #expect(throws: ActionError.conflict(.firstParty)) {
            try await EditApplication(tools)(
                Self.id, ApplicationDetails(displayName: "Azure CLI", redirectURIs: ["https://evil.example/cb"]),
                by: caller)
        }
        await #expect(throws: ActionError.conflict(.firstParty)) {
            try await DeleteApplication(tools)(Self.id, by: caller)
        }
        await #expect(throws: ActionError.self) {
            _ = try await AddClientSecret(tools)(for: Self.id, by: caller)
        }
        try await SetApplicationEnabled(tools)(Self.id, isEnabled: false, by: caller)
        try await SetApplicationEnabled(tools)(Self.id, isEnabled: true, by: caller)
        // Any other app can be changed and deleted.
        try await EditApplication(tools)(
            here.app.id, ApplicationDetails(displayName: "Portal", redirectURIs: ["https://a.example/cb"]), by: caller)
        try await DeleteApplication(tools)(here.app.id, by: caller)
    }

    @Test func `az login asks everybody for a second factor, at any port of localhost, by form_post`() async throws {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let app = TestHouse.App(
                id: Self.id, tenant: here.app.tenant, secret: nil, redirectURI: "http://localhost:49152")
            let browser = TestBrowser(client)
            let path = TestBrowser.authorizePath(
                app, scope: "openid profile offline_access",
                extra: "&response_mode=form_post&client_info=1&prompt=select_account&login_hint=mia%40example.com"
                    + "&domain_hint=organizations&X-AnchorMailbox=UPN%3Amia%40example.com&claims=%7B%22access_token%22%3A"
                    + "%7B%22xms_cc%22%3A%7B%22values%22%3A%5B%22CP1%22%5D%7D%7D%7D"
            ).replacing("/\(here.app.tenant)/", with: "/organizations/")
            let asked = try await browser.password(try await browser.get(path), here.member)
            #expect(asked.forms.contains { $0.hasSuffix("/code") })
            var page = try await browser.submit(asked, "/code", [("code", here.member.code(at: here.house.now))])
            if page.forms.contains(where: { $0.hasSuffix("/stay") }) {
                page = try await browser.submit(page, "/stay", [("stay", "no")])
            }
            #expect(page.forms == ["http://localhost:49152"])
            let names = page.body.tags("input").compactMap { $0.attribute("name") }
            #expect(names.contains("code") && names.contains("client_info"))
        }
    }

    @Test func `the admin center shows it as first-party, and offers neither a form nor deletion`() async throws {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let browser = TestBrowser(client)
            let list = try await browser.signIn("/admin/apps", as: here.admin, at: here.house.now)
            #expect(list.status == 200 && list.body.contains("First-party"))
            let page = try await browser.get("/admin/apps/\(Self.id)")
            #expect(page.body.contains("First-party") && page.forms.contains { $0.hasSuffix("/disable") })
            #expect(!page.forms.contains { $0.hasSuffix("/edit") || $0.hasSuffix("/delete") })
            let other = try await browser.get("/admin/apps/\(here.app.id)")
            #expect(!other.body.contains("First-party") && other.forms.contains { $0.hasSuffix("/edit") })
        }
    }
}
