import HTTPTypes
import HummingbirdTesting
import MartletActions
import MartletDirectory
import MartletPolicy
import MartletStore
import MartletTesting
import Testing

/// A082, A085: which texts are passwords, when one is tried and when one is set.
@Suite struct `Texts of passwords` {
    /// Passwords that are kept whole, with texts that are nearly the same.
    static let kept: [(password: String, near: [String])] = [
        (long(64), [long(63), long(64) + "x", long(72)]), (long(256), [long(255), long(257)]),
        ("Violet  Harbour 93 ", ["Violet  Harbour 93", "Violet Harbour 93 ", " Violet  Harbour 93 "]),
        ("🦊🌧 Hafen 🪁 1793 🧶", ["🦊🌧 Hafen 🪁 1793 🧵", "🦊 Hafen 🪁 1793 🧶", "???? Hafen ?? 1793 ??"]),
        ("Violet-Harbour-93-l", ["Violet-Harbour-93-l\n", "Violet-Harbour-93-l\u{1}", "violet-harbour-93-l"]),
        (
            long(72) + "-Kelp",
            [long(72) + "-Moss", long(72)]
        ),
    ]

    @Test(arguments: kept)
    func `A082 a password counts whole and as it is`(password: String, near: [String]) async throws {
        let here = try await GuessingHouse()
        let person = try await here.house.add("pia", isRegistered: false, password: password)
        try await here.house.serve { client in
            for text in near {
                for door in [GuessDoor.form, .passwordGrant] {
                    let tried = try await here.attempt(client, at: door, name: person.name, password: text)
                    #expect(!tried.opened && (400..<500).contains(tried.answer.status))
                }
            }
            for door in [GuessDoor.form, .passwordGrant, .basic] {
                let right = try await here.attempt(client, at: door, name: person.name, password: password)
                // HTTP Basic carries what fits into its header and nothing else.
                #expect(right.opened, "\(door)")
            }
        }
    }

    @Test func `A082 composed and decomposed letters are one password`() async throws {
        let here = try await GuessingHouse()
        let person = try await here.house.add(
            "pia", isRegistered: false, password: "Br\u{FC}cke-\u{C5}kern-1793-\u{FF76}\u{FF9E}")
        try await here.house.serve { client in
            for text in ["Bru\u{308}cke-A\u{30A}kern-1793-\u{30AC}", "Br\u{FC}cke-\u{212B}kern-1793-\u{30AB}\u{3099}"] {
                #expect(try await here.attempt(client, at: .form, name: person.name, password: text).opened)
            }
            let other = try await here.attempt(
                client, at: .form, name: person.name, password: "Brucke-Akern-1793-\u{30AC}")
            #expect(!other.opened)
        }
    }

    @Test(arguments: [
        (1_025, 401), (3_073, 401), (16_384, 401), (16_385, 400), (64 * 1024, 413), (1_000_000, 413),
    ])
    func `A082 an endless password is refused without being hashed`(length: Int, status: Int) async throws {
        let here = try await GuessingHouse()
        try await here.house.serve { client in
            for door in [GuessDoor.form, .passwordGrant] {
                let tried = try await here.attempt(
                    client, at: door, name: here.member.name, password: String(repeating: "a", count: length))
                #expect(!tried.opened && (400..<500).contains(tried.answer.status), "\(door)")
                if door == .form { #expect(tried.answer.status == status) }
            }
            let basic = try await here.attempt(
                client, at: .basic, name: here.member.name, password: String(repeating: "a", count: length))
            #expect(!basic.opened && basic.answer.status == 401)
            let right = try await here.attempt(
                client, at: .form, name: here.member.name, password: here.member.password)
            #expect(right.opened)
        }
    }

    @Test(arguments: ["%00", "Violet-Harbour-93-lamp%00", "%ff%fe", "%zz", "%"])
    func `A082 a NUL or a broken text is a bad request`(encoded: String) async throws {
        let here = try await GuessingHouse()
        try await here.house.serve { client in
            let browser = TestBrowser(client)
            let page = try await browser.submit(
                try await browser.get(TestBrowser.authorizePath(here.app)), "/name", [("username", here.member.name)])
            let target = try #require(page.forms.first { $0.hasSuffix("/password") })
            let headers: HTTPFields = [.contentType: "application/x-www-form-urlencoded"]
            let form = try await browser.send(target, .post, "token=\(page.token)&password=\(encoded)", headers)
            #expect(form.status == 400 && form.headers[.location] == nil)
            let grant = try await browser.send(
                "/\(here.app.tenant)/oauth2/v2.0/token", .post,
                "grant_type=password&client_id=\(here.app.id)&username=mia%40example.com&password=\(encoded)", headers)
            #expect(grant.status == 400 && grant.json("access_token") == nil)
            #expect(try await here.house.signIns().isEmpty)
        }
    }

    /// Weak in different ways: too short, too common, made of the person's or the organisation's name, one letter.
    static let weak = ["short1!", "Password123", "mia@example.com", "Example2026!", "aaaaaaaaaaaaaaaa", long(257)]

    @Test(arguments: weak)
    func `A085 a weak password is refused wherever one is set`(weak: String) async throws {
        let empty = try await TestHouse()
        let request = SetUpRequest(
            organizationName: "Example", domain: "example.com", displayName: "Ada Admin", userName: "mia",
            password: weak)
        await Self.expectRefusal { _ = try await InitializeOrganization(empty.tools)(request) }
        #expect(try await empty.store.read { try $0.tenants.first() } == nil)

        let here = try await GuessingHouse()
        let caller = try await here.house.operatorCaller()
        await Self.expectRefusal { _ = try await here.house.add("mia2", password: weak) }
        await Self.expectRefusal {
            try await ResetPassword(here.house.tools)(
                here.member.id, password: .given(weak, isTemporary: false), by: caller)
        }
        let temporary = try #require(try await ResetPassword(here.house.tools)(here.admin.id, by: caller))
        try await here.house.serve { client in
            let inside = try await here.signedIn(client)
            for (text, status) in [(weak, 400), ("Amber-Quarry-58-moss", 200)] {
                let page = try await inside.get("/account/password")
                let answer = try await inside.submit(
                    page, "/account/password",
                    [("password", here.member.password), ("new-password", text), ("confirm-password", text)])
                #expect(answer.status == status)
            }
            let browser = TestBrowser(client)
            var page = try await browser.password(
                try await browser.get(TestBrowser.authorizePath(here.app)), here.admin, password: temporary)
            // Whoever has a second factor proves it before a new password.
            page = try await browser.submit(page, "/code", [("code", here.admin.code(at: here.house.now))])
            for text in [weak, "Amber-Quarry-58-moss"] {
                #expect(page.forms.contains { $0.hasSuffix("/new-password") })
                page = try await browser.submit(
                    page, "/new-password", [("new-password", text), ("confirm-password", text)])
            }
            #expect(!page.forms.contains { $0.hasSuffix("/new-password") })
        }
    }

    private static func expectRefusal(_ body: () async throws -> Void) async {
        do {
            try await body()
            Issue.record("a weak password was taken")
        } catch ActionError.invalid(let problems) {
            #expect(problems.contains { if case .password(.refused) = $0.problem { true } else { false } })
        } catch {
            Issue.record("\(error)")
        }
    }

    /// A text of so many characters that no rule finds anything in.
    private static func long(_ count: Int) -> String {
        String((0..<count).map { "QxvbK7wzTjm3PfhRc9LnDg5"[offset: $0 * 7 % 23] })
    }
}

extension String {
    fileprivate subscript(offset offset: Int) -> Character { self[index(startIndex, offsetBy: offset)] }
}
