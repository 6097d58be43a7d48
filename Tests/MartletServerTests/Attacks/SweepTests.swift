import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import MartletActions
import MartletCredentials
import MartletDirectory
import MartletStore
import MartletTesting
import Testing

@testable import MartletServer

/// A119, A124, A125, A129: every URL that there is.
@Suite struct `Sweeps over every route` {
    /// The routes that are posted to by apps and not by pages, with why no form token guards them.
    private static let withoutToken = [
        "/:tenant/oauth2/v2.0/authorize": "begins a sign-in and changes nothing (OpenID Connect Core 3.1.2.1)",
        "/:tenant/oauth2/authorize": "begins a sign-in and changes nothing (OpenID Connect Core 3.1.2.1)",
        "/:tenant/oauth2/token": "takes no cookie: the app authenticates (RFC 6749 section 3.2)",
        "/:tenant/getcredentialtype": "takes no cookie and says the same to everybody (A089)",
        "/:tenant/oauth2/v2.0/token": "takes no cookie: the app authenticates (RFC 6749 section 3.2)",
        "/:tenant/oauth2/v2.0/logout": "asks the person unless a token of this session is shown (A117)",
        "/:tenant/oauth2/v2.0/register": "takes no cookie: an initial access token is all (RFC 7591 section 3)",
        "/:tenant/oauth2/v2.0/par": "takes no cookie: the app authenticates (RFC 9126 section 2)",
        "/:tenant/oauth2/v2.0/introspect": "takes no cookie: the app authenticates (RFC 7662 section 2.1)",
        "/:tenant/oauth2/v2.0/revoke": "takes no cookie: the app authenticates (RFC 7009 section 2.1)",
        "/:tenant/oauth2/v2.0/devicecode": "takes no cookie: nothing is let in by it (RFC 8628 section 3.1)",
        "/:tenant/oauth2/devicecode": "takes no cookie: nothing is let in by it (RFC 8628 section 3.1)",
        "/:tenant/oauth2/logout": "asks the person unless a token of this session is shown (A117)",
        "/v1.0/me/getMemberObjects": "takes no cookie: the bearer token is all (RFC 6750)",
        "/oidc/userinfo": "takes no cookie: the bearer token is all (RFC 6750)",
        "/authenticator/api/enrol": "takes no cookie: a code is all, and the phone's signature",
        "/authenticator/api/sync": "takes no cookie: the phone's signature is all",
        "/authenticator/api/answer": "takes no cookie: the phone's signature is all",
        "/authenticator/api/subscription": "takes no cookie: the phone's signature is all",
        "/authenticator/api/address": "takes no cookie: the phone's signature is all",
        "/theme": "nothing depends on the colours; the origin is checked all the same",
    ]

    @Test func `A119 no page of another site posts anything, token or not`() async throws {
        let attack = try await AttackHouse()
        try await attack.house.serve { client in
            let (browser, page) = try await attack.inside(client, as: attack.admin, at: "/admin")
            let before = try await Self.changes(attack)
            let forged: [(HTTPFields, String)] = [
                ([:], ""), ([:], "AAAA"), ([.origin: "https://evil.example"], page.token),
                ([.secFetchSite: "cross-site"], page.token), ([.secFetchSite: "same-site"], page.token),
                ([.origin: "null", .secFetchSite: "cross-site"], page.token),
                ([.origin: "http://localhost:8080.evil.example"], page.token),
                ([.origin: "http://localhost:8081"], page.token),
            ]
            for route in try Self.routes("POST", attack) where Self.withoutToken[route.pattern] == nil {
                for (headers, token) in forged {
                    let body = [("token", token), ("username", "x"), ("reason", "tooManyPrompts"), ("days", "3")]
                    let answer = try await browser.raw(route.path, body, headers: headers)
                    #expect(answer.givesNothing, "\(route.path)")
                    #expect([403, 303, 404].contains(answer.status), "\(route.path) \(answer.status)")
                    // Only a sign-in may be begun, which does nothing to anybody.
                    #expect(answer.status != 303 || answer.location.hasPrefix("/signin/"), "\(route.path)")
                }
                for type in ["text/plain", "application/json", "multipart/form-data; boundary=x"] {
                    let answer = try await browser.send(
                        route.path, .post, "token=\(page.token)", [.contentType: type])
                    #expect([415, 303, 404].contains(answer.status), "\(route.path) \(answer.status)")
                }
            }
            #expect(try await Self.changes(attack) == before)
            #expect(try await browser.get("/admin").status == 200)
            // The same post from a page of ours is taken.
            let own = try await browser.raw(
                "/admin/security-defaults/grace", [("token", page.token), ("days", "3")],
                headers: [.origin: "http://localhost:8080", .secFetchSite: "same-origin"])
            #expect(own.status == 303)
            #expect(try await Self.changes(attack) == before + 1)
        }
    }

