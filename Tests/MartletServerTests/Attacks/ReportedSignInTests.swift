import MartletActions
import MartletCredentials
import MartletDirectory
import MartletStore
import MartletTesting
import Testing

/// What a person says of their own sign-ins, and what becomes of the account (PN-12, PN-13).
@Suite struct `Reported sign-ins` {
    /// The addresses to which the page of one's own sign-ins posts, newest first.
    private func asked(_ browser: TestBrowser) async throws -> (page: TestBrowser.Answer, forms: [String]) {
        let page = try await browser.get("/account/signins")
        return (page, page.forms.filter { $0.hasSuffix("/answer") })
    }

    @Test func `it was not me: everybody is out, the password goes behind the second factor, the admins know`()
        async throws
    {
        let attack = try await AttackHouse()
        try await attack.house.serve { client in
            let (stranger, _) = try await attack.inside(client, as: attack.mia, address: "198.51.100.66")
            let (browser, _) = try await attack.inside(client, as: attack.mia)
            let (page, forms) = try await asked(browser)
            let form = try #require(forms.last)
            let told = try await browser.submit(page, form, [("was-me", "no")])
            #expect(told.status == 200 && told.body.contains("You are signed out everywhere"))
            #expect(try await stranger.get("/account").asks("name"))
            #expect(try await browser.get("/account").asks("name"))

            attack.house.clock.advance(by: .seconds(60))
            let again = TestBrowser(client, address: "192.0.2.10")
            let half = try await attack.halfway(again, attack.mia, at: "/account")
            #expect(half.asks("code") && !half.asks("new-password"))
            let changing = try await again.submit(half, "/code", [("code", attack.mia.code(at: attack.house.now))])
            #expect(changing.asks("new-password"))
            let user = try await detail(attack)
            #expect(user.risks.map(\.kind) == [.userReportedSuspiciousActivity])
            #expect(user.risks.first?.level == .high && user.risks.first?.signIn?.rawValue != nil)
            let new = "Quiet-Meadow-41-kite"
            _ = try await again.submit(
                changing, "/new-password", [("new-password", new), ("confirm-password", new)])
            #expect(try await detail(attack).risks.isEmpty)
        }
        let alerts = try await Overview(attack.house.tools)(by: try await attack.house.operatorCaller()).alerts
        #expect(alerts.first?.activity == AuditActivity.signInReported.rawValue)
        try await attack.expectSound()
    }

