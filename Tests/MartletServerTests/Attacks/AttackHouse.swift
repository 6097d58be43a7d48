import HTTPTypes
import HummingbirdTesting
import MartletActions
import MartletCredentials
import MartletDirectory
import MartletStore
import MartletTesting
import Testing

@testable import MartletServer

/// An organisation that is attacked: its administrator, two members with an authenticator app, and an app.
struct AttackHouse: Sendable {
    let house: TestHouse
    let admin: TestHouse.Person
    let mia: TestHouse.Person
    let ned: TestHouse.Person
    let app: TestHouse.App

    init(
        url: String = "http://localhost:8080", outgoing: any OutgoingFetch = NoOutgoingFetch(),
        attestationAuthorities: [AttestationAuthority] = []
    ) async throws {
        house = try await TestHouse(url: url, outgoing: outgoing, attestationAuthorities: attestationAuthorities)
        admin = try await house.setUp()
        mia = try await house.add("mia")
        ned = try await house.add("ned")
        app = try await house.app()
    }

    /// The address at which the app sends people here.
    var authorize: String { TestBrowser.authorizePath(app) }

    /// A browser that has proven the password and is asked for a second factor.
    func halfway(
        _ browser: TestBrowser, _ person: TestHouse.Person, at path: String? = nil
    ) async throws -> TestBrowser.Answer {
        try await browser.password(try await browser.get(path ?? authorize), person)
    }

    /// A browser in which somebody has signed in with a second factor; two of the same person need different codes.
    func inside(
        _ client: any TestClientProtocol, as person: TestHouse.Person, at path: String = "/account",
        stays: Bool = false, address: String = "192.0.2.10"
    ) async throws -> (browser: TestBrowser, page: TestBrowser.Answer) {
        let browser = TestBrowser(client, address: address)
        house.clock.advance(by: .seconds(30))
        return (browser, try await browser.signIn(path, as: person, at: house.now, stays: stays))
    }

    /// Six digits that are not one of the codes that a person's app shows about now.
    func wrongCode(of person: TestHouse.Person, number: Int = 0) -> String {
        let shown = (-2...2).map { person.code(at: house.now, stepsAhead: Int64($0)) }
        let texts = (0..<20).map { "00\(1000 + $0)" }.filter { !shown.contains($0) }
        return texts[number % texts.count]
    }

    /// The counter of a person's wrong second factors.
    func codeCounter(of person: TestHouse.Person) async throws -> LockoutCounter? {
        let tenant = app.tenant
        return try await house.store.read {
            try $0.lockouts.find(in: tenant, subject: person.id.rawValue, kind: .secondFactor)
        }
    }

    /// Forgets every counted failure of a person.
    func unlock(_ person: TestHouse.Person) async throws {
        let tenant = app.tenant
        try await house.store.write { try $0.lockouts.clear(in: tenant, subject: person.id.rawValue) }
    }

    /// The person's live sessions.
    func sessions(of person: TestHouse.Person) async throws -> [Session] {
        let at = house.now
        return try await house.store.read { try $0.sessions.list(person.id, liveAt: at) }
    }

    /// The rows of the sign-in log about a person, newest first.
    func rows(of person: TestHouse.Person) async throws -> [SignInRecord] {
        try await house.signIns(limit: 500).filter { $0.user == person.id }
    }

    /// The oracle after an attack on somebody who is not signed in: no session, no success in the log, a sound store.
    func expectNobodyIn(as person: TestHouse.Person, _ location: SourceLocation = #_sourceLocation) async throws {
        #expect(try await sessions(of: person).isEmpty, sourceLocation: location)
        #expect(try await rows(of: person).allSatisfy { $0.status != .success }, sourceLocation: location)
        try await expectSound(location)
    }

    /// Nothing in the store contradicts itself.
    func expectSound(_ location: SourceLocation = #_sourceLocation) async throws {
        let broken = try await house.store.read { try $0.integrity.broken() }
        #expect(broken.isEmpty, sourceLocation: location)
    }

    /// Switches the security defaults off from the command line.
    func switchDefaultsOff() async throws {
        try await SwitchSecurityDefaults(house.tools)
            .off(reason: .tooManyPrompts, by: try await house.operatorCaller())
    }
}

extension TestBrowser.Answer {
    /// Whether the page asks for what is posted to `step`.
    func asks(_ step: String) -> Bool { forms.contains { $0.hasSuffix("/" + step) } }

    /// The handle of the flow whose page this is.
    var handle: String {
        let segments = (forms.first { $0.hasPrefix("/signin/") } ?? location).split(separator: "/")
        return segments.count > 1 ? String(segments[1].prefix { $0 != "?" }) : ""
    }

    /// The session cookie that the answer sets, if it sets one.
    var newSession: String? {
        headers[values: .setCookie].first { $0.contains("martlet-session=m") }
    }

    /// Whether the answer carries nothing that opens anything.
    var givesNothing: Bool {
        newSession == nil && parameters["code"] == nil && !body.contains("access_token") && !body.contains("id_token")
            && status < 500
    }

    /// The claims of the ID token in the answer, unverified.
    var idToken: JSONObject {
        let parts = (json("id_token") ?? "").split(separator: ".")
        guard parts.count == 3, let bytes = Base64URL.decode(String(parts[1])) else { return [:] }
        return (try? JSONReader.object(bytes)) ?? [:]
    }
}
