import HTTPTypes
import HummingbirdTesting
import MartletActions
import MartletCredentials
import MartletDirectory
import MartletTesting
import Testing

/// Workloads elsewhere that prove themselves by what their own issuer signs.
@Suite struct `Federated credentials` {
    private static let issuer = "https://ci.example"
    private static let subject = "repo:contoso/payroll:ref:refs/heads/main"
    private static let audience = "api://example"

    /// An app that trusts one workload of an issuer that publishes one key.
    private struct House: Sendable {
        let tokens: TokenHouse
        let outgoing = CannedFetch()
        let key: AppKey
        let credential: FederatedCredential

        init() async throws {
            tokens = try await TokenHouse(house: try await TestHouse(outgoing: outgoing))
            key = try AppKey()
            credential = try await AddFederatedCredential(tokens.house.tools)(
                name: "ci", issuer: issuer, subject: subject, audience: audience, for: tokens.other.id,
                by: try await tokens.caller)
            outgoing.put(
                #"{"issuer":"https://ci.example","jwks_uri":"https://ci.example/keys"}"#,
                at: "https://ci.example/.well-known/openid-configuration")
            outgoing.put(try key.keySet, at: "https://ci.example/keys")
        }

        func assertion(_ id: String, by signer: AppKey? = nil, _ change: JSONObject = [:]) throws -> String {
            let now = tokens.house.now.seconds
            var claims: JSONObject = [
                "iss": .string(issuer), "sub": .string(subject), "aud": .string(audience), "jti": .string(id),
                "iat": .integer(now), "exp": .integer(now + 300),
            ]
            for member in change.members { claims[member.name] = member.value == .null ? nil : member.value }
            return try (signer ?? key).sign(["alg": "ES256", "kid": "k1"], claims)
        }

        func answer(
            _ client: any TestClientProtocol, _ assertion: String, app: TestHouse.App? = nil
        ) async throws -> TestBrowser.Answer {
            let app = app ?? tokens.other
            return try await TestBrowser(client).raw(
                "/\(app.tenant)/oauth2/v2.0/token",
                [
                    ("grant_type", "x"), ("client_id", app.id.rawValue),
                    ("client_assertion_type", ClientAssertion.type), ("client_assertion", assertion),
                ])
        }
    }

    @Test func `the last use of a trusted issuer is known to the hour, and a refused assertion is no use`() async throws
    {
        let house = try await House()
        let tools = house.tokens.house.tools
        try await house.tokens.house.serve { client in
            func lastUse() async throws -> Timestamp? {
                let report = try await ListWorkloadCredentials(tools)(by: try await house.tokens.caller)
                let found = try #require(report.better.first { $0.credential == house.credential.id.rawValue })
                #expect(found.kind == .federatedCredential && found.name == "ci" && found.issuer == Self.issuer)
                return found.lastUsedAt
            }
            _ = try await house.answer(client, house.assertion("j1", by: AppKey()))
            let none = try await lastUse()
            #expect(none == nil)
            let first = house.tokens.house.now
            _ = try await house.answer(client, house.assertion("j2"))
            #expect(try await lastUse() == first)
            house.tokens.house.clock.advance(by: .minutes(30))
            _ = try await house.answer(client, house.assertion("j3"))
            #expect(try await lastUse() == first)
            house.tokens.house.clock.advance(by: .minutes(31))
            _ = try await house.answer(client, house.assertion("j4"))
            #expect(try await lastUse() == house.tokens.house.now)
        }
    }

    @Test func `a workload that an app trusts is the app, once with each assertion`() async throws {
        let house = try await House()
        try await house.tokens.house.serve { client in
            let assertion = try house.assertion("j1")
            do {
                let found = try await house.answer(client, assertion)
                #expect(found.json("error") == "unsupported_grant_type")
            }
            do {
                let found = try await house.answer(client, assertion)
                #expect(found.refuses("invalid_client", status: 401))
            }
            let next = try house.assertion("j2")
            do {
                let found = try await house.answer(client, next)
                #expect(found.json("error") == "unsupported_grant_type")
            }
        }
    }

