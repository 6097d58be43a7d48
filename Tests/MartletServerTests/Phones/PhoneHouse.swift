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
