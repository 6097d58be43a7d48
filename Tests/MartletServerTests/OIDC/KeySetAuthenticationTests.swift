import HTTPTypes
import HummingbirdTesting
import MartletActions
import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletTesting
import Testing

/// `private_key_jwt` with registered keys: A184, A185, and the FAPI modules about client assertions.
@Suite struct `Apps with key sets` {
    /// An app that has a key set and, if asked for, is held to FAPI 2.0.
    private struct House: Sendable {
        let tokens: TokenHouse
        let key: AppKey
        let algorithm: JWSAlgorithm

        init(
            _ algorithm: JWSAlgorithm = .es256, isFAPI: Bool = false, outgoing: any OutgoingFetch = NoOutgoingFetch(),
            _ edit: @escaping @Sendable (inout ClientAuthenticationSettings) -> Void = { _ in }
        ) async throws {
            tokens = try await TokenHouse(house: try await TestHouse(outgoing: outgoing))
            key = try AppKey(algorithm)
            self.algorithm = algorithm
            let keySet = try key.keySet
            try await tokens.change(tokens.other) { app in
                app.settings.authentication.method = .privateKeyJWT
                app.settings.authentication.keySet = keySet
                app.settings.authentication.isFAPI = isFAPI
                edit(&app.settings.authentication)
            }
        }

        var now: Timestamp { tokens.house.now }

        func assertion(
            _ id: String = "j1", by key: AppKey? = nil, algorithm: JWSAlgorithm? = nil, _ change: JSONObject = [:]
        ) throws -> String {
            let app = tokens.other.id.rawValue
            var claims: JSONObject = [
                "iss": .string(app), "sub": .string(app), "aud": .string(tokens.issuer), "jti": .string(id),
                "iat": .integer(now.seconds), "exp": .integer(now.seconds + 300),
            ]
            for member in change.members { claims[member.name] = member.value == .null ? nil : member.value }
            let signer = key ?? self.key
            return try signer.sign(
                ["alg": .string((algorithm ?? self.algorithm).rawValue), "kid": .string(signer.keyID)], claims)
        }

