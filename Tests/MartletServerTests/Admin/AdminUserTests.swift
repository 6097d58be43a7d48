import HTTPTypes
import MartletActions
import MartletDirectory
import MartletStore
import MartletTesting
import Testing

/// The users of the admin center.
@Suite struct `Users in the admin center` {
    @Test func `the list is searched, filtered and paged without losing anybody`() async throws {
        let center = try await AdminHouse()
        try await Self.fill(center, count: 70)
        try await center.house.serve { client in
            let (browser, _) = try await center.browser(client)
            let first = try await browser.get("/admin/users")
            let next = try #require(Self.nextPage(of: first))
            let second = try await browser.get(next)
            let (one, two) = (Set(Self.users(first)), Set(Self.users(second)))
            #expect(one.count == 50 && one.isDisjoint(with: two) && one.union(two).count == 72)
            #expect(Self.nextPage(of: second) == nil)

            #expect(Self.users(try await browser.get("/admin/users?q=mia")) == [center.member.id.rawValue])
            #expect(
                Self.users(try await browser.get("/admin/users?filter=administrators")) == [center.admin.id.rawValue])
            #expect(Self.users(try await browser.get("/admin/users?q=nobody")).isEmpty)
            // What is no word of ours narrows nothing, and a broken place is the beginning.
            #expect(Set(Self.users(try await browser.get("/admin/users?filter=zebras&after=%2b"))) == one)
        }
    }

    @Test func `a new user's password is shown once and stored nowhere`() async throws {
        let center = try await AdminHouse()
        try await center.house.serve { client in
            let (browser, _) = try await center.browser(client)
            let form = try await browser.get("/admin/users/new")
            let shown = try await browser.submit(
                form, "/admin/users",
                [
                    ("localPart", "nia"), ("domain", "example.com"), ("displayName", "Nia New"), ("givenName", "Nia"),
                    ("surname", ""), ("role", DirectoryRole.globalReader.id.rawValue), ("passwordMode", "generate"),
                    ("password", ""),
                ])
            #expect(shown.status == 200 && shown.headers[.cacheControl] == "no-store")
            let caller = try await center.house.operatorCaller()
            let user = try #require(try await FindUser(center.house.tools)(named: "nia@example.com", by: caller))
            let password = try #require(Self.secret(shown))
            #expect(user.givenName == "Nia" && user.surname == nil)
            let page = try await browser.get("/admin/users/\(user.id)")
            #expect(page.status == 200 && !page.body.contains(password))
            #expect(page.body.contains(DirectoryRole.globalReader.id.rawValue))

            // It is a password that works, for one sign-in, which asks for another one.
            var nia = center.member
            nia.name = "nia@example.com"
            nia.password = password
            let other = TestBrowser(client)
            let asked = try await other.password(try await other.get("/account"), nia)
            #expect(asked.forms.contains { $0.hasSuffix("/new-password") })
        }
    }

    @Test func `a form that is wrong comes back with what was typed but the password`() async throws {
        let center = try await AdminHouse()
        try await center.house.serve { client in
            let (browser, _) = try await center.browser(client)
            let before = try await center.changes()
            let form = try await browser.get("/admin/users/new")
            let back = try await browser.submit(
                form, "/admin/users",
                [
                    ("localPart", "mia"), ("domain", "example.com"), ("displayName", "Zoé <b>"),
                    ("passwordMode", "type"), ("password", "password1"),
                ])
            #expect(back.status == 400)
            #expect(back.body.contains("Zoé &lt;b&gt;") && !back.body.contains("password1"))
            let weak = try await browser.submit(
                form, "/admin/users",
                [
                    ("localPart", "zoe"), ("domain", "example.com"), ("displayName", "Zoé"),
                    ("passwordMode", "type"), ("password", "password1"),
                ])
            #expect(weak.status == 400 && weak.body.contains("too easy to guess"))
            #expect(try await center.changes() == before)
        }
    }

    @Test func `a reset shows a new password once and signs the person out`() async throws {
        let center = try await AdminHouse()
        try await center.house.serve { client in
            let (theirs, _) = try await center.browser(client, as: center.member, at: "/account")
            let (browser, _) = try await center.browser(client)
            let page = try await browser.get("/admin/users/\(center.member.id)")
            let shown = try await browser.submit(page, "/reset-password")
            let password = try #require(Self.secret(shown))
            #expect(password != center.member.password)
            #expect(try await theirs.send("/account", .get, nil, [:]).location.hasPrefix("/signin/"))
        }
    }

    @Test func `every form of a user's page does what it says and is in the log`() async throws {
        let center = try await AdminHouse()
        try await center.house.serve { client in
            let (browser, _) = try await center.browser(client)
            let path = "/admin/users/\(center.member.id)"
            let forms: [(String, [(String, String)], AuditActivity)] = [
                ("/edit", [("displayName", "Mia Moon"), ("givenName", "Mia"), ("surname", "")], .userUpdated),
                ("/revoke-sessions", [], .sessionsRevoked),
                ("/require-registration", [], .reregistrationRequired),
                ("/mfa-state", [("state", "enabled")], .perUserMFAChanged),
                ("/roles", [("role", DirectoryRole.globalReader.id.rawValue)], .roleAssigned),
                ("/disable", [], .userDisabled), ("/enable", [], .userEnabled), ("/delete", [], .userDeleted),
            ]
            for (action, fields, activity) in forms {
                // No two records at one time, so that the newest is this one.
                center.house.clock.advance(by: .seconds(1))
                let page = try await browser.get(path)
                let done = try await browser.submit(page, action, fields)
                #expect(done.status == 200 && done.location.contains("?notice="), "\(action)")
                let record = try #require(try await center.audit(activity), "\(action)")
                #expect(record.succeeded && record.targets.contains { $0.id == center.member.id.rawValue })
                #expect(record.address == "192.0.2.10")
            }
            #expect(try await browser.get(path).status == 404)
        }
    }

    @Test func `PU-1 PU-5 whoever looks after methods sets MFA by name, and nobody else does`() async throws {
        let center = try await AdminHouse()
        let keeper = try await center.house.add("kit", role: .authenticationAdministrator)
        let helper = try await center.house.add("hal", role: .helpdeskAdministrator)
        // The member of the example is in a group that can hold roles, where only some reach.
        let zoe = try await center.house.add("zoe")
        let path = "/admin/users/\(zoe.id)"
        try await center.house.serve { client in
            let (browser, _) = try await center.browser(client, as: keeper)
            for state in User.PerUserMFA.allCases.reversed() {
                let page = try await browser.get(path)
                let done = try await browser.submit(page, "/mfa-state", [("state", state.rawValue)])
                #expect(done.status == 200 && done.location.hasSuffix("?notice=mfaStateSet"))
                #expect(done.body.contains("value=\"\(state.rawValue)\" selected"))
                #expect(try await Self.mfaState(of: zoe, in: center) == state)
            }
            let token = try await browser.get(path).token
            let unknown = try await browser.raw("\(path)/mfa-state", [("token", token), ("state", "always")])
            #expect(unknown.status == 400)
            // Nobody reaches up.
            let upwards = try await browser.raw(
                "/admin/users/\(center.admin.id)/mfa-state", [("token", token), ("state", "disabled")])
            #expect(upwards.status == 403)

            let (other, page) = try await center.browser(client, as: helper)
            let refused = try await other.raw("\(path)/mfa-state", [("token", page.token), ("state", "enforced")])
            #expect(refused.status == 403)
            // What may not be sent is not offered.
            let shown = try await other.get(path)
            #expect(shown.status == 200 && shown.forms.allSatisfy { !$0.hasSuffix("/mfa-state") })
            #expect(try await Self.mfaState(of: zoe, in: center) == .disabled)
        }
    }

    private static func mfaState(
        of person: TestHouse.Person, in center: AdminHouse
    ) async throws -> User.PerUserMFA? {
        let caller = try await center.house.operatorCaller()
        return try await FindUser(center.house.tools)(named: person.name, by: caller)?.perUserMFA
    }

    @Test func `a double click changes nothing twice`() async throws {
        let center = try await AdminHouse()
        try await center.house.serve { client in
            let (browser, page) = try await center.browser(client)
            let path = "/admin/users/\(center.member.id)/disable"
            _ = try await browser.raw(path, [("token", page.token)])
            let again = try await browser.raw(path, [("token", page.token)])
            #expect(again.status == 303 && again.location.hasSuffix("?notice=nothingChanged"))
        }
    }

    private static func fill(_ center: AdminHouse, count: Int) async throws {
        let tenant = try await center.house.operatorCaller().tenant
        let (tools, now) = (center.house.tools, center.house.now)
        let users = (0..<count).map { number in
            User(
                id: tools.ambient.newID(), tenant: tenant,
                userPrincipalName: UserPrincipalName(stored: "crew\(number)@example.com"),
                displayName: "Crew \(number)", createdAt: now, sessionsValidFrom: now)
        }
        try await center.house.store.write { tables in for user in users { try tables.users.insert(user) } }
    }

    /// The link to the next page; the links that change the language keep their place and lead nowhere.
    private static func nextPage(of page: TestBrowser.Answer) -> String? {
        links(page, "/admin/users?").first { $0.contains("after=") && !$0.contains("ui_locales=") }
    }

    /// The ids of the users that a list links to, each once, in order.
    static func users(_ page: TestBrowser.Answer) -> [String] {
        var found: [String] = []
        for link in links(page, "/admin/users/") {
            let id = String(link.dropFirst("/admin/users/".count))
            if id.count == 36, !found.contains(id) { found.append(id) }
        }
        return found
    }

    /// The links of a page that begin in a certain way.
    static func links(_ page: TestBrowser.Answer, _ prefix: String) -> [String] {
        page.body.split(separator: "href=\"").dropFirst()
            .compactMap { $0.split(separator: "\"").first.map { $0.split(separator: "&amp;").joined(separator: "&") } }
            .filter { $0.hasPrefix(prefix) }
    }

    /// The secret that a page shows once, in the element of an id.
    static func secret(_ page: TestBrowser.Answer, id: String = "once-password") -> String? {
        page.body.split(separator: "id=\"\(id)\">").dropFirst().first?.split(separator: "<").first.map(String.init)
    }
}