    @Test func `somebody without a second factor needs an administrator, who closes it by a new password`()
        async throws
    {
        let attack = try await AttackHouse()
        let bare = try await attack.house.add("bare", isRegistered: false)
        try await attack.house.serve { client in
            let browser = TestBrowser(client)
            var page = try await browser.password(try await browser.get("/account"), bare)
            page = try await browser.submit(page, "/skip")
            if page.asks("stay") { page = try await browser.submit(page, "/stay", [("stay", "no")]) }
            let (list, forms) = try await asked(browser)
            let told = try await browser.submit(list, try #require(forms.first), [("was-me", "no")])
            #expect(told.body.contains("Ask an administrator"))
            // Whoever knows the password is a stranger now, also at the page that would change it.
            let other = TestBrowser(client)
            let refused = try await other.password(try await other.get("/account"), bare)
            #expect(refused.status == 401 && refused.asks("password"))
            let caller = try await attack.house.operatorCaller()
            let new = try #require(try await ResetPassword(attack.house.tools)(bare.id, by: caller))
            let fresh = TestBrowser(client)
            let begun = try await fresh.password(try await fresh.get("/account"), bare, password: new)
            #expect(begun.asks("new-password"))
            let risks = try await UserDetail(attack.house.tools)(bare.id, by: caller).risks
            #expect(risks.isEmpty)
        }
    }

    @Test func `it was me changes nothing and is asked once; what is not one's own is not found`() async throws {
        let attack = try await AttackHouse()
        try await attack.house.serve { client in
            let (browser, _) = try await attack.inside(client, as: attack.mia)
            let (page, forms) = try await asked(browser)
            let form = try #require(forms.first)
            #expect(try await browser.submit(page, form, [("was-me", "yes")]).location.contains("done="))
            let (after, left) = try await asked(browser)
            #expect(after.body.contains("You: it was me") && left.contains(form))
            let twice = try await browser.submit(page, form, [("was-me", "yes")])
            #expect(twice.status == 409)
            let (other, _) = try await attack.inside(client, as: attack.ned)
            let own = try await asked(other)
            let token = try #require(own.forms.first)
            #expect(token != form)
            let foreign = try await other.post(form, [("token", own.page.token), ("was-me", "no")])
            #expect(foreign.status == 404)
            #expect(try await browser.get("/account").status == 200)
        }
        #expect(try await detail(attack).risks.isEmpty)
    }

    @Test func `an administrator dismisses a risk, and who may not is refused`() async throws {
        let attack = try await AttackHouse()
        let caller = try await attack.house.operatorCaller()
        let detection = RiskDetection(
            id: ID("00000000-0000-4000-8000-0000000000aa"), tenant: attack.app.tenant, user: attack.mia.id,
            kind: .userReportedSuspiciousActivity, level: .high, signIn: nil, detectedAt: attack.house.now)
        try await attack.house.store.write { try $0.riskDetections.insert(detection) }
        let ned = Caller(
            identity: .user(attack.ned.id, name: attack.ned.name, session: ID("")), tenant: caller.tenant,
            correlationID: "c")
        await #expect(throws: ActionError.self) { try await DismissRisk(attack.house.tools)(attack.mia.id, by: ned) }
        #expect(try await detail(attack).risks.count == 1)
        try await DismissRisk(attack.house.tools)(attack.mia.id, by: caller)
        #expect(try await detail(attack).risks.isEmpty)
        await #expect(throws: ActionError.conflict(.alreadyDone)) {
            try await DismissRisk(attack.house.tools)(attack.mia.id, by: caller)
        }
    }

