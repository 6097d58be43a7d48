import MartletActions
import MartletDirectory
import MartletTesting
import Testing

@testable import MartletServer

/// Certificates stand among the other methods of a person, and go like them.
@Suite struct `Certificates on the pages` {
    private func delete(_ page: TestBrowser.Answer) throws -> String {
        try #require(page.forms.first { $0.hasPrefix("/account/certificates/") })
    }

    @Test func `a person sees their certificates and removes one, and others are signed out`() async throws {
        let here = try await CardHouse(("certificates.worth", "multiFactor"))
        try await here.note(try here.root.sign(), of: here.ned)
        _ = try await BindCertificate(here.house.tools)(
            "X509:<I>CN=People,O=Contoso<SR>3f9c", to: here.ned.id, by: try await here.house.operatorCaller())
        try await here.serve { client in
            let elsewhere = TestBrowser(client)
            #expect(try await here.inside(elsewhere, here.ned, at: "/account").body.contains("Hello, "))
            here.house.clock.advance(by: .minutes(1))
            let browser = TestBrowser(client)
            let page = try await here.inside(browser, here.ned, at: "/account/security")
            #expect(page.body.contains("CN=Mia,O=Contoso") && page.body.contains("Bound by an administrator"))
            #expect(page.body.contains("Serial number 3f9c of CN=People,O=Contoso"))
            let done = try await browser.submit(page, try delete(page))
            #expect(done.location.contains("certificateDeleted") && !done.body.contains("CN=Mia,O=Contoso"))
            #expect(try await elsewhere.get("/account").asks("name"))
            #expect(try await browser.get("/account/security").status == 200)
        }
        #expect(try await here.certificates(here.ned).map(\.isBound) == [true])
        #expect(try await here.audits(.methodDeleted).count == 1)
    }

    /// SD-25, A022.
    @Test func `the last method stays under the defaults, and a password alone removes nothing`() async throws {
        let here = try await CardHouse()
        let id = try await here.note(try here.root.sign(), of: here.mia)
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
        let id = try await here.note(try here.root.sign(), of: here.ned)
        try await here.serve { client in
            let admin = TestBrowser(client)
            let page = try await admin.signIn("/admin/users/\(here.ned.id)", as: here.admin, at: here.house.now)
            #expect(page.body.contains("CN=Mia,O=Contoso"))
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
        try await here.note(try here.root.sign(), of: here.mia)
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
