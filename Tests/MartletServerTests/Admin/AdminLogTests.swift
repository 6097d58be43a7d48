import MartletActions
import MartletCredentials
import MartletDirectory
import MartletTesting
import Testing

@testable import MartletServer

/// The logs of the admin center.
@Suite struct `Logs in the admin center` {
    @Test func `the sign-in log is narrowed by every field of its form`() async throws {
        let center = try await AdminHouse()
        try await center.house.serve { client in
            _ = try await center.browser(client, as: center.member, at: "/account")
            let (browser, _) = try await center.browser(client)
            #expect(try await Self.rows(browser, "").count >= 2)
            let mine = try await Self.rows(browser, "?q=mia")
            #expect(!mine.isEmpty)
            #expect(try await Self.rows(browser, "?user=\(center.member.id)") == mine)
            let today = center.house.now.dateForm
            #expect(try await Self.rows(browser, "?q=mia&from=\(today)&to=\(today)") == mine)
            for nothing in ["to=2020-01-01", "legacy=1", "error=530035", "app=\(center.app.id)", "q=%25"] {
                #expect(try await Self.rows(browser, "?\(nothing)").isEmpty, "\(nothing)")
            }
            // What is no value of ours narrows nothing.
            for ignored in ["status=blue", "clientApp=Carrier+pigeon", "from=yesterday", "user=mia", "error=x"] {
                #expect(try await Self.rows(browser, "?q=mia&\(ignored)") == mine, "\(ignored)")
            }
        }
    }

    @Test func `a row shows every policy that spoke and the row itself as JSON`() async throws {
        let center = try await AdminHouse()
        try await center.house.serve { client in
            let (browser, _) = try await center.browser(client)
            let record = try #require(try await center.house.signIns().first { $0.status == .success })
            #expect(!record.policies.isEmpty)
            let page = try await browser.get("/admin/signins/\(record.id)")
            #expect(page.status == 200 && page.body.contains(record.correlationID))
            let json = try JSONReader.object(Array(IndentedJSON.text(of: record.json).utf8))
            #expect(json == record.json)
            guard case .array(let policies) = json["appliedPolicies"] else {
                Issue.record("no policies in the JSON")
                return
            }
            #expect(policies.count == record.policies.count)
        }
    }

    @Test func `an audit record shows what the same request did besides`() async throws {
        let center = try await AdminHouse()
        _ = try await center.house.add("rea", role: .globalReader)
        let records = try await ListAudits(center.house.tools)(by: try await center.house.operatorCaller()).items
        let added = try #require(
            records.first { $0.activity == "Add user" && $0.targets.first?.name == "rea@example.com" })
        let given = try #require(
            records.first { $0.activity == "Add member to role" && $0.correlationID == added.correlationID })
        let others = try #require(records.first { $0.activity == "Add group" })
        try await center.house.serve { client in
            let (browser, _) = try await center.browser(client)
            let page = try await browser.get("/admin/audit/\(added.id)")
            #expect(page.status == 200 && page.body.contains("/admin/audit/\(given.id)"))
            #expect(!page.body.contains("/admin/audit/\(others.id)"))
            let json = try JSONReader.object(Array(IndentedJSON.text(of: added.json).utf8))
            #expect(json.string("activityDisplayName") == "Add user" && json.string("result") == "success")
        }
    }

    @Test func `the audit log is narrowed by every field of its form`() async throws {
        let center = try await AdminHouse()
        try await center.house.serve { client in
            let (browser, _) = try await center.browser(client)
            let all = try await Self.audits(browser, "")
            #expect(all.count > 3)
            #expect(try await Self.audits(browser, "?activity=Add+group").count == 1)
            #expect(try await Self.audits(browser, "?category=ApplicationManagement").count == 2)
            #expect(try await Self.audits(browser, "?target=\(center.group.id)").count == 2)
            #expect(try await Self.audits(browser, "?alerts=1").isEmpty)
            #expect(try await Self.audits(browser, "?actor=nobody").isEmpty)
            #expect(try await Self.audits(browser, "?activity=Sing&category=Opera&from=never") == all)
        }
    }

    @Test(arguments: [
        ("1970-01-01", 0), ("2026-11-21", 1_795_219_200), ("2024-02-29", 1_709_164_800), ("2000-03-01", 951_868_800),
    ])
    func `a day is midnight in UTC`(text: String, seconds: Int64) throws {
        #expect(Timestamp(day: text) == Timestamp(seconds: seconds))
    }

    @Test(arguments: [
        "", "2026-02-29", "2026-04-31", "2026-13-01", "2026-00-10", "2026-1-01", "1969-12-31", "2026-01-01T",
        "２026-01-01",
        "-026-01-01", "2026-01-0-", "+026-01-01",
    ])
    func `what is no day is none`(text: String) {
        #expect(Timestamp(day: text) == nil)
    }

    private static func rows(_ browser: TestBrowser, _ query: String) async throws -> [String] {
        try await list(browser, "/admin/signins", query)
    }

    private static func audits(_ browser: TestBrowser, _ query: String) async throws -> [String] {
        try await list(browser, "/admin/audit", query)
    }

    /// The ids of the rows that a list links to.
    private static func list(_ browser: TestBrowser, _ path: String, _ query: String) async throws -> [String] {
        let page = try await browser.get(path + query)
        #expect(page.status == 200)
        var found: [String] = []
        for link in `Users in the admin center`.links(page, path + "/") {
            let id = String(link.dropFirst(path.count + 1))
            if id.count == 36, !found.contains(id) { found.append(id) }
        }
        return found
    }
}
