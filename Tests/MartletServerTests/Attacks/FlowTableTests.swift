import HummingbirdTesting
import MartletActions
import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore
import MartletTesting
import Testing

/// A003: every post to every step, at every state that a flow can stand in.
@Suite struct `Every step at every state` {
    /// The states that a flow can be stopped at, with the post that is designed to move each on.
    enum State: String, CaseIterable, Sendable {
        case name, password, code, register, registerLater, newPassword, codes, stay, consent, refused

        /// The steps that belong to the page of the state.
        var steps: Set<String> {
            switch self {
            case .name: ["name", "passkey"]
            case .password: ["name", "password", "pass", "passkey"]
            case .code: ["code", "recovery", "pass", "passkey"]
            case .register: ["register", "register-passkey"]
            case .registerLater: ["register", "register-passkey", "skip"]
            case .newPassword: ["new-password"]
            case .codes: ["codes"]
            case .stay: ["stay"]
            case .consent: ["consent"]
            case .refused: []
            }
        }
    }

    private static let steps = [
        "name", "password", "new-password", "code", "recovery", "register", "skip", "codes", "stay", "consent",
        "passkey", "register-passkey", "pass",
    ]

    @Test(arguments: State.allCases)
    func `A003 only the post that a state asks for moves it, whatever the body`(state: State) async throws {
        let attack = try await AttackHouse()
        try await attack.house.serve { client in
            let browser = TestBrowser(client)
            let (page, person) = try await Self.reach(state, browser, attack)
            let hash = try #require(OpaqueToken.parse(page.handle, .flow)).digest
            let stood = try #require(try await attack.house.store.read { try $0.pendingSignIns.find(handleHash: hash) })
            let token = FormToken.make(
                handle: page.handle, browserSecret: try #require(browser.cookie("martlet-browser")))
            let bodies = Self.bodies(of: person, attack)
            for step in Self.steps + ["finish", "unknown", "name%2f", "NAME"] {
                for (name, body) in bodies where !Self.isDesigned(step, body: name, at: state) {
                    let answer = try await browser.raw("/signin/\(page.handle)/\(step)", [("token", token)] + body)
                    #expect((400..<500).contains(answer.status), "\(step) with \(name)")
                    #expect(answer.givesNothing, "\(step) with \(name)")
                    var stands = try #require(
                        try await attack.house.store.read { try $0.pendingSignIns.find(handleHash: hash) })
                    // A name may be typed again, and a picture be drawn; nothing that was proven may change.
                    #expect(stands.proofs == stood.proofs && stands.user == stood.user, "\(step) with \(name)")
                    stands.version = stood.version
                    #expect(stands == stood, "\(step) with \(name)")
                    try await attack.unlock(person)
                }
            }
            try await attack.expectNobodyIn(as: person)
            #expect(try await Self.moves(state, browser, page, token: token, person, attack))
        }
    }

    @Test func `A002 cancelling, going back and beginning again do not get past the demand to register`() async throws {
        let attack = try await AttackHouse()
        try await SetRegistrationGrace(attack.house.tools)(days: 0, by: try await attack.house.operatorCaller())
        let eve = try await attack.house.add("eve", isRegistered: false)
        try await attack.house.serve { client in
            let browser = TestBrowser(client)
            var page = try await attack.halfway(browser, eve)
            #expect(page.asks("register") && !page.asks("skip"))
            for step in ["cancel", "name", "skip", "stay"] {
                let body = [("token", page.token), ("username", eve.name), ("stay", "no")]
                _ = try await browser.raw("/signin/\(page.handle)/\(step)", body)
                #expect(try await browser.get("/signin/\(page.handle)").givesNothing)
                let silent = try await browser.get(TestBrowser.authorizePath(attack.app, extra: "&prompt=none"))
                #expect(silent.parameters["error"] == "login_required" && silent.givesNothing)
                page = try await attack.halfway(browser, eve)
                #expect(page.asks("register") && !page.asks("skip"))
            }
        }
        try await attack.expectNobodyIn(as: eve)
    }

