import MartletActions
import MartletDirectory
import MartletStore
import MartletTesting
import Testing

@testable import MartletServer

/// The first use of a certificate registers it, by the rules of every method.
@Suite struct `A certificate that is new to its person` {
    private func preferences(_ here: CardHouse, _ person: TestHouse.Person) async throws -> MethodPreferences {
        let tenant = try await here.house.operatorCaller().tenant
        return try await here.house.store.read { try $0.methodPreferences.find(person.id, in: tenant) }
    }

    private func set(_ here: CardHouse, _ name: String, _ text: String) async throws {
        try await SetMethodsPolicy(here.house.tools)(
            [(name: name, text: text)], by: try await here.house.operatorCaller())
    }

    /// PU-1.
    @Test func `as a first method it is noted, told of and enough where MFA was switched on by name`() async throws {
        let here = try await CardHouse(("certificates.worth", "multiFactor"))
        let (made, caller) = (try here.made(), try await here.house.operatorCaller())
        try await SetPerUserMFA(here.house.tools)(here.mia.id, .enabled, by: caller)
        try await here.serve { client in
            let browser = try await here.inside(client, here.mia, with: made)
            #expect(try await browser.get("/account").body.contains("Your first second step was set up on"))
        }
        let user = try await here.house.store.read { try $0.users.find(here.mia.id, in: caller.tenant) }
        #expect(user?.perUserMFA == .enforced)
        #expect(try await preferences(here, here.mia).firstRegisteredAt == here.house.now)
        #expect(try await here.audits(.methodRegistered).count == 1)
    }

    /// A026, A045.
    @Test(arguments: ["pass", "knownBrowser", "approval"])
    func `as a first method it needs what the organisation asks for`(setting: String) async throws {
        let here = try await CardHouse(("certificates.worth", "multiFactor"), ("general.firstRegistration", setting))
        let made = try here.made()
        try await here.serve { client in
            let page = try await here.signIn(here.mia.name, made, by: TestBrowser(client))
            #expect(page.status == 401 && page.body.contains("That certificate could not be used"))
        }
        #expect(try await here.rows().first?.details.last?.result == "registrationBarred")
        #expect(try await here.certificates(here.mia).isEmpty)
        // What an administrator has bound, or allowed, they have vouched for.
        let caller = try await here.house.operatorCaller()
        if setting == "approval" {
            try await AllowFirstRegistration(here.house.tools)(here.mia.id, by: caller)
        } else {
            _ = try await BindCertificate(here.house.tools)(
                BindCertificate.binding(of: made.pem), to: here.mia.id, by: caller)
        }
        try await here.serve { client in _ = try await here.inside(client, here.mia, with: made) }
        #expect(try await here.certificates(here.mia).count == 1)
        #expect(try await preferences(here, here.mia).registrationApprovedUntil == nil)
    }

    /// MR-2, MR-4.
    @Test(arguments: ["singleFactor", "multiFactor"])
    func `whoever has a method proves it, and then the certificate counts`(worth: String) async throws {
        let here = try await CardHouse(("certificates.worth", worth))
        let made = try here.root.sign { $0.principalName = here.ned.name }
        try await here.serve { client in
            // The password is not enough, nor is the certificate beside it.
            let browser = TestBrowser(client)
            var page = try await here.signIn(here.ned.name, made, by: browser)
            #expect(page.status == 200 && page.asks("password"))
            page = try await browser.submit(page, "/password", [("password", here.ned.password)])
            #expect(page.asks("code") && page.body.contains("It is used here for the first time"))
            #expect(try await here.certificates(here.ned).isEmpty)
            page = try await browser.submit(page, "/code", [("code", here.ned.code(at: here.house.now))])
            #expect(page.asks("stay") && !page.body.contains("It is used here for the first time"))
            _ = try await browser.submit(page, "/stay", [("stay", "no")])
            #expect(try await here.certificates(here.ned).count == 1)
            here.house.clock.advance(by: .minutes(1))
            let next = try await here.signIn(here.ned.name, made, by: TestBrowser(client))
            #expect(worth == "multiFactor" ? next.asks("stay") : next.asks("password"))
        }
        let row = try #require(try await here.rows().last { $0.status == .success && $0.user == here.ned.id })
        #expect(row.details.count == 3 && row.details.first?.method == "password")
        #expect(try await here.audits(.methodRegistered).count == 1)
    }

    @Test func `it is left behind by whoever types another name`() async throws {
        let here = try await CardHouse(("certificates.worth", "multiFactor"))
        let made = try here.root.sign { $0.principalName = here.ned.name }
        let otto = try await here.house.add("otto")
        try await here.serve { client in
            let browser = TestBrowser(client)
            var page = try await here.signIn(here.ned.name, made, by: browser)
            page = try await browser.get("/signin/\(page.handle)?with=name")
            page = try await browser.submit(page, "/name", [("username", otto.name)])
            page = try await browser.submit(page, "/password", [("password", otto.password)])
            page = try await browser.submit(page, "/code", [("code", otto.code(at: here.house.now))])
            #expect(page.asks("stay"))
        }
        let (his, others) = (try await here.certificates(here.ned), try await here.certificates(otto))
        #expect(his.isEmpty && others.isEmpty)
    }

