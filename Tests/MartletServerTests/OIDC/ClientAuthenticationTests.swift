import Foundation
import HTTPTypes
import HummingbirdTesting
import MartletActions
import MartletDirectory
import MartletTesting
import Testing

/// A184: an app proves itself in exactly one way, the one it has.
@Suite struct `Client authentication` {
    /// What is sent beside the refresh token.
    struct Case: Sendable, CustomStringConvertible {
        var description: String
        /// The Authorization header, made of id and secret.
        var header: (@Sendable (_ id: String, _ secret: String) -> String)?
        var fields: (@Sendable (_ id: String, _ secret: String) -> [(String, String)])?
        var query = ""
        var status = 401
        var error = "invalid_client"
    }

    static func basic(_ text: String) -> String { "Basic \(Data(text.utf8).base64EncodedString())" }

    static let refused: [Case] = [
        Case(description: "no secret", fields: { id, _ in [("client_id", id)] }),
        Case(description: "nothing at all"),
        Case(description: "an empty secret", fields: { id, _ in [("client_id", id), ("client_secret", "")] }),
        Case(description: "an empty secret in the header", header: { id, _ in basic("\(id):") }),
        Case(
            description: "a wrong secret",
            fields: { id, s in [("client_id", id), ("client_secret", "\(s.dropLast())0")] }),
        Case(
            description: "half a secret",
            fields: { id, s in [("client_id", id), ("client_secret", String(s.prefix(40)))] }),
        Case(description: "a secret in capitals", header: { id, s in basic("\(id):\(s.uppercased())") }),
        Case(
            description: "header and body together", header: { id, s in basic("\(id):\(s)") },
            fields: { id, s in [("client_id", id), ("client_secret", s)] }),
        Case(
            description: "another app in the body", header: { id, s in basic("\(id):\(s)") },
            fields: { _, _ in [("client_id", "00000000-0000-4000-8000-000000000000")] }),
        Case(
            description: "a header that cannot be read beside a good body", header: { _, _ in "Basic !!!" },
            fields: { id, s in [("client_id", id), ("client_secret", s)] }),
        Case(
            description: "a header with a broken percent sign beside a good body",
            header: { id, _ in basic("\(id):%zz") }, fields: { id, s in [("client_id", id), ("client_secret", s)] }),
        Case(
            description: "an ampersand behind the secret", header: { id, s in basic("\(id)&a=b:\(s)&c=d") }),
        Case(
            description: "another scheme beside a good body", header: { _, s in "Bearer \(s)" },
            fields: { id, s in [("client_id", id), ("client_secret", s)] }),
        Case(
            description: "an assertion that nobody registered",
            fields: { id, _ in
                [
                    ("client_id", id), ("client_assertion", "e30.e30."),
                    ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
                ]
            }),
        Case(
            description: "the secret in the address", fields: { id, _ in [("client_id", id)] },
            query: "?client_secret=SECRET", status: 400, error: "invalid_request"),
        Case(
            description: "two secrets",
            fields: { id, s in [("client_id", id), ("client_secret", s), ("client_secret", s)] },
            status: 400, error: "invalid_request"),
    ]

    static let accepted: [Case] = [
        Case(description: "in the body", fields: { id, s in [("client_id", id), ("client_secret", s)] }),
        Case(description: "in the header", header: { id, s in basic("\(id):\(s)") }),
        Case(
            description: "in the header, percent-encoded",
            header: { id, s in basic("\(id.replacing("-", with: "%2D")):\(s.replacing("_", with: "%5f"))") }),
        Case(
            description: "in the header, with the same id in the body", header: { id, s in basic("\(id):\(s)") },
            fields: { id, _ in [("client_id", id)] }),
    ]

    @Test(arguments: refused)
    func `A184 a confidential app without the one right proof gets nothing`(given: Case) async throws {
        try await Self.run(given) { here, browser, tokens, answer in
            #expect(answer.refuses(given.error, status: given.status))
            #expect(given.status != 401 || answer.headers[.wwwAuthenticate] != nil)
            // Its refresh token was not used up.
            let again = try await here.refresh(browser, tokens, app: here.other)
            #expect(again.status == 200)
        }
    }

    @Test(arguments: accepted)
    func `A184 a confidential app with its secret is served`(given: Case) async throws {
        try await Self.run(given) { _, _, _, answer in
            #expect(answer.status == 200 && answer.json("access_token") != nil)
        }
    }

    @Test func `A184 a public app that sends a secret is refused, and an expired secret is too`() async throws {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let browser = try await here.signedIn(client)
            let tokens = try await here.tokens(browser)
            var posing = here.app
            posing.secret = here.other.secret
            #expect(try await here.refresh(browser, tokens, app: posing).refuses("invalid_client", status: 401))
            #expect(try await here.refresh(browser, tokens).status == 200)

            let added = try await AddClientSecret(here.house.tools)(
                for: here.other.id, lifetimeDays: 1, by: try await here.caller)
            var short = here.other
            short.secret = added.text
            let theirs = try await here.tokens(browser, for: here.other)
            let renewed = try await here.refresh(browser, theirs, app: short)
            #expect(renewed.status == 200)
            here.house.clock.advance(by: .days(1))
            #expect(try await here.refresh(browser, renewed, app: short).refuses("invalid_client", status: 401))
            #expect(try await here.refresh(browser, renewed, app: here.other).status == 200)
        }
    }

    private static func run(
        _ given: Case,
        _ check:
            @escaping @Sendable (TokenHouse, TestBrowser, TestBrowser.Answer, TestBrowser.Answer) async throws -> Void
    ) async throws {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let browser = try await here.signedIn(client)
            let tokens = try await here.tokens(browser, for: here.other)
            let (id, secret) = (here.other.id.rawValue, here.other.secret ?? "")
            var headers: HTTPFields = [:]
            if let header = given.header { headers[.authorization] = header(id, secret) }
            let answer = try await browser.raw(
                "/\(here.other.tenant)/oauth2/v2.0/token" + given.query.replacing("SECRET", with: secret),
                [("grant_type", "refresh_token"), ("refresh_token", tokens.json("refresh_token") ?? "")]
                    + (given.fields?(id, secret) ?? []), headers: headers)
            try await check(here, browser, tokens, answer)
        }
    }
}
