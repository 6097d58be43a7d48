import HummingbirdTesting
import MartletActions
import MartletCredentials
import MartletDirectory
import MartletStore
import MartletTesting
import Synchronization
import Testing

@testable import MartletServer

/// An organisation whose people make and use passkeys, with pages of a browser and authenticators in software.
struct PasskeyHouse: Sendable {
    let attack: AttackHouse
    var house: TestHouse { attack.house }
    var mia: TestHouse.Person { attack.mia }
    var ned: TestHouse.Person { attack.ned }

    init(attestationAuthorities: [AttestationAuthority] = []) async throws {
        attack = try await AttackHouse(attestationAuthorities: attestationAuthorities)
    }

    /// Signs somebody in with their code and makes a passkey in their account.
    @discardableResult
    func register(
        _ passkey: inout TestPasskey, for person: TestHouse.Person, _ client: any TestClientProtocol
    ) async throws -> TestBrowser {
        let (browser, _) = try await attack.inside(client, as: person)
        let answer = try await make(&passkey, in: browser)
        #expect(answer.location.contains("done=passkeyAdded"), "\(answer.body.prefix(2000))")
        return browser
    }

    /// Makes a passkey in the account that a browser is signed in to.
    func make(
        _ passkey: inout TestPasskey, in browser: TestBrowser, name: String = "Key"
    ) async throws
        -> TestBrowser.Answer
    {
        let page = try await browser.get("/account/passkeys/new")
        return try await browser.submit(
            page, "/account/passkeys/new", [("credential", passkey.register(page.passkeyOptions)), ("name", name)])
    }

    /// Answers the page of a sign-in with a passkey.
    func use(
        _ passkey: inout TestPasskey, on page: TestBrowser.Answer, in browser: TestBrowser
    ) async throws -> TestBrowser.Answer {
        try await browser.submit(page, "/passkey", [("credential", passkey.use(page.passkeyOptions))])
    }

    /// Signs in with a passkey alone, and says no to staying signed in.
    func enter(with passkey: inout TestPasskey, in browser: TestBrowser) async throws -> TestBrowser.Answer {
        let answer = try await use(&passkey, on: try await browser.get(attack.authorize), in: browser)
        return answer.asks("stay") ? try await browser.submit(answer, "/stay", [("stay", "no")]) : answer
    }

    /// The passkeys of somebody as they are stored.
    func passkeys(of person: TestHouse.Person) async throws -> [Passkey] {
        try await house.store.read { try $0.passkeys.list(person.id) }
    }

    /// Changes the rules about passkeys.
    func rule(_ change: @escaping @Sendable (inout PasskeySettings) -> Void) async throws {
        let id = attack.app.tenant
        try await house.store.write { tables in
            guard var tenant = try tables.tenants.find(id) else { return }
            change(&tenant.methodsPolicy.passkeys)
            try tables.tenants.update(tenant)
        }
    }

    /// The newest line of somebody's sign-in log.
    func lastRow(of person: TestHouse.Person) async throws -> SignInRecord {
        try #require(try await attack.rows(of: person).first)
    }

    /// How many changes of a kind the audit log has.
    func audits(_ activity: AuditActivity) async throws -> Int {
        try await ListAudits(house.tools)(
            AuditSearch(activity: activity), by: try await house.operatorCaller()
        ).items.filter(\.succeeded).count
    }
}
