import HTTPTypes
import MartletActions
import MartletDirectory
import MartletTesting
import Testing

/// Who comes through the doors of the admin center, for every URL that there is.
@Suite struct `The doors of the admin center` {
    @Test func `a stranger is asked to sign in by every page and every form`() async throws {
        let center = try await AdminHouse()
        try await center.house.serve { client in
            for path in try await center.paths("GET") {
                let answer = try await TestBrowser(client).send(path, .get, nil, [:])
                #expect(answer.status == 303 && answer.location.hasPrefix("/signin/"), "\(path)")
            }
            let before = try await center.changes()
            for path in try await center.paths("POST") {
                let answer = try await TestBrowser(client).raw(path, center.fields)
                #expect(answer.status == 303 && answer.location.hasPrefix("/signin/"), "\(path)")
            }
            #expect(try await center.changes() == before)
        }
    }

    @Test func `a member without a role is refused by every page and every form`() async throws {
        let center = try await AdminHouse()
        try await center.house.serve { client in
            let (browser, first) = try await center.browser(client, as: center.member)
            #expect(first.status == 403)
            for path in try await center.paths("GET") {
                #expect(try await browser.get(path).status == 403, "\(path)")
            }
            let token = try #require(first.token.isEmpty ? nil : first.token)
            let before = try await center.changes()
            for path in try await center.paths("POST") {
                let answer = try await browser.raw(path, center.fields + [("token", token)])
                #expect(answer.status == 403, "\(path)")
            }
            #expect(try await center.changes() == before)
        }
    }

    @Test func `a form without the token of its page changes nothing`() async throws {
        let center = try await AdminHouse()
        try await center.house.serve { client in
            let (browser, page) = try await center.browser(client)
            let before = try await center.changes()
            for path in try await center.paths("POST") {
                #expect(try await browser.raw(path, center.fields).status == 403, "\(path)")
                let forged = try await browser.raw(path, center.fields + [("token", "x" + page.token.dropFirst())])
                #expect(forged.status == 403, "\(path)")
            }
            #expect(try await center.changes() == before)
        }
    }

    @Test func `a page of another site cannot post even with the right token`() async throws {
        let center = try await AdminHouse()
        try await center.house.serve { client in
            let (browser, page) = try await center.browser(client)
            let site = try #require(HTTPField.Name("Sec-Fetch-Site"))
            let path = "/admin/users/\(center.member.id)/disable"
            let forged = try await browser.raw(path, [("token", page.token)], headers: [site: "cross-site"])
            #expect(forged.status == 403)
            let own = try await browser.raw(path, [("token", page.token)], headers: [site: "same-origin"])
            #expect(own.status == 303 && own.location.hasSuffix("?notice=userDisabled"))
        }
    }

    @Test func `an administrator sees every page, without a word that has no translation`() async throws {
        let center = try await AdminHouse()
        try await center.house.serve { client in
            let (browser, first) = try await center.browser(client)
            #expect(first.status == 200)
            for path in try await center.paths("GET") {
                for language in ["en", "ja"] {
                    let page = try await browser.get("\(path)?ui_locales=\(language)")
                    #expect(page.status == 200 && !page.body.contains("⟦"), "\(path) \(language)")
                    #expect(page.headers[.cacheControl] == "no-store", "\(path)")
                }
            }
        }
    }

    @Test(arguments: ["/admin/users/x", "/admin/users/00000000-0000-4000-8000-000000000000", "/admin/roles/1"])
    func `what does not exist is told inside the center`(path: String) async throws {
        let center = try await AdminHouse()
        try await center.house.serve { client in
            let (browser, _) = try await center.browser(client)
            let page = try await browser.get(path)
            #expect(page.status == 404 && page.forms.contains("/signout"))
        }
    }

    @Test func `the button of the center signs out`() async throws {
        let center = try await AdminHouse()
        try await center.house.serve { client in
            let (browser, page) = try await center.browser(client)
            #expect(try await browser.submit(page, "/signout").status == 200)
            #expect(try await browser.send("/admin", .get, nil, [:]).location.hasPrefix("/signin/"))
        }
    }

    @Test func `somebody disabled in the middle of a session is out at once (A109)`() async throws {
        let center = try await AdminHouse()
        let second = try await center.house.add("gus", role: .globalAdministrator)
        try await center.house.serve { client in
            let (browser, _) = try await center.browser(client, as: second)
            try await SetUserEnabled(center.house.tools)(
                second.id, isEnabled: false, by: try await center.house.operatorCaller())
            #expect(try await browser.send("/admin", .get, nil, [:]).location.hasPrefix("/signin/"))
        }
    }
}
