import HTTPTypes
import HummingbirdTesting
import MartletActions
import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore
import MartletTesting
import Testing

@testable import MartletServer

/// An organisation that trusts an authority about its people's certificates, with people who have them.
struct CardHouse: Sendable {
    let house: TestHouse
    let admin: TestHouse.Person
    /// Somebody with a password and no method yet.
    let mia: TestHouse.Person
    /// Somebody with an authenticator app.
    let ned: TestHouse.Person
    let root: TestAuthority
    let authority: ID<CertificateAuthority>

    init(
        _ settings: (String, String)..., outgoing: any OutgoingFetch = NoOutgoingFetch()
    ) async throws {
        house = try await TestHouse(outgoing: outgoing, certificateURL: "https://cert.localhost")
        admin = try await house.setUp()
        mia = try await house.add("mia", isRegistered: false)
        ned = try await house.add("ned")
        root = try TestAuthority(at: house.now - .days(1))
        let caller = try await house.operatorCaller()
        let added = try await AddCertificateAuthorities(house.tools)(root.own.pem, by: caller)
        authority = try #require(added.first?.id)
        try await SetMethodsPolicy(house.tools)(
            [("certificates.isEnabled", "true"), ("certificates.wantsRevocationList", "false")]
                .map { (name: $0.0, text: $0.1) } + settings.map { (name: $0.0, text: $0.1) }, by: caller)
    }

    /// Mia's certificate.
    func made(_ edit: (inout TestAuthority.Wish) -> Void = { _ in }) throws -> TestAuthority.Made {
        try root.sign {
            $0.principalName = mia.name
            edit(&$0)
        }
    }

    /// The sign-in log, newest first.
    func rows() async throws -> [SignInRecord] { try await house.signIns() }

    /// The certificates of somebody.
    func certificates(_ person: TestHouse.Person) async throws -> [PersonCertificate] {
        try await house.store.read { try $0.personCertificates.list(person.id) }
    }

