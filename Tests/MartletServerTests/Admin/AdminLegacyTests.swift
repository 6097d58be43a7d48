import Foundation
import HTTPTypes
import MartletActions
import MartletCredentials
import MartletDirectory
import MartletTesting
import Testing

@testable import MartletServer

/// The pages of the legacy authentication report.
@Suite struct `The legacy report in the admin center` {
    private static func knock(_ browser: TestBrowser, _ name: String, _ password: String) async throws -> Int {
        let text = Data("\(name):\(password)".utf8).base64EncodedString()
        return try await browser.send("/legacy/basic/example.com", .get, nil, [.authorization: "Basic \(text)"])
            .status
    }

    @Test func `SD-44 an attempt is on the report with whether the password was right, and the answer tells nothing`()
        async throws
    {
        let center = try await AdminHouse()
        let other = try await center.house.add("gus")
        try await center.house.serve { client in
            let stranger = TestBrowser(client)
            #expect(try await Self.knock(stranger, center.member.name, center.member.password) == 401)
            #expect(try await Self.knock(stranger, other.name, "Wrong-Harbour-93-lamp") == 401)
            #expect(try await Self.knock(stranger, "nobody@example.com", "Wrong-Harbour-93-lamp") == 401)
            let (browser, _) = try await center.browser(client)
            let page = try await browser.get("/admin/legacy")
            #expect(page.status == 200)
            for word in [center.member.name, other.name, "Names of nobody", "192.0.2.0/24", "Password never right"] {
                #expect(page.body.contains(word), "\(word)")
            }
            let proven = try await browser.get("/admin/legacy?proven=1&state=open&door=legacyBasic")
            #expect(proven.body.contains(center.member.name) && !proven.body.contains(other.name))
            for nothing in ["state=done", "q=nobody%40nowhere", "clientApp=POP3", "door=legacyMail"] {
                let narrowed = try await browser.get("/admin/legacy?\(nothing)")
                #expect(!narrowed.body.contains("/admin/legacy/entries/"), "\(nothing)")
            }
            // What is no value of ours narrows nothing.
            let ignored = try await browser.get("/admin/legacy?state=blue&clientApp=Pigeon&door=window")
            #expect(ignored.body.contains(center.member.name) && ignored.body.contains(other.name))
        }
    }

    @Test func `a line is tended by its form, and a form that is wrong comes back with what was typed`() async throws {
        let center = try await AdminHouse()
        let id = try await center.legacyEntry(in: try await center.house.operatorCaller().tenant)
        let path = "/admin/legacy/entries/\(id)"
        try await center.house.serve { client in
            let (browser, _) = try await center.browser(client)
            let page = try await browser.get(path)
            #expect(page.status == 200 && page.body.contains("OAuth2"))
            let wrong = try await browser.submit(
                page, path,
                [("state", "accepted"), ("until", "2020-01-01"), ("owner", center.admin.name), ("note", "a<b")])
            #expect(wrong.status == 400 && wrong.body.contains("at most a year") && wrong.body.contains("a&lt;b"))
            let until = (center.house.now + .days(30)).dateForm
            let right = try await browser.submit(
                wrong, path, [("state", "accepted"), ("until", until), ("owner", center.admin.name), ("note", "soon")])
            #expect(right.status == 200 && right.body.contains("The line is saved."))
            #expect(right.body.contains("Accepted for now") && right.body.contains("soon"))
        }
        let audit = try #require(try await center.audit(.legacyEntryUpdated))
        #expect(audit.succeeded && audit.targets.first?.id == id.rawValue)
    }

    @Test func `the sheet and the JSON hold what the page shows, for who may read it`() async throws {
        let center = try await AdminHouse()
        _ = try await center.legacyEntry(in: try await center.house.operatorCaller().tenant)
        let reader = try await center.house.add("rea", role: .reportsReader)
        try await center.house.serve { client in
            let (browser, _) = try await center.browser(client, as: reader, at: "/admin/legacy")
            let sheet = try await browser.get("/admin/legacy.csv")
            #expect(sheet.status == 200 && sheet.headers[.contentType] == "text/csv; charset=utf-8")
            #expect(sheet.body.hasPrefix("userPrincipalName,") && sheet.body.contains(center.member.name))
            let answer = try await browser.get("/admin/legacy.json?state=open")
            let json = try JSONReader.object(Array(answer.body.utf8))
            guard case .array(let lines) = json["value"], case .object(let line)? = lines.first else {
                Issue.record("no lines in \(answer.body)")
                return
            }
            #expect(lines.count == 1 && line.string("userPrincipalName") == center.member.name)
            #expect(line.string("remedy") == "mailReading" && json["@odata.nextLink"] == nil)
            let none = try await browser.get("/admin/legacy.json?state=done")
            #expect(none.body == #"{"value":[]}"#)
            // A reader sees who takes care of it, and no form.
            let page = try await browser.get("/admin/legacy/entries/00000000-0000-4000-8000-00000000001e")
            #expect(page.status == 200 && !page.forms.contains { $0.hasPrefix("/admin/legacy") })
        }
    }

    @Test func `before the defaults are switched on, their page tells by name what would break`() async throws {
        let center = try await AdminHouse()
        try await SwitchSecurityDefaults(center.house.tools)
            .off(reason: .tooManyPrompts, by: try await center.house.operatorCaller())
        try await SetLegacySurface(center.house.tools)(.web, .both, by: try await center.house.operatorCaller())
        try await center.house.serve { client in
            let stranger = TestBrowser(client)
            #expect(try await Self.knock(stranger, center.member.name, center.member.password) == 200)
            let (browser, _) = try await center.browser(client)
            let page = try await browser.get("/admin/security-defaults")
            #expect(page.body.contains("1 account would be stopped.") && page.body.contains("/admin/legacy/impact"))
            let impact = try await browser.get("/admin/legacy/impact")
            #expect(impact.status == 200 && impact.body.contains(center.member.name))
            #expect(impact.body.contains("Let in"))
            _ = try await SwitchSecurityDefaults(center.house.tools)
                .on(revokesSessions: false, by: try await center.house.operatorCaller())
            let after = try await browser.get("/admin/security-defaults")
            #expect(after.status == 200 && !after.body.contains("would be stopped"))
        }
    }

    @Test func `the last use of a secret is on the page of workloads`() async throws {
        let center = try await AdminHouse()
        try await center.house.serve { client in
            let (browser, _) = try await center.browser(client)
            let before = try await browser.get("/admin/legacy/workloads")
            #expect(before.status == 200 && before.body.contains("Harbour"))
            let report = try await ListWorkloadCredentials(center.house.tools)(
                by: try await center.house.operatorCaller())
            #expect(report.secrets.map(\.lastUsedAt) == [nil] && report.isComplete)
            _ = try await TestBrowser(client).raw(
                "/\(center.app.tenant)/oauth2/v2.0/token",
                [
                    ("grant_type", "client_credentials"), ("client_id", center.app.id.rawValue),
                    ("client_secret", center.app.secret ?? ""),
                ])
            let used = try await ListWorkloadCredentials(center.house.tools)(
                by: try await center.house.operatorCaller())
            #expect(used.secrets.map(\.lastUsedAt) == [center.house.now])
        }
    }
}