    @Test func `what its authority revoked while it waited does not count`() async throws {
        let here = try await CardHouse(("certificates.worth", "multiFactor"))
        let made = try here.root.sign { $0.principalName = here.ned.name }
        try await here.serve { client in
            let browser = TestBrowser(client)
            var page = try await here.signIn(here.ned.name, made, by: browser)
            try await here.revoke([made], by: here.root, here.authority)
            page = try await browser.submit(page, "/password", [("password", here.ned.password)])
            #expect(!page.body.contains("It is used here for the first time"))
            page = try await browser.submit(page, "/code", [("code", here.ned.code(at: here.house.now))])
            #expect(page.asks("stay"))
        }
        #expect(try await here.certificates(here.ned).isEmpty)
    }

    @Test func `a card that is made anew counts at once, one with another name does not`() async throws {
        let here = try await CardHouse(("certificates.worth", "multiFactor"))
        try await here.note(try here.made(), of: here.mia)
        let (anew, other) = (try here.made(), try here.made { $0.name = "Somebody" })
        try await here.serve { client in
            #expect(try await here.signIn(here.mia.name, other, by: TestBrowser(client)).asks("password"))
            _ = try await here.inside(client, here.mia, with: anew)
        }
        #expect(try await here.certificates(here.mia).count == 2)
    }

    /// Promise 7, A045: what an administrator does to make a card safer takes no method away.
    @Test(arguments: [true, false])
    func `a card that is bound after it was used goes on as the method that it was`(byKey: Bool) async throws {
        let here = try await CardHouse(("certificates.worth", "multiFactor"))
        let made = try here.made()
        try await here.note(made, of: here.mia)
        let seen = try #require(try await here.certificates(here.mia).first?.seen)
        let text =
            byKey
            ? try BindCertificate.binding(of: made.pem)
            : CertificateBinding.serialNumber(try #require(seen.serialNumber), issuer: seen.issuer)
        let caller = try await here.house.operatorCaller()
        _ = try await BindCertificate(here.house.tools)(text, to: here.mia.id, by: caller)
        let isRegistered = try await here.house.store.read { try $0.users.isRegistered(here.mia.id) }
        #expect(isRegistered)
        try await here.serve { client in _ = try await here.inside(client, here.mia, with: made) }
        #expect(try await here.audits(.methodRegistered).count <= 1)
    }

    /// A109, PN-14.
    @Test(arguments: [true, false])
    func `what waits does not outlive the end of the sign-ins, nor a block`(isBlock: Bool) async throws {
        let here = try await CardHouse(("certificates.worth", "multiFactor"))
        let made = try here.root.sign { $0.principalName = here.ned.name }
        let caller = try await here.house.operatorCaller()
        try await here.serve { client in
            let browser = TestBrowser(client)
            var page = try await here.signIn(here.ned.name, made, by: browser)
            here.house.clock.advance(by: .seconds(1))
            if isBlock {
                _ = try await BlockMFA(here.house.tools)(here.ned.id, reason: "lost bag", by: caller)
            } else {
                _ = try await RevokeSessions(here.house.tools)(here.ned.id, by: caller)
            }
            page = try await browser.submit(page, "/password", [("password", here.ned.password)])
            if page.asks("code") {
                page = try await browser.submit(page, "/code", [("code", here.ned.code(at: here.house.now))])
            }
        }
        #expect(try await here.certificates(here.ned).isEmpty)
    }

    /// The same card counts before the block and after it.
    @Test func `PN-14 whoever is blocked registers no certificate by showing one`() async throws {
        let here = try await CardHouse(("certificates.worth", "multiFactor"))
        let made = try here.root.sign { $0.principalName = here.ned.name }
        let caller = try await here.house.operatorCaller()
        func show() async throws -> Int {
            try await here.serve { client in
                let browser = TestBrowser(client)
                var page = try await here.signIn(here.ned.name, made, by: browser)
                if page.asks("password") {
                    page = try await browser.submit(page, "/password", [("password", here.ned.password)])
                }
                if page.asks("code") {
                    _ = try await browser.submit(page, "/code", [("code", here.ned.code(at: here.house.now))])
                }
            }
            return try await here.certificates(here.ned).count
        }
        _ = try await BlockMFA(here.house.tools)(here.ned.id, reason: "lost bag", by: caller)
        here.house.clock.advance(by: .seconds(1))
        #expect(try await show() == 0)
        try await UnblockMFA(here.house.tools)(here.ned.id, reason: "bag found", by: caller)
        here.house.clock.advance(by: .seconds(60))
        #expect(try await show() == 1)
    }
}
