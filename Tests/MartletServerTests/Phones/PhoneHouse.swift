import Foundation
import HummingbirdTesting
import MartletActions
import MartletDirectory
import MartletStore
import MartletTesting
import Testing

/// An organisation in which Mia has registered a phone.
struct PhoneHouse {
    let here: AttackHouse
    let fetch: CannedFetch

    init() async throws {
        fetch = CannedFetch()
        here = try await AttackHouse(outgoing: fetch)
    }

    var house: TestHouse { here.house }
    var mia: TestHouse.Person { here.mia }

    /// Registers a phone for somebody who is signed in.
    func register(
        _ browser: TestBrowser, _ client: any TestClientProtocol, name: String = "Mia's phone"
    ) async throws -> TestPhone {
        let security = try await browser.get("/account/security")
        let page = try await browser.submit(security, "/account/phone", [("step", "begin")])
        let phone = TestPhone(TestBrowser(client, address: "198.51.100.20"))
        #expect(try await phone.enrol(page.enrolmentCode, name: name).status == 200)
        let joined = try await browser.get("/account/phone")
        let question = try #require(try await phone.sync().questions.first)
        #expect(question.isTest)
        #expect(try await phone.answer(question, number: joined.number).outcome == "approved")
        let proven = try await browser.get("/account/phone")
        let done = try await browser.submit(proven, "/account/phone", [("step", "prove")])
        #expect(done.location.contains("phoneAdded") || done.body.contains("recovery"))
        return phone
    }

    /// A phone of Mia's, registered from a browser of its own.
    func phone(_ client: any TestClientProtocol) async throws -> TestPhone {
        try await register(try await here.inside(client, as: mia).browser, client)
    }

    /// A browser that has proven Mia's password and shows the number.
    func asked(
        _ client: any TestClientProtocol, address: String = "192.0.2.77"
    ) async throws -> (browser: TestBrowser, page: TestBrowser.Answer) {
        let browser = TestBrowser(client, address: address)
        return (browser, try await here.halfway(browser, mia))
    }

    func audits(_ activity: AuditActivity) async throws -> Int {
        let tenant = here.app.tenant
        return try await house.store.read { tables in
            try tables.audits.list(in: tenant, filter: .init(), after: nil, limit: 100).items
                .count { $0.activity == activity.rawValue }
        }
    }

    func edit(_ change: @escaping @Sendable (inout AuthenticatorSettings) -> Void) async throws {
        let tenant = here.app.tenant
        try await house.store.write { tables in
            guard var found = try tables.tenants.find(tenant) else { return }
            change(&found.methodsPolicy.authenticator)
            try tables.tenants.update(found)
        }
    }
}

extension PhoneHouse {
    static let pin = "840274"

    /// The browser in which Mia has given her phone a PIN, and the phone.
    func withPIN(
        _ client: any TestClientProtocol, mode: AuthenticatorSettings.Mode = .any
    ) async throws -> (browser: TestBrowser, phone: TestPhone) {
        try await edit { $0.mode = mode }
        let browser = try await here.inside(client, as: mia).browser
        let phone = try await register(browser, client)
        let done = try await set(Self.pin, of: phone, in: browser)
        #expect(done.location.contains("phonePINSet"))
        return (browser, phone)
    }

    /// Has a phone take a PIN.
    func set(
        _ pin: String, again: String? = nil, of phone: TestPhone, in browser: TestBrowser
    ) async throws -> TestBrowser.Answer {
        try await browser.submit(
            try await browser.get("/account/security"), "/account/phones/\(phone.phone)/pin",
            [("pin", pin), ("pin-again", again ?? pin)])
    }

    /// The page on which a name has been typed and the phone asked, in a browser that is closed and opened again.
    func askedAlone(_ browser: TestBrowser, name: String? = nil) async throws -> TestBrowser.Answer {
        browser.close()
        let first = try await browser.get(here.authorize)
        let named = try await browser.submit(first, "/name", [("username", name ?? mia.name)])
        let idle = try await browser.get("/signin/\(named.handle)?with=push")
        // A page that is loaded asks nobody: only the button does.
        #expect(idle.number.isEmpty && idle.asks("push-again"))
        return try await browser.submit(idle, "/push-again")
    }
}