    /// Takes a new flow to a state.
    private static func reach(
        _ state: State, _ browser: TestBrowser, _ attack: AttackHouse
    ) async throws -> (TestBrowser.Answer, TestHouse.Person) {
        let house = attack.house
        switch state {
        case .name: return (try await browser.get(attack.authorize), attack.mia)
        case .password:
            let page = try await browser.get(attack.authorize)
            return (try await browser.submit(page, "/name", [("username", attack.mia.name)]), attack.mia)
        case .code: return (try await attack.halfway(browser, attack.mia), attack.mia)
        case .register, .registerLater, .codes:
            if state == .register {
                try await SetRegistrationGrace(house.tools)(days: 0, by: try await house.operatorCaller())
            }
            let eve = try await house.add("eve", isRegistered: false)
            let page = try await attack.halfway(browser, eve)
            guard state == .codes else { return (page, eve) }
            return (try await register(browser, page, attack), eve)
        case .newPassword:
            let eve = try await house.add("eve", isRegistered: false)
            try await ResetPassword(house.tools)(
                eve.id, password: .given(eve.password, isTemporary: true), by: try await house.operatorCaller())
            return (try await attack.halfway(browser, eve), eve)
        case .stay:
            let page = try await attack.halfway(browser, attack.mia)
            return (try await browser.submit(page, "/code", [("code", attack.mia.code(at: house.now))]), attack.mia)
        case .consent:
            let app = try await house.app("Asking", redirectURI: "https://ask.example/cb", consentMode: .eachUser)
            var page = try await attack.halfway(browser, attack.mia, at: TestBrowser.authorizePath(app))
            page = try await browser.submit(page, "/code", [("code", attack.mia.code(at: house.now))])
            return (try await browser.submit(page, "/stay", [("stay", "no")]), attack.mia)
        case .refused:
            let page = try await attack.halfway(browser, attack.mia)
            var user = try #require(
                try await house.store.read { try $0.users.find(attack.mia.id, in: attack.app.tenant) })
            user.isEnabled = false
            let disabled = user
            try await house.store.write { try $0.users.update(disabled) }
            return (page, attack.mia)
        }
    }

    /// Posts the first code of the app whose secret a page shows.
    private static func register(
        _ browser: TestBrowser, _ page: TestBrowser.Answer, _ attack: AttackHouse
    ) async throws -> TestBrowser.Answer {
        let secret = try #require(`Attacks on one-time codes`.manualKey(in: page.body))
        let code = TOTP.code(secret: secret, step: TOTP.step(at: attack.house.now))
        return try await browser.submit(page, "/register", [("code", code)])
    }
}

extension `Every step at every state` {
    /// A right body for each step, and an empty one.
    private static func bodies(of person: TestHouse.Person, _ attack: AttackHouse) -> [(String, [(String, String)])] {
        let new = "Copper-Lantern-58-tide"
        return [
            ("", []), ("name", [("username", person.name)]), ("password", [("password", person.password)]),
            ("new-password", [("new-password", new), ("confirm-password", new)]),
            ("code", [("code", person.secret.isEmpty ? "000000" : person.code(at: attack.house.now))]),
            ("recovery", [("recovery-code", person.recoveryCodes.first ?? "AAAA-AAAA-AAAA-AAAA")]),
            ("codes", [("saved", "yes")]), ("stay", [("stay", "yes")]), ("consent", [("consent", "yes")]),
            ("all", [("step", "finish"), ("user", person.id.rawValue), ("amr", "mfa"), ("code_sent", "true")]),
        ]
    }

    /// Whether a post is one that the state is there for; some pages ask for nothing but a press of their button.
    private static func isDesigned(_ step: String, body: String, at state: State) -> Bool {
        guard state.steps.contains(step) else { return false }
        return body == step || step == "skip" || step == "codes"
    }

    /// Makes the designed post of a state, and says whether it went on.
    private static func moves(
        _ state: State, _ browser: TestBrowser, _ page: TestBrowser.Answer, token: String,
        _ person: TestHouse.Person, _ attack: AttackHouse
    ) async throws -> Bool {
        let bodies = Dictionary(uniqueKeysWithValues: bodies(of: person, attack))
        switch state {
        case .register, .registerLater:
            let fresh = try await browser.get("/signin/\(page.handle)")
            return try await register(browser, fresh, attack).asks("codes")
        case .refused: return try await browser.get("/signin/\(page.handle)").status == 403
        case .consent:
            // The yes names what was shown, so it is posted from the page.
            return try await browser.submit(page, "/consent", [("consent", "yes")]).parameters["code"] != nil
        default:
            let step = state == .newPassword ? "new-password" : state.rawValue
            let next = try await browser.post(
                "/signin/\(page.handle)/\(step)", [("token", token)] + (bodies[step] ?? []))
            return (next.status == 200 && !next.asks(step)) || next.parameters["code"] != nil
        }
    }
}