    @Test func `A119 the few posts without a form token do nothing to the person in the browser`() async throws {
        let attack = try await AttackHouse()
        try await attack.house.serve { client in
            let (browser, _) = try await attack.inside(client, as: attack.mia)
            let patterns = Set(try Self.routes("POST", attack).map(\.pattern))
            #expect(Self.withoutToken.keys.allSatisfy { patterns.contains($0) })
            for route in try Self.routes("POST", attack) where Self.withoutToken[route.pattern] != nil {
                let answer = try await browser.raw(
                    route.path, [("theme", "dark")], headers: [.origin: "https://evil.example"])
                #expect(answer.givesNothing && (200..<500).contains(answer.status), "\(route.path)")
                #expect(answer.status != 303, "\(route.path)")
            }
            #expect(try await browser.get("/account").location == "/account")
        }
    }

    @Test(arguments: [true, false])
    func `A124 and A125 every answer of every route carries the headers, and none can be framed`(
        isSignedIn: Bool
    ) async throws {
        let attack = try await AttackHouse(url: "https://localhost")
        try await attack.house.serve { client in
            var browser = TestBrowser(client)
            if isSignedIn { browser = try await attack.inside(client, as: attack.admin, at: "/admin").browser }
            var answers: [(String, TestBrowser.Answer)] = []
            for method in ["GET", "POST"] {
                for route in try Self.routes(method, attack) where route.pattern != "/signout" {
                    let answer =
                        method == "GET"
                        ? try await browser.send(route.path, .get, nil, [:])
                        : try await browser.raw(route.path, [("token", "")])
                    answers.append(("\(method) \(route.path)", answer))
                }
            }
            for path in ["/nowhere", "/admin/nowhere/x", "/assets/none.css", "/account?a=%zz", "/\u{3042}", "/..%2f"] {
                for method in [HTTPRequest.Method.get, .post, .put, .delete, .options, .trace] {
                    answers.append((path, try await browser.send(path, method, nil, [:])))
                }
            }
            let assets = try PageRenderer().assets
            #expect(assets["martlet.css"] != nil)
            answers.append(("asset", try await browser.send("/assets/martlet.css", .get, nil, [:])))
            for (name, answer) in answers { Self.check(answer, name) }
            #expect(answers.contains { $0.1.status == 404 } && answers.contains { $0.1.status == 303 })
            #expect(answers.contains { $0.1.status == 200 } && answers.allSatisfy { $0.1.status < 500 })
        }
    }

    /// A125, one answer.
    private static func check(_ answer: TestBrowser.Answer, _ name: String) {
        let headers = answer.headers
        let policy = headers[.contentSecurityPolicy] ?? ""
        #expect(policy.hasPrefix("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "\(name)")
        #expect(policy.contains("base-uri 'none'") && !policy.contains("unsafe"), "\(name)")
        #expect(headers[.xContentTypeOptions] == "nosniff", "\(name)")
        #expect(headers[.strictTransportSecurity] == "max-age=31536000; includeSubDomains", "\(name)")
        for (field, value) in [
            ("Referrer-Policy", "no-referrer"), ("X-Frame-Options", "DENY"),
            ("Cross-Origin-Opener-Policy", "same-origin"),
        ] {
            #expect(HTTPField.Name(field).flatMap { headers[$0] } == value, "\(name) \(field)")
        }
        // A129: a posted password is never sent on.
        #expect(![301, 302, 307, 308].contains(answer.status), "\(name)")
        guard !answer.body.isEmpty else { return }
        let type = headers[.contentType] ?? ""
        #expect(
            type.contains("charset=utf-8") || type.hasPrefix("image/") || type.hasPrefix("font/"), "\(name) \(type)")
        #expect(!type.hasPrefix("text/html") || policy.contains("object-src 'none'"), "\(name)")
        #expect(headers[.cacheControl] != nil, "\(name)")
    }

    /// The routes of a method with real things in the places of their parameters.
    static func routes(_ method: String, _ attack: AttackHouse) throws -> [(pattern: String, path: String)] {
        let doors = Doors(tools: attack.house.tools, pages: try PageRenderer(), options: ServerOptions())
        let known = [
            ":tenant": "example.com", ":user": attack.mia.id.rawValue, ":app": attack.app.id.rawValue,
            ":role": DirectoryRole.globalAdministrator.id.rawValue, ":name": "martlet.css", ":flow": "mfl_x",
            ":step": "password",
        ]
        return ServerRouter.paths(doors).filter { $0.hasPrefix(method + " ") }.map { line in
            let pattern = String(line.dropFirst(method.count + 1))
            let segments = pattern.split(separator: "/").map { segment in
                segment.hasPrefix(":")
                    ? known[String(segment)] ?? "00000000-0000-4000-8000-000000000000" : String(segment)
            }
            return (pattern, "/" + segments.joined(separator: "/"))
        }
    }

    private static func changes(_ attack: AttackHouse) async throws -> Int {
        try await attack.house.store.read { tables in
            try tables.audits.list(in: attack.app.tenant, filter: .init(), after: nil, limit: 500).items
                .count { $0.succeeded }
        }
    }
}
