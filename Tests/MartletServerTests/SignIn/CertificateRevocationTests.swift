import MartletActions
import MartletDirectory
import MartletStore
import MartletTesting
import Testing

@testable import MartletServer

/// What ends the trust in a certificate ends what it opened (A109, A186).
@Suite struct `Certificates that count no more` {
    private func revoked(_ here: CardHouse) async throws -> [String?] {
        try await here.audits(.certificateWithdrawn).map { record in
            record.changes.first { $0.property == "reason" }?.new
        }
    }

    @Test func `a list that revokes one signs its person out at once, tokens included, and nobody else`() async throws {
        let here = try await CardHouse(("certificates.worth", "multiFactor"))
        let otto = try await here.house.add("otto", isRegistered: false)
        let (made, his) = (try here.made(), try here.root.sign { $0.principalName = otto.name })
        let app = try await here.house.app()
        try await here.serve { client in
            let (hers, others) = (
                try await here.inside(client, here.mia, with: made), try await here.inside(client, otto, with: his)
            )
            let answer = try await hers.get(TestBrowser.authorizePath(app))
            let refresh = try #require(try await hers.redeem(answer, app: app).json("refresh_token"))
            here.house.clock.advance(by: .seconds(1))
            try await here.revoke([made], by: here.root, here.authority)
            #expect(try await hers.get("/account").asks("name"))
            #expect(try await others.get("/account").body.contains("Hello, "))
            let late = [("grant_type", "refresh_token"), ("refresh_token", refresh)]
            #expect(try await hers.token(app, late).json("error") == "invalid_grant")
            #expect(try await here.signIn(here.mia.name, made, by: TestBrowser(client)).status == 401)
        }
        #expect(try await revoked(here) == ["revoked"])
        #expect(try await here.certificates(here.mia).map(\.seen) == [nil])
        #expect(try await here.certificates(otto).first?.seen != nil)
    }

    @Test func `what a root says about an authority between ends what that one signed`() async throws {
        let here = try await CardHouse(("certificates.worth", "multiFactor"))
        let between = try TestAuthority("People", under: here.root)
        let caller = try await here.house.operatorCaller()
        _ = try await AddCertificateAuthorities(here.house.tools)(between.own.pem, by: caller)
        let otto = try await here.house.add("otto", isRegistered: false)
        let made = try between.sign { $0.principalName = here.mia.name }
        let direct = try here.root.sign { $0.principalName = otto.name }
        try await here.serve { client in
            let hers = try await here.inside(client, here.mia, with: made)
            let his = try await here.inside(client, otto, with: direct)
            try await here.revoke([between.own], by: here.root, here.authority)
            #expect(try await hers.get("/account").asks("name"))
            #expect(try await his.get("/account").body.contains("Hello, "))
            // Without the root nobody stands behind either of them.
            here.house.clock.advance(by: .seconds(1))
            try await RemoveCertificateAuthority(here.house.tools)(here.authority, by: caller)
            #expect(try await his.get("/account").asks("name"))
        }
        #expect(try await revoked(here) == ["unknownAuthority", "revoked"])
    }

