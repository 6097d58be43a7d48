import HTTPTypes
import HummingbirdTesting
import MartletActions
import MartletDirectory
import MartletStore
import MartletTesting
import Testing

@testable import MartletServer

/// A105: whatever a mail scanner or a prefetching browser fetches changes nothing.
@Suite struct `Safe methods` {
    @Test(arguments: [HTTPRequest.Method.get, .head])
    func `A105 no post address acts when it is fetched`(method: HTTPRequest.Method) async throws {
        let here = try await TokenHouse()
        let doors = Doors(tools: here.house.tools, pages: try PageRenderer(), options: ServerOptions())
        let posts = ServerRouter.paths(doors).filter { $0.hasPrefix("POST ") }.map { String($0.dropFirst(5)) }
        #expect(posts.count > 30)
        try await here.house.serve { client in
            let browser = try await here.signedIn(client, as: here.admin)
            _ = try await here.tokens(browser)
            let before = try await Self.picture(here)
            let token = try await browser.get("/account/password").token
            for path in posts where path != "/:tenant/oauth2/v2.0/authorize" && !path.hasSuffix("/logout") {
                let real = path.split(separator: "/").map { segment -> String in
                    switch segment {
                    case ":tenant": here.app.tenant.rawValue
                    case ":user": here.member.id.rawValue
                    case ":app", ":id": here.app.id.rawValue
                    case ":role": DirectoryRole.globalAdministrator.id.rawValue
                    default: segment.hasPrefix(":") ? "00000000-0000-4000-8000-000000000000" : String(segment)
                    }
                }
                let address = "/" + real.joined(separator: "/") + "?token=\(token)&reason=other&text=x&password=x"
                let answer = try await browser.send(address, method, nil, [:])
                #expect(answer.status < 500, "\(path)")
            }
            #expect(try await Self.picture(here) == before)
            #expect(try await browser.get("/admin").status == 200)
        }
    }

    @Test(arguments: [HTTPRequest.Method.get, .head])
    func `A105 fetching sign-out without a proof signs nobody out, and posting the form does`(
        method: HTTPRequest.Method
    ) async throws {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let browser = try await here.signedIn(client)
            for path in [
                "/signout", "/\(here.app.tenant)/oauth2/v2.0/logout",
                "/\(here.app.tenant)/oauth2/v2.0/logout?client_id=\(here.app.id)",
                "/\(here.app.tenant)/oauth2/v2.0/logout?id_token_hint=e30.e30.",
            ] {
                let answer = try await browser.send(path, method, nil, [:])
                // Pages have no HEAD at all.
                #expect(answer.status == (method == .get ? 200 : 404))
            }
            #expect(try await browser.get("/account").forms.allSatisfy { !$0.contains("/signin/") })
            #expect(try await browser.submit(try await browser.get("/signout"), "/signout").status == 200)
            #expect(try await browser.get("/account").forms.contains { $0.contains("/signin/") })
        }
    }

    @Test func `A105 a page of a flow can be fetched any number of times and the flow goes on`() async throws {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let browser = TestBrowser(client)
            let start = try await browser.get(TestBrowser.authorizePath(here.app))
            let asked = try await browser.password(start, here.member)
            for (method, status) in [(HTTPRequest.Method.get, 200), (.head, 404), (.get, 200)] {
                #expect(try await browser.send(asked.location, method, nil, [:]).status == status)
            }
            let page = try await browser.submit(asked, "/code", [("code", here.member.code(at: here.house.now))])
            let done = try await browser.submit(page, "/stay", [("stay", "no")])
            #expect(done.parameters["code"] != nil)
        }
    }

    /// The numbers of the log rows, and who is live.
    private static func picture(_ here: TokenHouse) async throws -> [Int] {
        let tenant = try await here.caller.tenant
        let now = here.house.now
        return try await here.house.store.read { tables in
            [
                try tables.audits.list(in: tenant, filter: .init(), after: nil, limit: 500).items.count,
                try tables.signIns.list(in: tenant, filter: .init(), after: nil, limit: 500).items.count,
                try tables.sessions.list(here.admin.id, liveAt: now).count,
                try tables.roleAssignments.list(in: tenant).count, try tables.users.count(in: tenant),
            ]
        }
    }
}
