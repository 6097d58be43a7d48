import HTTPTypes
import MartletActions
import MartletDirectory
import MartletTesting
import Testing

/// The first page of the admin center.
@Suite struct `The overview of the admin center` {
    @Test func `alerts name who did it, and link to their records`() async throws {
        let center = try await AdminHouse()
        try await center.house.serve { client in
            let (browser, first) = try await center.browser(client)
            #expect(!first.body.contains("turned the security defaults off"))
            let page = try await browser.get("/admin/security-defaults")
            _ = try await browser.submit(page, "/off", [("reason", "tooManyPrompts")])
            let overview = try await browser.get("/admin")
            let record = try #require(try await center.audit(.securityDefaultsDisabled))
            #expect(overview.body.contains("admin@example.com turned the security defaults off"))
            #expect(overview.body.contains("/admin/audit/\(record.id)"))
        }
    }

    @Test func `a refused attempt is not told as done`() async throws {
        let center = try await AdminHouse()
        let helper = try await center.house.add("hal", role: .helpdeskAdministrator)
        try await center.house.serve { client in
            let (theirs, page) = try await center.browser(client, as: helper)
            let refused = try await theirs.raw(
                "/admin/security-defaults/off", [("token", page.token), ("reason", "tooManyPrompts")])
            #expect(refused.status == 403)
            let (_, overview) = try await center.browser(client)
            #expect(overview.body.contains("hal@example.com tried this and was refused"))
            #expect(!overview.body.contains("turned the security defaults off"))
        }
    }

    @Test func `legacy attempts are summed by account and by client`() async throws {
        let center = try await AdminHouse()
        let basic = "Basic bWlhQGV4YW1wbGUuY29tOndyb25n"
        try await center.house.serve { client in
            for _ in 0..<3 {
                _ = try await TestBrowser(client).send(
                    "/legacy/basic/\(center.app.tenant)", .get, nil, [.authorization: basic])
            }
            let (browser, overview) = try await center.browser(client)
            #expect(overview.body.contains("mia@example.com"))
            let listed = try await browser.get("/admin/signins?legacy=1")
            #expect(`Users in the admin center`.links(listed, "/admin/signins/").count >= 3)
        }
    }
}
