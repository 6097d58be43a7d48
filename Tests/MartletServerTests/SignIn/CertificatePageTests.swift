import MartletActions
import MartletCredentials
import MartletDirectory
import MartletStore
import MartletTesting
import Testing

@testable import MartletServer

/// Certificates stand among the other methods of a person, and go like them.
@Suite struct `Certificates on the pages` {
    /// Notes a certificate as if its person had signed in with it.
    private func note(_ here: CardHouse, of person: TestHouse.Person) async throws -> ID<PersonCertificate> {
        let at = here.house.now
        let caller = try await here.house.operatorCaller()
        let issuer = try TrustedAuthority(der: here.root.own.der).keyIdentifier
        let certificate = PersonCertificate(
            id: ID("00000000-0000-4000-8000-00000000000c"), user: person.id, tenant: caller.tenant,
            binding: CertificateBinding.publicKey(String(repeating: "ab", count: 32)), isBound: false,
            seen: .init(subject: "CN=Card", issuer: issuer, policies: [], notAfter: at + .days(30), at: at),
            createdAt: at)
        #expect(try await here.house.store.write { try $0.personCertificates.insert(certificate) })
        return certificate.id
    }

    private func delete(_ page: TestBrowser.Answer) throws -> String {
        try #require(page.forms.first { $0.hasPrefix("/account/certificates/") })
    }

    @Test func `a person sees their certificates and removes one, and others are signed out`() async throws {
        let here = try await CardHouse(("certificates.worth", "multiFactor"))
        _ = try await note(here, of: here.ned)
        _ = try await BindCertificate(here.house.tools)(
            "X509:<I>CN=People,O=Contoso<SR>3f9c", to: here.ned.id, by: try await here.house.operatorCaller())
        try await here.serve { client in
            let elsewhere = TestBrowser(client)
            #expect(try await here.inside(elsewhere, here.ned, at: "/account").body.contains("Hello, "))
            here.house.clock.advance(by: .minutes(1))
            let browser = TestBrowser(client)
            let page = try await here.inside(browser, here.ned, at: "/account/security")
            #expect(page.body.contains("CN=Card") && page.body.contains("Bound by an administrator"))
            #expect(page.body.contains("Serial number 3f9c of CN=People,O=Contoso"))
            let done = try await browser.submit(page, try delete(page))
            #expect(done.location.contains("certificateDeleted") && !done.body.contains("CN=Card"))
            #expect(try await elsewhere.get("/account").asks("name"))
            #expect(try await browser.get("/account/security").status == 200)
        }
        #expect(try await here.certificates(here.ned).map(\.isBound) == [true])
        let tenant = try await here.house.operatorCaller().tenant
        let filter = AuditFilter(activity: AuditActivity.methodDeleted.rawValue)
        let audits = try await here.house.store.read {
            try $0.audits.list(in: tenant, filter: filter, after: nil, limit: 10).items
        }
        #expect(audits.count == 1)
    }

    /// SD-25, A022.
    @Test func `the last method stays under the defaults, and a password alone removes nothing`() async throws {
        let here = try await CardHouse()
        let id = try await note(here, of: here.mia)
        let strong = try await here.caller(here.mia, [.password, .certificate])
        let weak = try await here.caller(here.mia, [.password])
        let alone = try await here.caller(here.mia, [.certificate])
        for caller in [weak, alone] {
            await #expect(throws: ActionError.needsFreshSecondFactor) {
                try await DeleteOwnMethod(here.house.tools)(.certificate(id), by: caller)
            }
        }
        await #expect(throws: ActionError.invalid([FieldProblem("method", .notAllowed)])) {
            try await DeleteOwnMethod(here.house.tools)(.certificate(id), by: strong)
        }
        let other = try await here.caller(here.ned, [.password, .totp])
        await #expect(throws: ActionError.notFound("method")) {
            try await DeleteOwnMethod(here.house.tools)(.certificate(id), by: other)
        }
        await #expect(throws: ActionError.notFound("method")) {
            try await RenameOwnMethod(here.house.tools)(.certificate(id), to: "X", by: strong)
        }
        #expect(try await here.certificates(here.mia).count == 1)
    }

    @Test func `an administrator sees the certificates of somebody and removes one`() async throws {
        let here = try await CardHouse(("certificates.worth", "multiFactor"))
        let id = try await note(here, of: here.ned)
        try await here.serve { client in
            let admin = TestBrowser(client)
            let page = try await admin.signIn("/admin/users/\(here.ned.id)", as: here.admin, at: here.house.now)
            #expect(page.body.contains("CN=Card"))
            let other = "/admin/users/\(here.mia.id)/certificates/\(id)/remove"
            #expect(try await admin.raw(other, [("token", page.token)]).status == 404)
            let done = try await admin.submit(page, "/admin/users/\(here.ned.id)/certificates/\(id)/remove")
            #expect(done.location.contains("personCertificateRemoved"))
        }
        #expect(try await here.certificates(here.ned).isEmpty)
    }

    /// SD-18: what is taken away, or has ended, is registered anew at once.
    @Test func `no new grace begins for whose certificate was removed or has ended`() async throws {
        let here = try await CardHouse(("certificates.worth", "multiFactor"))
        _ = try await note(here, of: here.mia)
        let other = try await here.house.add("otto", isRegistered: false)
        try await here.serve { client in
            // Whoever never had a method has their grace.
            #expect(try await here.password(TestBrowser(client), other).asks("skip"))
            here.house.clock.advance(by: .days(31))
            let ended = try await here.password(TestBrowser(client), here.mia)
            #expect(!ended.asks("skip"), "ended")
        }
        try await RemoveMethod(here.house.tools)(
            .certificate(try #require(try await here.certificates(here.mia).first).id), of: here.mia.id,
            by: try await here.house.operatorCaller())
        try await here.serve { client in
            let removed = try await here.password(TestBrowser(client), here.mia)
            #expect(removed.asks("register") && !removed.asks("skip"), "removed")
        }
    }
}
