import MartletActions
import MartletDirectory
import MartletTesting
import Testing

@testable import MartletServer

/// The gateways that ask by RADIUS, in the admin center.
@Suite struct `RADIUS gateways in the admin center` {
    private static let path = "/admin/legacy/radius"

    private static func secret(_ page: TestBrowser.Answer) -> String {
        let rest = page.body.split(separator: "id=\"radius-secret\">", maxSplits: 1).dropFirst().first ?? ""
        return String(rest.prefix { $0 != "<" })
    }

    @Test func `a gateway is added, renamed, given another secret and removed, each audited`() async throws {
        let center = try await AdminHouse()
        try await center.house.serve { client in
            let (browser, _) = try await center.browser(client)
            let empty = try await browser.get(Self.path)
            #expect(empty.status == 200 && empty.body.contains("Nobody may ask"))
            let once = try await browser.submit(empty, Self.path, [("name", "Harbour VPN"), ("range", "192.0.2.0/24")])
            #expect(once.status == 200 && Self.secret(once).utf8.count == 48)
            let added = try #require(try await center.audit(.radiusClientAdded))
            let page = try await browser.get(Self.path)
            #expect(page.body.contains("Harbour VPN") && page.body.contains("192.0.2.0/24"))
            // What is shown once is shown nowhere again, and is in no record.
            #expect(!page.body.contains(Self.secret(once)))
            #expect(!added.changes.contains { $0.new?.contains(Self.secret(once)) == true })
            let caller = try await center.house.operatorCaller()
            let id = try #require(try await ListRADIUSClients(center.house.tools)(by: caller).first?.id)

            let renamed = try await browser.submit(page, "\(id)/rename", [("name", "Delft VPN")])
            #expect(renamed.location.contains("notice=radiusClientRenamed") && renamed.body.contains("Delft VPN"))
            #expect(try await center.audit(.radiusClientRenamed) != nil)
            let wrong = try await browser.submit(renamed, "\(id)/rename", [("name", "  ")])
            #expect(wrong.status == 400 && wrong.body.contains("up to 120 characters"))

            let other = try await browser.submit(renamed, "\(id)/secret")
            #expect(Self.secret(other).utf8.count == 48 && Self.secret(other) != Self.secret(once))
            #expect(try await center.audit(.radiusSecretReplaced) != nil)

            let removed = try await browser.submit(renamed, "\(id)/remove")
            #expect(removed.location.contains("notice=radiusClientRemoved") && removed.body.contains("Nobody may ask"))
            #expect(try await center.audit(.radiusClientRemoved) != nil)
            let gone = try await browser.raw(
                "\(Self.path)/\(id)/secret", [("token", removed.token)])
            #expect(gone.status == 404)
        }
    }

    @Test func `a form that is wrong comes back with what was typed, and a range has one gateway`() async throws {
        let center = try await AdminHouse()
        try await center.house.serve { client in
            let (browser, _) = try await center.browser(client)
            let page = try await browser.get(Self.path)
            let wrong = try await browser.submit(page, Self.path, [("name", ""), ("range", "10.0.0.1/8<")])
            #expect(wrong.status == 400 && wrong.body.contains("10.0.0.1/8&lt;"))
            #expect(wrong.body.contains("not an address or a range") && wrong.body.contains("up to 120 characters"))
            _ = try await browser.submit(page, Self.path, [("name", "One"), ("range", "10.0.0.1")])
            let taken = try await browser.submit(page, Self.path, [("name", "Two"), ("range", "10.0.0.1")])
            #expect(taken.status == 409 && taken.body.contains("already") && taken.body.contains("value=\"Two\""))
        }
    }

    @Test func `who only reads the directory sees the list and changes nothing`() async throws {
        let center = try await AdminHouse()
        let caller = try await center.house.operatorCaller()
        let added = try await AddRADIUSClient(center.house.tools)(name: "Harbour VPN", range: "192.0.2.7", by: caller)
        let reader = try await center.house.add("rita", role: .globalReader)
        try await center.house.serve { client in
            let browser = TestBrowser(client)
            let page = try await browser.signIn(Self.path, as: reader, at: center.house.now)
            #expect(page.status == 200 && page.body.contains("Harbour VPN"))
            #expect(!page.forms.contains { $0.hasPrefix(Self.path) })
            for (form, fields) in [
                ("", [("name", "Mine"), ("range", "10.0.0.1")]), ("/\(added.client.id)/rename", [("name", "Mine")]),
                ("/\(added.client.id)/secret", []), ("/\(added.client.id)/remove", []),
            ] {
                let refused = try await browser.raw(Self.path + form, [("token", page.token)] + fields)
                #expect(refused.status == 403, "\(form)")
            }
        }
        #expect(try await ListRADIUSClients(center.house.tools)(by: caller) == [added.client])
    }
}