        /// The word with which a request with the assertion is refused; an unknown grant is how it gets through.
        func answer(
            _ client: any TestClientProtocol, _ assertion: String?, _ more: [(String, String)] = []
        ) async throws -> TestBrowser.Answer {
            var fields = [("grant_type", "x"), ("client_id", tokens.other.id.rawValue)] + more
            if let assertion {
                fields += [("client_assertion_type", ClientAssertion.type), ("client_assertion", assertion)]
            }
            let proof = try AppKey().proof(
                tokens.tokenEndpoint, at: now, id: "\(assertion?.hashValue ?? 0)")
            return try await TestBrowser(client).raw(
                "/\(tokens.other.tenant)/oauth2/v2.0/token", fields,
                headers: [try #require(HTTPField.Name("DPoP")): proof])
        }
    }

    private static let through = "unsupported_grant_type"

    @Test(arguments: [JWSAlgorithm.rs256, .ps256, .es256, .edDSA])
    func `an app proves itself with a key of its set`(algorithm: JWSAlgorithm) async throws {
        let house = try await House(algorithm)
        try await house.tokens.house.serve { client in
            do {
                let found = try await house.answer(client, try house.assertion())
                #expect(found.json("error") == Self.through)
            }
            do {
                let found = try await house.answer(client, try house.assertion())
                #expect(found.refuses("invalid_client", status: 401))
            }
            let thief = try AppKey(.es256)
            let forged = try house.assertion("j2", by: thief, algorithm: .es256)
            do {
                let found = try await house.answer(client, forged)
                #expect(found.refuses("invalid_client", status: 401))
            }
        }
    }

    @Test func `the last use of a key set is known with the name of the key, and a refused assertion is no use`()
        async throws
    {
        let next = try AppKey(keyID: "k2")
        let house = try await House()
        let both = try house.key.keySet.dropLast(2) + "," + next.keySet.dropFirst(#"{"keys":["#.count)
        try await house.tokens.change(house.tokens.other) { $0.settings.authentication.keySet = String(both) }
        @Sendable func listed() async throws -> ListWorkloadCredentials.Better? {
            let report = try await ListWorkloadCredentials(house.tokens.house.tools)(
                by: try await house.tokens.caller)
            return report.better.first { $0.kind == .keySet }
        }
        try await house.tokens.house.serve { client in
            _ = try await house.answer(client, try house.assertion(by: try AppKey(.es256)))
            let before = try #require(try await listed())
            #expect(before.lastUsedAt == nil && before.credential.isEmpty && before.name.isEmpty)
            let found = try await house.answer(client, try house.assertion("j2"))
            #expect(found.json("error") == Self.through)
            let used = try #require(try await listed())
            #expect(used.lastUsedAt == house.now && used.credential == house.key.keyID)
            // Another key within the hour: it is the one in use now.
            house.tokens.house.clock.advance(by: .minutes(1))
            let other = try await house.answer(client, try house.assertion("j3", by: next))
            #expect(other.json("error") == Self.through)
            let rotated = try #require(try await listed())
            #expect(rotated.lastUsedAt == house.now && rotated.credential == "k2")
        }
    }

    @Test func `A184 A185 the declared method is the only one that is tried`() async throws {
        let house = try await House()
        try await house.tokens.house.serve { client in
            let app = house.tokens.other
            let secret = [("client_secret", app.secret ?? "")]
            do {
                let found = try await house.answer(client, nil, secret)
                #expect(found.refuses("invalid_client", status: 401))
            }
            do {
                let found = try await house.answer(client, nil)
                #expect(found.refuses("invalid_client", status: 401))
            }
            do {
                let found = try await house.answer(client, try house.assertion(), secret)
                #expect(found.refuses("invalid_client", status: 401))
            }
            do {
                let found = try await house.answer(client, try house.assertion())
                #expect(found.json("error") == Self.through)
            }
        }
        for (method, isPosted) in [
            (ClientAuthenticationSettings.Method.clientSecretBasic, false), (.clientSecretPost, true),
        ] {
            try await house.tokens.change(house.tokens.other) { $0.settings.authentication.method = method }
            try await house.tokens.house.serve { client in
                let app = house.tokens.other
                let posted = try await house.answer(client, nil, [("client_secret", app.secret ?? "")])
                #expect(posted.json("error") == (isPosted ? Self.through : "invalid_client"))
                let basic = try await TestBrowser(client).raw(
                    "/\(app.tenant)/oauth2/v2.0/token", [("grant_type", "x")],
                    headers: [.authorization: `Client authentication`.basic("\(app.id):\(app.secret ?? "")")])
                #expect(basic.json("error") == (isPosted ? "invalid_client" : Self.through))
                let assertion = try await house.answer(client, try house.assertion("j-\(isPosted)"))
                #expect(assertion.refuses("invalid_client", status: 401))
            }
        }
    }

    @Test func `fapi2 ensure-signed-client-assertion-with-RS256-fails`() async throws {
        for (algorithm, isGood) in [(JWSAlgorithm.rs256, false), (.ps256, true), (.es256, true), (.edDSA, true)] {
            let house = try await House(algorithm, isFAPI: true)
            try await house.tokens.house.serve { client in
                let answer = try await house.answer(client, try house.assertion())
                #expect(answer.json("error") == (isGood ? Self.through : "invalid_client"))
            }
        }
    }

    @Test(
        arguments: [
            ("fapi2 par-test-array-as-audience-fails", ["aud": .array(["ISSUER"])]),
            ("fapi2 par-test-token-endpoint-url-as-audience-fails", ["aud": "ENDPOINT"]),
            ("fapi2 ensure-client-assertion-with-wrong-aud-fails", ["aud": "https://other.example"]),
            ("fapi2 ensure-client-assertion-with-no-sub-fails", ["sub": .null]),
            ("fapi2 ensure-client-assertion-with-exp-is-5-minutes-in-past-fails", ["exp": .string("PAST")]),
            ("fapi2 par-ensure-jwt-client-assertions-nbf-over-60-seconds-in-the-future-fails", ["nbf": "SOON"]),
        ] as [(String, JSONObject)])
    func `fapi2 client assertions that must fail`(module: String, change: JSONObject) async throws {
        let house = try await House(isFAPI: true)
        var change = change
        switch change.members.first?.value {
        case .array: change["aud"] = .strings([house.tokens.issuer])
        case "ENDPOINT": change["aud"] = .string(house.tokens.tokenEndpoint)
        case "PAST": change["exp"] = .integer(house.now.seconds - 300)
        case "SOON": change["nbf"] = .integer(house.now.seconds + 61)
        default: break
        }
        try await house.tokens.house.serve { [change] client in
            let answer = try await house.answer(client, try house.assertion("j1", change))
            #expect(answer.refuses("invalid_client", status: 401), "\(module)")
            // The honest one is served.
            do {
                let found = try await house.answer(client, try house.assertion("j2"))
                #expect(found.json("error") == Self.through)
            }
        }
    }

    @Test func `fapi2 par-ensure-jwt-client-assertions-nbf-8-seconds-in-the-future-is-accepted`() async throws {
        let house = try await House(isFAPI: true)
        try await house.tokens.house.serve { client in
            let assertion = try house.assertion("j1", ["nbf": .integer(house.now.seconds + 8)])
            do {
                let found = try await house.answer(client, assertion)
                #expect(found.json("error") == Self.through)
            }
        }
    }

    @Test func `fapi2 ensure-client-assertion-in-token-endpoint and ensure-holder-of-key-required`() async throws {
        let house = try await House(isFAPI: true)
        try await house.tokens.house.serve { client in
            let app = house.tokens.other
            do {
                let found = try await house.answer(client, nil)
                #expect(found.refuses("invalid_client", status: 401))
            }
            do {
                let found = try await house.answer(client, nil, [("client_secret", app.secret ?? "")])
                #expect(found.refuses("invalid_client", status: 401))
            }
            let unbound = try await TestBrowser(client).raw(
                "/\(app.tenant)/oauth2/v2.0/token",
                [
                    ("grant_type", "x"), ("client_assertion_type", ClientAssertion.type),
                    ("client_assertion", try house.assertion()),
                ])
            #expect(unbound.refuses("invalid_dpop_proof"))
        }
    }

    @Test func `an assertion may be sent again where the app is one of Microsoft's libraries`() async throws {
        let house = try await House { $0.reusesAssertions = true }
        try await house.tokens.house.serve { client in
            let assertion = try house.assertion()
            for _ in 0..<3 {
                let found = try await house.answer(client, assertion)
                #expect(found.json("error") == Self.through)
            }
            house.tokens.house.clock.advance(by: .minutes(5))
            do {
                let found = try await house.answer(client, assertion)
                #expect(found.refuses("invalid_client", status: 401))
            }
        }
    }

    @Test func `oidcc-refresh-token-rp-key-rotation: keys at an address are fetched anew for a new name`() async throws
    {
        let outgoing = CannedFetch()
        let house = try await House(outgoing: outgoing) {
            $0.keySet = nil
            $0.keySetURI = "https://rp.example/keys"
        }
        outgoing.put(try house.key.keySet, at: "https://rp.example/keys")
        try await house.tokens.house.serve { client in
            do {
                let found = try await house.answer(client, try house.assertion())
                #expect(found.json("error") == Self.through)
            }
            let next = try AppKey(keyID: "k2")
            outgoing.put(try next.keySet, at: "https://rp.example/keys")
            house.tokens.house.clock.advance(by: .seconds(60))
            let rotated = try house.assertion("j2", by: next)
            do {
                let found = try await house.answer(client, rotated)
                #expect(found.json("error") == Self.through)
            }
        }
    }

    @Test func `A171 keys at an address that does not answer prove nothing`() async throws {
        let outgoing = CannedFetch()
        let house = try await House(outgoing: outgoing) {
            $0.keySet = nil
            $0.keySetURI = "https://rp.example/keys"
        }
        try await house.tokens.house.serve { client in
            do {
                let found = try await house.answer(client, try house.assertion())
                #expect(found.refuses("invalid_client", status: 401))
            }
        }
    }
}
