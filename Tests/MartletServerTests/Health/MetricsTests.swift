import Foundation
import HTTPTypes
import HummingbirdTesting
import MartletActions
import MartletDirectory
import MartletServer
import MartletStore
import MartletTesting
import Testing

/// `/metrics`: who may read it, and what it never tells.
@Suite struct `The figures of a node` {
    private static let token = "Prometheus-reads-this-92hf"

    private static var access: MetricsAccess { get throws { try #require(MetricsAccess.token(token)) } }

    @Test func `A292 without the token there is nothing, with it there are the figures`() async throws {
        let house = try await TestHouse()
        _ = try await house.setUp()
        try await house.serve(metrics: try Self.access) { client in
            let missing = try await client.execute(uri: "/no-such-page", method: .get)
            for header in [nil, "Bearer ", "Bearer wrong", "Basic \(Self.token)", "Bearer \(Self.token)x", Self.token] {
                var headers: HTTPFields = [:]
                headers[.authorization] = header
                let answer = try await client.execute(uri: "/metrics", method: .get, headers: headers)
                #expect(answer.status == .notFound && missing.status == .notFound)
                #expect(answer.text.count == missing.text.count)
            }
            let answer = try await client.execute(
                uri: "/metrics", method: .get, headers: [.authorization: "Bearer \(Self.token)"])
            #expect(answer.status == .ok)
            #expect(answer.headers[.contentType] == "text/plain; version=0.0.4; charset=utf-8")
            #expect(answer.headers[.cacheControl] == "no-store")
            #expect(
                answer.text.contains("martlet_http_requests_total{route=\"none\",method=\"GET\",status=\"4xx\"} 1\n"))
        }
    }

    /// One that is taken and never matches locks the figures away, and nobody says why.
    @Test(arguments: ["Prometheus-reads-this-92hf", "openssl+rand/base64==", "a.token_with~signs", "0123456789abcdef"])
    func `a token that is taken opens the figures`(token: String) async throws {
        let access = try #require(MetricsAccess.token(token))
        let house = try await TestHouse()
        try await house.serve(metrics: access) { client in
            let answer = try await client.execute(
                uri: "/metrics", method: .get, headers: [.authorization: "Bearer \(token)"])
            #expect(answer.status == .ok)
        }
    }

    @Test(
        arguments: [
            "", "0123456789abcde", "a token with spaces", "a-token-with-a-sign!", "a:token:with:colons",
            "t\u{f6}ken-t\u{f6}ken-t\u{f6}ken",
            String(repeating: "a", count: 1025), "two-lines-of-a\ntoken-at-once",
        ])
    func `a token that no header can carry is not taken`(token: String) {
        if case .some = MetricsAccess.token(token) { Issue.record("taken") }
    }

    @Test func `without a token only this machine reads it, and a request without a socket is not this machine`()
        async throws
    {
        let house = try await TestHouse()
        try await house.serve { client in
            let answer = try await client.execute(uri: "/metrics", method: .get)
            #expect(answer.status == .notFound)
        }
    }

    @Test func `sign-ins are counted once, by door and outcome, and nobody's name is told`() async throws {
        let house = try await TestHouse()
        let admin = try await house.setUp()
        try await house.serve(metrics: try Self.access, process: { .sample }) { client in
            let browser = TestBrowser(client)
            _ = try await browser.signIn("/account", as: admin, at: house.now)
            let text = try await client.execute(
                uri: "/metrics", method: .get, headers: [.authorization: "Bearer \(Self.token)"]
            ).text
            #expect(text.contains("martlet_sign_ins_total{door=\"account\",outcome=\"success\"} 1\n"))
            #expect(text.contains("# TYPE martlet_decision_seconds histogram\n"))
            #expect(text.contains("martlet_hashing_refused_total{reason=\"full\"} 0\n"))
            #expect(text.contains("martlet_store_transaction_seconds_count{kind=\"write\"}"))
            #expect(text.contains("martlet_http_request_seconds_bucket{route=\"signIn\",le=\"+Inf\"}"))
            #expect(text.contains("process_resident_memory_bytes 4096\n"))
            for secret in [admin.name, "example.com", admin.id.rawValue, "Example"] { #expect(!text.contains(secret)) }
        }
    }

    @Test func `a sign-in that was undone is not counted`() async throws {
        struct Undone: Error {}
        let house = try await TestHouse()
        let signIn = Measures.SignIn(door: "account", outcome: .success)
        await #expect(throws: Undone.self) {
            try await house.store.write { tables in
                tables.count(signIn)
                throw Undone()
            }
        }
        #expect(house.tools.measures.signIns.values.isEmpty)
        try await house.store.write { $0.count(signIn) }
        #expect(house.tools.measures.signIns.values == [signIn: 1])
    }

    @Test func `every route has one of a few classes`() async throws {
        let house = try await TestHouse()
        try await house.serve(metrics: try Self.access) { client in
            for path in ["/healthz", "/a/b/c", "/admin/users", "/x/oauth2/v2.0/token", "/\u{1F426}", "/assets/x.css"] {
                _ = try? await client.execute(
                    uri: path.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? path, method: .get)
            }
            let text = try await client.execute(
                uri: "/metrics", method: .get, headers: [.authorization: "Bearer \(Self.token)"]
            ).text
            let classes = Set(text.matches(of: #/route="([^"]*)"/#).map { String($0.output.1) })
            #expect(classes.isSubset(of: ["health", "none", "admin", "token", "assets"]))
        }
    }
}

extension ProcessFigures {
    fileprivate static let sample = ProcessFigures(
        residentBytes: 4096, openDescriptors: 7, mostDescriptors: 1024, startedAt: 1.5, processorSeconds: 0.25)
}
