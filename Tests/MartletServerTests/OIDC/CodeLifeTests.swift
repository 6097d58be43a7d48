import HummingbirdTesting
import MartletActions
import MartletDirectory
import MartletStore
import MartletTesting
import Testing

/// A151, A187, A265: a code dies with time and with whatever it rested on.
@Suite("Life of a code") struct CodeLife {
    @Test(arguments: [(Duration.milliseconds(59_999), true), (.seconds(60), false), (.minutes(10), false)])
    func `A151 a code lives for sixty seconds`(later: Duration, isGood: Bool) async throws {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let browser = try await here.signedIn(client)
            let answer = try await here.code(browser)
            here.house.clock.advance(by: later)
            let redeemed = try await browser.redeem(answer, app: here.app)
            #expect(isGood ? redeemed.status == 200 : redeemed.refuses())
        }
    }

    /// What can happen between the code and its redemption.
    enum Event: String, CaseIterable, Sendable {
        case userDisabled, userDeleted, passwordReset, sessionsRevoked, sessionEnded, signedOut, consentRevoked
        case appDisabled, appDeleted, roleGiven, defaultsRevoke
    }

    @Test(arguments: Event.allCases)
    func `A151, A187, A265 a code is refused once what it rests on is gone`(event: Event) async throws {
        let here = try await TokenHouse(consentMode: .eachUser)
        // A member who has proven a password only, so that a role asks for more.
        let plain = try await here.house.add("pia", isRegistered: false)
        let caller = try await here.caller
        if event == .defaultsRevoke {
            try await SwitchSecurityDefaults(here.house.tools).off(reason: .tooManyPrompts, by: caller)
        }
        try await here.house.serve { client in
            let browser = TestBrowser(client)
            let answer = try await Self.signIn(browser, plain, app: here.app)
            here.house.clock.advance(by: .seconds(1))
            try await Self.happen(event, to: plain, in: here, browser: browser)
            let redeemed = try await browser.redeem(answer, app: here.app)
            #expect((400..<500).contains(redeemed.status) && redeemed.json("access_token") == nil)
            #expect(redeemed.json("refresh_token") == nil && redeemed.json("id_token") == nil)
            // It does not come back to life either.
            #expect(try await browser.redeem(answer, app: here.app).status >= 400)
        }
    }

    /// A sign-in of somebody without a second factor to an app that asks for consent, up to the code.
    static func signIn(
        _ browser: TestBrowser, _ person: TestHouse.Person, app: TestHouse.App
    ) async throws -> TestBrowser.Answer {
        var answer = try await browser.password(try await browser.get(TestBrowser.authorizePath(app)), person)
        for (step, fields) in [("/skip", []), ("/stay", [("stay", "no")]), ("/consent", [("consent", "yes")])]
        where answer.forms.contains(where: { $0.hasSuffix(step) }) {
            answer = try await browser.submit(answer, step, fields)
        }
        try #require(answer.parameters["code"] != nil)
        return answer
    }

    /// Lets `event` happen to somebody who is signed in in `browser`.
    static func happen(
        _ event: Event, to person: TestHouse.Person, in here: TokenHouse, browser: TestBrowser
    ) async throws {
        let tools = here.house.tools
        let caller = try await here.caller
        let sessions = try await here.house.store.read { try $0.sessions.list(person.id, liveAt: here.house.now) }
        let session = try #require(sessions.first)
        let own = Caller(
            identity: .user(person.id, name: person.name, session: session.id), tenant: caller.tenant,
            correlationID: "test")
        switch event {
        case .userDisabled: try await SetUserEnabled(tools)(person.id, isEnabled: false, by: caller)
        case .userDeleted: try await DeleteUser(tools)(person.id, by: caller)
        case .passwordReset: try await ResetPassword(tools)(person.id, by: caller)
        case .sessionsRevoked: try await RevokeSessions(tools)(person.id, by: caller)
        case .sessionEnded: try await EndOwnSession(tools)(session.id, by: own)
        case .signedOut:
            let page = try await browser.get("/signout")
            #expect(try await browser.submit(page, "/signout").status == 200)
        case .consentRevoked: try await RevokeConsent(tools)(here.app.id, by: own)
        case .appDisabled: try await SetApplicationEnabled(tools)(here.app.id, isEnabled: false, by: caller)
        case .appDeleted: try await DeleteApplication(tools)(here.app.id, by: caller)
        case .roleGiven:
            _ = try await AssignRole(tools)(
                DirectoryRole.globalAdministrator.id, to: .user(person.id), by: caller)
        case .defaultsRevoke: try await SwitchSecurityDefaults(tools).on(revokesSessions: true, by: caller)
        }
    }
}