    @Test func `an authority that is here twice stands until its last copy goes, and any copy revokes`() async throws {
        let here = try await CardHouse(("certificates.worth", "multiFactor"))
        let made = try here.made()
        let copy = try here.root.renewed()
        let caller = try await here.house.operatorCaller()
        let second = try #require(try await AddCertificateAuthorities(here.house.tools)(copy.own.pem, by: caller).first)
        try await here.serve { client in
            let hers = try await here.inside(client, here.mia, with: made)
            try await RemoveCertificateAuthority(here.house.tools)(here.authority, by: caller)
            #expect(try await hers.get("/account").body.contains("Hello, "))
            let third = try #require(
                try await AddCertificateAuthorities(here.house.tools)(here.root.own.pem, by: caller).first)
            try await here.revoke([made], by: copy, second.id)
            #expect(try await hers.get("/account").asks("name"))
            // The list is at one copy, whichever of them leads to the root.
            #expect(third.revocationList == nil)
            #expect(try await here.signIn(here.mia.name, made, by: TestBrowser(client)).status == 401)
        }
        #expect(try await here.rows().contains { $0.details.last?.result == "revoked" })
    }

    @Test func `A186 an authority with the key identifier of another key is not taken`() async throws {
        let here = try await CardHouse(("certificates.worth", "multiFactor"))
        let caller = try await here.house.operatorCaller()
        let start = here.house.now - .days(1)
        let tools = here.house.tools
        let first = try TestAuthority("First", at: start, keyIdentifier: [UInt8](1...20))
        let twin = try TestAuthority("Twin", at: start, keyIdentifier: [UInt8](1...20))
        let taken = ActionError.invalid([FieldProblem("certificate", .taken)])
        await #expect(throws: taken) {
            _ = try await AddCertificateAuthorities(tools)(first.own.pem + twin.own.pem, by: caller)
        }
        let copy = try first.renewed()
        #expect(try await AddCertificateAuthorities(tools)(first.own.pem, by: caller).count == 1)
        await #expect(throws: taken) { _ = try await AddCertificateAuthorities(tools)(twin.own.pem, by: caller) }
        // The same key again, in another certificate.
        #expect(try await AddCertificateAuthorities(tools)(copy.own.pem, by: caller).count == 1)
    }

    /// SD-18.
    @Test func `no new grace begins for whose certificate was revoked`() async throws {
        let here = try await CardHouse(("certificates.worth", "multiFactor"))
        let made = try here.made()
        try await here.note(made, of: here.mia)
        try await here.revoke([made], by: here.root, here.authority)
        try await here.serve { client in
            let page = try await here.password(TestBrowser(client), here.mia)
            #expect(page.asks("register") && !page.asks("skip"))
        }
    }

    /// Promise 7: a certificate that lasts is a second factor of an administrator like others.
    @Test func `a certificate keeps the last administrator, and is kept for them`() async throws {
        let here = try await CardHouse(("certificates.worth", "multiFactor"))
        let (tools, caller) = (here.house.tools, try await here.house.operatorCaller())
        let app = try #require(try await here.house.store.read { try $0.totpMethods.list(here.admin.id) }.first)
        func removesApp() async throws {
            try await RemoveMethod(tools)(.authenticator(app.id), of: here.admin.id, by: caller)
        }
        await #expect(throws: ActionError.lastAdministrator, "no certificate") { try await removesApp() }
        let short = try await here.note(try here.root.sign { $0.lifetime = .days(20) }, of: here.admin)
        await #expect(throws: ActionError.lastAdministrator, "one that soon ends") { try await removesApp() }
        try await RemoveMethod(tools)(.certificate(short), of: here.admin.id, by: caller)
        let made = try here.root.sign { $0.lifetime = .days(200) }
        let card = try await here.note(made, of: here.admin)
        try await SetMethodsPolicy(tools)([(name: "certificates.wantsRevocationList", text: "true")], by: caller)
        await #expect(throws: ActionError.lastAdministrator, "no list is here") { try await removesApp() }
        try await here.revoke([], by: here.root, here.authority)
        try await removesApp()
        await #expect(throws: ActionError.lastAdministrator, "the certificate") {
            try await RemoveMethod(tools)(.certificate(card), of: here.admin.id, by: caller)
        }
        await #expect(throws: ActionError.lastAdministrator, "its authority") {
            try await RemoveCertificateAuthority(tools)(here.authority, by: caller)
        }
        #expect(try await here.certificates(here.admin).first?.seen != nil)
        // A key that somebody else has goes all the same: whoever has the machine makes another administrator.
        here.house.clock.advance(by: .seconds(1))
        try await here.revoke([made], by: here.root, here.authority)
        #expect(try await here.certificates(here.admin).first?.seen == nil)
    }
}
