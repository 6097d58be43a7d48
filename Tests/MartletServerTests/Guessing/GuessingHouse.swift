import Foundation
import HTTPTypes
import HummingbirdTesting
import MartletActions
import MartletDirectory
import MartletStore
import MartletTesting

/// The doors at which a password can be tried.
enum GuessDoor: String, CaseIterable, Sendable {
    case form, passwordGrant, basic, mail, ownChange

    /// The doors that a stranger reaches.
    static let outside: [GuessDoor] = [.form, .passwordGrant, .basic, .mail]
}

/// An organisation without the defaults, so that every door looks at passwords and opens for the right one.
struct GuessingHouse: Sendable {
    let house: TestHouse
    let admin: TestHouse.Person
    /// Somebody without a second factor: a password is all that any door asks of them.
    let member: TestHouse.Person
    let app: TestHouse.App
    /// What the mail proxy shows.
    let mailKey: String

    /// The house; with `defaults` the security defaults stay on.
    init(defaults: Bool = false, house given: TestHouse? = nil) async throws {
        if let given { house = given } else { house = try await TestHouse() }
        admin = try await house.setUp()
        member = try await house.add("mia", isRegistered: defaults)
        app = try await house.app()
        mailKey = try await house.mailDoor()
        if !defaults {
            try await SwitchSecurityDefaults(house.tools)
                .off(reason: .tooManyPrompts, by: try await house.operatorCaller())
            for surface in [LegacySurface.web, .mail] {
                try await SetLegacySurface(house.tools)(surface, .both, by: try await house.operatorCaller())
            }
        }
    }

    /// What a try came to: whether it opened, and the answer.
    struct Try: Sendable {
        var opened: Bool
        var answer: TestBrowser.Answer
    }

    /// One try of one password at one door, from a browser of its own unless `inside` is given, which `ownChange` needs.
    func attempt(
        _ client: any TestClientProtocol, at door: GuessDoor, name: String, password: String,
        address: String = "192.0.2.10", inside: TestBrowser? = nil
    ) async throws -> Try {
        let browser = TestBrowser(client, address: address)
        switch door {
        case .form:
            let page = try await browser.get(TestBrowser.authorizePath(app))
            let person = TestHouse.Person(id: ID(""), name: name, password: password, secret: [], recoveryCodes: [])
            let answer = try await browser.password(page, person)
            let isAsked = answer.forms.contains { $0.hasSuffix("/name") || $0.hasSuffix("/password") }
            return Try(opened: answer.status < 400 && !isAsked, answer: answer)
        case .passwordGrant:
            let answer = try await browser.token(
                app, [("grant_type", "password"), ("username", name), ("password", password)])
            return Try(opened: answer.json("access_token") != nil, answer: answer)
        case .basic:
            let text = Data("\(name):\(password)".utf8).base64EncodedString()
            let answer = try await browser.send(
                "/legacy/basic/example.com", .get, nil, [.authorization: "Basic \(text)"])
            return Try(opened: answer.status == 200, answer: answer)
        case .mail:
            let answer = try await browser.mail(mailKey, name: name, password: password, from: address)
            return Try(opened: answer.mailStatus == "OK", answer: answer)
        case .ownChange:
            guard let inside else { preconditionFailure("somebody must be signed in") }
            let page = try await inside.get("/account/password")
            let answer = try await inside.submit(
                page, "/account/password",
                [
                    ("password", password), ("new-password", "Amber-Quarry-58-moss"),
                    ("confirm-password", "Amber-Quarry-58-moss"),
                ])
            return Try(opened: answer.location.contains("done="), answer: answer)
        }
    }

    /// A browser in which the member is signed in to the account portal.
    func signedIn(_ client: any TestClientProtocol, address: String = "192.0.2.10") async throws -> TestBrowser {
        let browser = TestBrowser(client, address: address)
        _ = try await browser.signIn("/account", as: member, at: house.now)
        return browser
    }

    /// A wrong password that is unlike the last ones.
    static func wrong(_ number: Int) -> String { "Wrong-Harbour-\(number)-lamp" }

    /// The counters of somebody.
    func counters(of person: TestHouse.Person) async throws -> [LockoutCounter] {
        let tenant = try await house.operatorCaller().tenant
        return try await house.store.read { try $0.lockouts.list(in: tenant, subject: person.id.rawValue) }
    }

    /// How many lines of the sign-in log carry each number.
    func numbers(of person: TestHouse.Person? = nil) async throws -> [Int: Int] {
        let rows = try await house.signIns(limit: 1000).filter { person == nil || $0.user == person?.id }
        return Dictionary(grouping: rows, by: \.errorCode).mapValues(\.count)
    }
}