    /// Notes a certificate as if its person had signed in with it.
    @discardableResult
    func note(
        _ made: TestAuthority.Made, of person: TestHouse.Person
    ) async throws -> ID<PersonCertificate> {
        let (at, tenant) = (house.now, try await house.operatorCaller().tenant)
        let trust = CertificateTrust(
            try await house.store.read { try $0.certificateAuthorities.list(in: tenant) }, wantsList: false)
        let facts = try await trust.facts(of: made.der, at: at)
        let certificate = PersonCertificate(
            id: house.tools.ambient.newID(), user: person.id, tenant: tenant,
            binding: try #require(facts.bindings.first), isBound: false, seen: .init(facts, at: at), createdAt: at)
        #expect(try await house.store.write { try $0.personCertificates.insert(certificate) })
        return certificate.id
    }

    /// Has an authority say what it has revoked.
    func revoke(
        _ made: [TestAuthority.Made], by authority: TestAuthority, _ id: ID<CertificateAuthority>
    ) async throws {
        _ = try await SetRevocationList(house.tools)(
            authority.list(revoking: made, at: house.now), for: id, by: try await house.operatorCaller())
    }

    /// What the audit log has of an activity, newest first.
    func audits(_ activity: AuditActivity) async throws -> [AuditRecord] {
        let tenant = try await house.operatorCaller().tenant
        let filter = AuditFilter(activity: activity.rawValue)
        return try await house.store.read {
            try $0.audits.list(in: tenant, filter: filter, after: nil, limit: 50).items
        }
    }

    /// Somebody inside by a certificate of two factors, in a browser of their own.
    func inside(
        _ client: any TestClientProtocol, _ person: TestHouse.Person, with made: TestAuthority.Made
    ) async throws -> TestBrowser {
        let browser = TestBrowser(client)
        let page = try await signIn(person.name, made, by: browser)
        let done = page.asks("stay") ? try await browser.submit(page, "/stay", [("stay", "no")]) : page
        #expect(done.body.contains("Hello, "), "\(done.body)")
        return browser
    }

    /// The page that offers to use a certificate, for a name.
    func asked(_ browser: TestBrowser, _ name: String) async throws -> TestBrowser.Answer {
        let page = try await browser.submit(try await browser.get("/account"), "/name", [("username", name)])
        return try await browser.get("/signin/\(page.handle)?with=certificate")
    }

    /// Goes to the other host with a certificate, and says where it sends the browser.
    func shown(
        _ page: TestBrowser.Answer, _ made: TestAuthority.Made?, by browser: TestBrowser
    ) async throws -> String {
        let away = try await browser.submit(page, "/certificate")
        #expect(
            away.status == 303 && away.location.hasPrefix("https://cert.localhost/certificate?ticket="), "\(away.body)")
        var headers: HTTPFields = [:]
        if let made { headers[try #require(HTTPField.Name("Client-Cert"))] = made.header }
        let path = String(away.location.dropFirst("https://cert.localhost".count))
        // The other host gets no cookie of this one.
        let back = try await browser.another().send(path, .get, nil, headers)
        #expect(back.status == 303 && back.headers[values: .setCookie].isEmpty)
        return String(back.location.dropFirst("http://localhost:8080".count))
    }

    /// Types a name, shows a certificate and says what comes then.
    func signIn(
        _ name: String, _ made: TestAuthority.Made?, by browser: TestBrowser
    ) async throws -> TestBrowser.Answer {
        try await browser.get(try await shown(try await asked(browser, name), made, by: browser))
    }

    /// The page after name and password.
    func password(_ browser: TestBrowser, _ person: TestHouse.Person) async throws -> TestBrowser.Answer {
        try await browser.password(try await browser.get("/account"), person)
    }

    /// The page at `path`, after the password and a code of the app, whatever else could be shown.
    func inside(
        _ browser: TestBrowser, _ person: TestHouse.Person, at path: String
    ) async throws -> TestBrowser.Answer {
        var page = try await browser.password(try await browser.get(path), person)
        if !page.asks("code") { page = try await browser.get("/signin/\(page.handle)?with=code") }
        page = try await browser.submit(page, "/code", [("code", person.code(at: house.now))])
        return page.asks("stay") ? try await browser.submit(page, "/stay", [("stay", "no")]) : page
    }

    /// Somebody in a session that proves what it is said to.
    func caller(_ person: TestHouse.Person, _ methods: MethodSet) async throws -> Caller {
        let (at, tenant) = (house.now, try await house.operatorCaller().tenant)
        let facts = SignInFacts(
            tenant: tenant, subject: person.id, door: .account, clientApp: .browser, account: .enabled, roles: [],
            registered: methods, proven: methods, provenInThisFlow: methods, reliance: .nothing,
            remembersSecondFactor: true, circumstances: [], isManagementSurface: false, grace: .over,
            skippedRegistration: false, requestedAssurance: .any)
        let off = PolicySet.compiled(for: SecurityDefaultsSetting(isEnabled: false, enabledAt: nil))
        let clearance = try #require(decide(facts, under: off).clearance)
        let session = Session(
            id: house.tools.ambient.newID(), tenant: tenant, user: person.id,
            secretHash: house.tools.ambient.randomBytes(32), browserHash: house.tools.ambient.randomBytes(32),
            proofs: methods.methods.map { Proof(method: $0, at: at) }, usedRememberedBrowser: false,
            isPersistent: false, origin: Origin(address: "192.0.2.1", userAgent: "Test"), createdAt: at,
            lastSeenAt: at, expiresAt: at + .hours(12))
        try await house.store.write { try $0.sessions.insert(session, by: clearance) }
        return Caller(
            identity: .user(person.id, name: person.name, session: session.id), tenant: tenant, address: "192.0.2.1",
            correlationID: "test")
    }

    /// Serves with a proxy that passes certificates on.
    func serve(
        trusting proxies: Set<String> = [""],
        _ body: @escaping @Sendable (any TestClientProtocol) async throws -> Void
    ) async throws {
        try await house.serve(trusting: proxies, certificateHeader: "Client-Cert", body)
    }
}