    @Test func `what was registered since a reported sign-in goes with it`() async throws {
        let attack = try await AttackHouse()
        try await attack.house.serve { client in
            let (browser, _) = try await attack.inside(client, as: attack.mia)
            attack.house.clock.advance(by: .minutes(1))
            let tools = attack.house.tools
            let enrolment = try tools.newEnrolment(account: attack.mia.name, organization: "Example")
            let strange = try tools.method(
                of: enrolment, user: attack.mia.id, tenant: attack.app.tenant, name: "Stranger's", at: attack.house.now)
            try await attack.house.store.write { try tools.insert(strange, in: $0) }
            let (page, forms) = try await asked(browser)
            _ = try await browser.submit(page, try #require(forms.first), [("was-me", "yes")])
            // A stranger's "it was me" does not keep the owner's word from counting.
            let told = try await browser.submit(page, try #require(forms.first), [("was-me", "no")])
            #expect(told.body.contains("You are signed out everywhere"))
            let left = try await attack.house.store.read { try $0.totpMethods.list(attack.mia.id) }
            #expect(left.count == 1 && left.first?.id != strange.id)
            let codes = try await attack.house.store.read { try $0.recoveryCodes.countUnspent(attack.mia.id) }
            #expect(codes == 0)
        }
    }

    @Test func `A022 a session that rests on a password takes no method away, and an administrator is needed`()
        async throws
    {
        let attack = try await AttackHouse()
        let caller = try await attack.house.operatorCaller()
        let tools = attack.house.tools
        try await SwitchSecurityDefaults(tools).off(reason: .tooManyPrompts, by: caller)
        try await attack.house.serve { client in
            let thief = TestBrowser(client)
            attack.house.clock.advance(by: .minutes(1))
            var page = try await thief.password(try await thief.get("/account"), attack.mia)
            if page.asks("stay") { page = try await thief.submit(page, "/stay", [("stay", "no")]) }
            let (list, forms) = try await asked(thief)
            attack.house.clock.advance(by: .minutes(1))
            let enrolment = try tools.newEnrolment(account: attack.mia.name, organization: "Example")
            let owners = try tools.method(
                of: enrolment, user: attack.mia.id, tenant: attack.app.tenant, name: "Mia's new phone",
                at: attack.house.now)
            try await attack.house.store.write { try tools.insert(owners, in: $0) }
            let told = try await thief.submit(list, try #require(forms.first), [("was-me", "no")])
            #expect(told.body.contains("Ask an administrator"))
        }
        let (apps, codes, known) = try await attack.house.store.read { tables in
            (
                try tables.totpMethods.list(attack.mia.id).count,
                try tables.recoveryCodes.countUnspent(attack.mia.id),
                try tables.familiarities.list(attack.mia.id).count
            )
        }
        #expect(apps == 2 && codes > 0)
        // The browser and the place of whoever was in are strangers from now on.
        #expect(known == 0)
        try await withdraws(attack)
    }

    /// A022, PN-12: the administrators see which methods those are, and take away exactly them.
    private func withdraws(_ attack: AttackHouse) async throws {
        let (tools, id) = (attack.house.tools, attack.mia.id)
        let caller = try await attack.house.operatorCaller()
        attack.house.clock.advance(by: .minutes(1))
        let suspects = try await detail(attack).suspects
        #expect(suspects.map(\.name) == ["Mia's new phone"] && suspects.map(\.kind) == [.totp])
        // A new password closes the report, and whoever registered it could still sign in with it.
        _ = try await ResetPassword(tools)(id, by: caller)
        let closed = try await detail(attack)
        #expect(closed.risks.isEmpty && closed.suspects == suspects)
        try await attack.house.serve { client in
            let clerk = try await attack.house.add("clerk", role: .userAdministrator)
            let desk = TestBrowser(client)
            _ = try await desk.signIn("/admin", as: clerk, at: attack.house.now)
            let page = try await desk.get("/admin/users/\(id)")
            #expect(page.body.contains("Mia&#39;s new phone") && !page.forms.contains { $0.hasSuffix("-suspects") })
            let helper = try await attack.house.add("helper", role: .privilegedAuthenticationAdministrator)
            let other = TestBrowser(client)
            _ = try await other.signIn("/admin", as: helper, at: attack.house.now)
            let open = try await other.get("/admin/users/\(id)")
            let done = try await other.submit(open, "/admin/users/\(id)/withdraw-suspects")
            #expect(done.location.hasSuffix("notice=suspectsWithdrawn"))
            let again = try await other.submit(open, "/admin/users/\(id)/withdraw-suspects")
            #expect(again.location.hasSuffix("notice=nothingChanged"))
        }
        let (apps, codes, sessions) = try await attack.house.store.read { tables in
            (
                try tables.totpMethods.list(id).map(\.name), try tables.recoveryCodes.countUnspent(id),
                try tables.sessions.list(id, liveAt: attack.house.now).count
            )
        }
        #expect(apps.count == 1 && apps != ["Mia's new phone"] && codes == 0 && sessions == 0)
        #expect(try await detail(attack).suspects.isEmpty)
        let audit = try await attack.house.store.read { tables in
            try tables.audits.list(in: attack.app.tenant, filter: .init(), after: nil, limit: 50).items.first {
                $0.activity == AuditActivity.suspectMethodsWithdrawn.rawValue && $0.succeeded
            }
        }
        #expect(audit?.changes.contains { $0.property == "name" && $0.old == "Mia's new phone" } == true)
        try await attack.expectSound()
    }

    @Test func `a new password comes behind the second factor also where no policy asks for one`() async throws {
        let attack = try await AttackHouse()
        let caller = try await attack.house.operatorCaller()
        try await SwitchSecurityDefaults(attack.house.tools).off(reason: .tooManyPrompts, by: caller)
        try await attack.house.serve { client in
            let (browser, _) = try await attack.inside(client, as: attack.mia)
            let (page, forms) = try await asked(browser)
            _ = try await browser.submit(page, try #require(forms.first), [("was-me", "no")])
            let thief = TestBrowser(client, address: "198.51.100.66")
            let half = try await attack.halfway(thief, attack.mia)
            #expect(half.asks("code") && !half.asks("new-password"))
        }
    }

    private func detail(_ attack: AttackHouse) async throws -> UserDetail.Detail {
        try await UserDetail(attack.house.tools)(attack.mia.id, by: try await attack.house.operatorCaller())
    }
}