    @Test(
        arguments: [
            ["sub": "repo:contoso/payroll:ref:refs/heads/evil"], ["sub": .null], ["aud": "api://other"], ["aud": .null],
            ["aud": ["api://example", "api://other"]], ["exp": .null], ["exp": 1], ["iat": .null],
            ["nbf": 9_000_000_000], ["iss": "https://ci.example/"],
        ] as [JSONObject])
    func `A173 A175 A185 another subject, audience, issuer or time is refused`(change: JSONObject) async throws {
        let house = try await House()
        try await house.tokens.house.serve { client in
            let answer = try await house.answer(client, try house.assertion("j1", change))
            #expect(answer.refuses("invalid_client", status: 401))
            let honest = try await house.answer(client, try house.assertion("j1"))
            #expect(honest.json("error") == "unsupported_grant_type")
        }
    }

    @Test func `A171 A256 an issuer that nobody wrote down is never fetched`() async throws {
        let house = try await House()
        try await house.tokens.house.serve { client in
            let thief = try AppKey()
            house.outgoing.put(
                #"{"issuer":"https://thief.example","jwks_uri":"https://thief.example/keys"}"#,
                at: "https://thief.example/.well-known/openid-configuration")
            house.outgoing.put(try thief.keySet, at: "https://thief.example/keys")
            let forged = try house.assertion("j1", by: thief, ["iss": "https://thief.example"])
            do {
                let found = try await house.answer(client, forged)
                #expect(found.refuses("invalid_client", status: 401))
            }
            #expect(house.outgoing.asked.isEmpty)
            // The right names, the wrong key.
            let signed = try house.assertion("j2", by: thief)
            do {
                let found = try await house.answer(client, signed)
                #expect(found.refuses("invalid_client", status: 401))
            }
            // Another app trusts nobody.
            let portal = try await house.tokens.house.app("Ferry", kind: .confidential)
            let other = try await house.answer(client, try house.assertion("j3"), app: portal)
            #expect(other.refuses("invalid_client", status: 401))
            #expect(house.outgoing.asked.allSatisfy { $0.hasPrefix("https://ci.example/") })
        }
    }

    @Test func `what is taken away no longer counts, and an issuer that is silent proves nothing`() async throws {
        let house = try await House()
        try await house.tokens.house.serve { client in
            try await RemoveFederatedCredential(house.tokens.house.tools)(
                house.credential.id, of: house.tokens.other.id, by: try await house.tokens.caller)
            let answer = try await house.answer(client, try house.assertion("j1"))
            #expect(answer.refuses("invalid_client", status: 401))
            #expect(house.outgoing.asked.isEmpty)
            try await AddFederatedCredential(house.tokens.house.tools)(
                name: "ci", issuer: Self.issuer, subject: Self.subject, audience: Self.audience,
                for: house.tokens.other.id, by: try await house.tokens.caller)
            house.outgoing.put(nil, at: "https://ci.example/keys")
            let silent = try await house.answer(client, try house.assertion("j2"))
            #expect(silent.refuses("invalid_client", status: 401))
        }
    }

    @Test func `what cannot be trusted is not taken`() async throws {
        let here = try await TokenHouse()
        let (action, caller) = (AddFederatedCredential(here.house.tools), try await here.caller)
        func add(
            _ issuer: String = Self.issuer, _ subject: String = Self.subject, _ audience: String = Self.audience,
            app: TestHouse.App? = nil
        ) async throws {
            try await action(
                name: "ci", issuer: issuer, subject: subject, audience: audience, for: (app ?? here.other).id,
                by: caller)
        }
        try await add()
        for refused in [
            { try await add() }, { try await add(app: here.app) }, { try await add("http://ci.example") },
            { try await add("") }, { try await add("https://x.example", "") },
            { try await add("https://x.example", "a b") }, { try await add("https://x.example", "a", "") },
            { try await add("https://x.example/" + String(repeating: "x", count: 600)) },
        ] as [() async throws -> Void] {
            await #expect(throws: ActionError.self) { try await refused() }
        }
        do {
            let found = try await here.audits(.clientCredentialAdded)
            #expect(found >= 1)
        }
    }
}
