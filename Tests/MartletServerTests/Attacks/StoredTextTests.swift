import HTTPTypes
import HummingbirdTesting
import MartletActions
import MartletDirectory
import MartletServer
import MartletStore
import MartletTesting
import Testing

/// A121: what people and programs have stored, on every page that shows it.
@Suite struct `Markup in stored texts` {
    private static let hostile = "<script>alert(1)</script>\" onfocus=\"x' & {{t:x}}"

    /// Gives the organisation, a person, a group and an app a name that is markup.
    private func poison(_ center: AdminHouse) async throws {
        let tenant = try await center.house.operatorCaller().tenant
        let (people, group, app) = ([center.admin.id, center.member.id], center.group.id, center.app.id)
        try await center.house.store.write { tables in
            if var organization = try tables.tenants.find(tenant) {
                organization.displayName = Self.hostile
                try tables.tenants.update(organization)
            }
            for person in people {
                if var user = try tables.users.find(person, in: tenant) {
                    user.displayName = Self.hostile
                    user.givenName = Self.hostile
                    try tables.users.update(user)
                }
            }
            if var found = try tables.groups.find(group, in: tenant) {
                found.displayName = Self.hostile
                found.description = Self.hostile
                try tables.groups.update(found)
            }
            if var found = try tables.applications.find(app, in: tenant) {
                found.displayName = Self.hostile
                try tables.applications.update(found)
            }
        }
    }

    @Test func `A121 markup in a stored name or a user agent is text on every page`() async throws {
        let center = try await AdminHouse()
        try await poison(center)
        try await center.house.serve { client in
            let browser = TestBrowser(client, userAgent: Self.hostile)
            _ = try await browser.signIn("/admin", as: center.admin, at: center.house.now)
            let doors = Doors(tools: center.house.tools, pages: try PageRenderer(), options: ServerOptions())
            let own = ServerRouter.paths(doors).filter { $0.hasPrefix("GET /account") && !$0.contains(":") }
                .map { String($0.dropFirst(4)) }
            let asked = [TestBrowser.authorizePath(center.app, extra: "&prompt=login"), "/signout", "/device"]
            var showing = 0
            for path in try await center.paths("GET") + own + asked {
                let page = try await browser.get(path)
                #expect(page.status < 500, "\(path)")
                #expect(page.headers[.xContentTypeOptions] == "nosniff", "\(path)")
                guard page.headers[.contentType]?.hasPrefix("text/html") == true else { continue }
                #expect(!page.body.contains("<script>alert") && !page.body.contains("\" onfocus=\""), "\(path)")
                #expect(page.headers[.contentSecurityPolicy]?.contains("script-src 'nonce-") == true, "\(path)")
                if page.body.contains("&lt;script&gt;alert(1)") { showing += 1 }
            }
            #expect(showing > 20)
        }
    }
}
