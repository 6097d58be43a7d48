import HTTPTypes
import MartletActions
import MartletDirectory
import MartletTesting
import Testing

/// Groups, roles and apps of the admin center.
@Suite struct `Groups and apps in the admin center` {
    @Test func `a group is made, given a member and a role, and deleted`() async throws {
        let center = try await AdminHouse()
        try await center.house.serve { client in
            let (browser, _) = try await center.browser(client)
            let form = try await browser.get("/admin/groups/new")
            #expect(try await browser.submit(form, "/admin/groups", [("displayName", " ")]).status == 400)
            var page = try await browser.submit(
                form, "/admin/groups", [("displayName", "Bridge"), ("description", ""), ("isAssignableToRole", "1")])
            #expect(page.status == 200 && page.location.hasSuffix("?notice=groupCreated"))
            let unknown = try await browser.submit(page, "/members", [("userPrincipalName", "nobody@example.com")])
            #expect(unknown.status == 400 && unknown.body.contains("value=\"nobody@example.com\""))
            page = try await browser.submit(page, "/members", [("userPrincipalName", " MIA@example.com ")])
            #expect(page.location.hasSuffix("?notice=memberAdded") && page.body.contains(center.member.id.rawValue))
            page = try await browser.submit(page, "/roles", [("role", DirectoryRole.globalReader.id.rawValue)])
            #expect(page.location.hasSuffix("?notice=roleGiven"))
            let role = try await browser.get("/admin/roles/\(DirectoryRole.globalReader.id)")
            #expect(role.body.contains(center.member.id.rawValue) && role.body.contains("Bridge"))
            page = try await browser.submit(page, "/delete")
            #expect(page.location == "/admin/groups?notice=groupDeleted" && !page.body.contains("Bridge"))
            let after = try await browser.get("/admin/roles/\(DirectoryRole.globalReader.id)")
            #expect(!after.body.contains(center.member.id.rawValue))
        }
    }

    @Test func `an app's secret is shown once and works`() async throws {
        let center = try await AdminHouse()
        try await center.house.serve { client in
            let (browser, _) = try await center.browser(client)
            let form = try await browser.get("/admin/apps/new")
            let wrong = try await browser.submit(
                form, "/admin/apps",
                [("displayName", "Till"), ("kind", "confidential"), ("redirectURIs", "http://till.example/cb\r\n")])
            #expect(wrong.status == 400 && wrong.body.contains("http://till.example/cb"))
            let shown = try await browser.submit(
                form, "/admin/apps",
                [
                    ("displayName", "Till"), ("kind", "confidential"),
                    ("redirectURIs", "https://till.example/cb\r\n\r\n https://till.example/two \r\n"),
                ])
            #expect(shown.status == 200 && shown.headers[.cacheControl] == "no-store")
            let secret = try #require(`Users in the admin center`.secret(shown, id: "client-secret"))
            let link = try #require(`Users in the admin center`.links(shown, "/admin/apps/").first { $0.count > 40 })
            let page = try await browser.get(link)
            #expect(page.status == 200 && !page.body.contains(secret))
            #expect(page.body.contains("https://till.example/cb\nhttps://till.example/two"))

            var app = center.app
            app.id = try #require(ID(parsing: String(link.suffix(36))))
            app.secret = secret
            app.redirectURI = "https://till.example/cb"
            let answer = try await TestBrowser(client).signIn(
                TestBrowser.authorizePath(app), as: center.member, at: center.house.now)
            #expect(try await TestBrowser(client).redeem(answer, app: app).status == 200)
        }
    }

    @Test func `a third secret is refused beside the list, and a removed one works no more`() async throws {
        let center = try await AdminHouse()
        try await center.house.serve { client in
            let (browser, _) = try await center.browser(client)
            let path = "/admin/apps/\(center.app.id)"
            let page = try await browser.get(path)
            #expect(try await browser.submit(page, "/secrets", [("days", "90")]).status == 200)
            let third = try await browser.submit(page, "/secrets", [("days", "90")])
            #expect(third.status == 400 && third.body.contains("as many credentials as it may have"))
            let removed = try await browser.submit(try await browser.get(path), "/remove")
            #expect(removed.location == "\(path)?notice=secretRemoved")
            let bad = try await browser.submit(
                page, "/certificates", [("certificate", "-----BEGIN CERTIFICATE-----")])
            #expect(bad.status == 400)
        }
    }

    @Test func `an edit keeps what the form does not offer`() async throws {
        let center = try await AdminHouse()
        let tools = center.house.tools
        let caller = try await center.house.operatorCaller()
        let details = ApplicationDetails(
            displayName: "Harbour", redirectURIs: ["https://app.example/cb"], allowsDeviceCode: true)
        _ = try await EditApplication(tools)(center.app.id, details, by: caller)
        try await center.house.serve { client in
            let (browser, _) = try await center.browser(client)
            let page = try await browser.get("/admin/apps/\(center.app.id)")
            let done = try await browser.submit(
                page, "/edit",
                [
                    ("displayName", "Harbour 2"), ("redirectURIs", "https://app.example/cb"),
                    ("postLogoutRedirectURIs", ""), ("consentMode", "eachUser"), ("isManagement", "1"),
                    ("allowsDeviceCode", "1"),
                ])
            #expect(done.location.hasSuffix("?notice=appSaved"))
            let app = try await ApplicationDetail(tools)(center.app.id, by: caller).application
            #expect(app.displayName == "Harbour 2" && app.allowsDeviceCode && app.isManagement)
            #expect(app.consentMode == .eachUser && !app.requiresPKCE && !app.allowsPasswordGrant)
        }
    }
}
