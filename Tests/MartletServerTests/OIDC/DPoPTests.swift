import HTTPTypes
import HummingbirdTesting
import MartletActions
import MartletCredentials
import MartletDirectory
import MartletTesting
import Testing

/// RFC 9449 at the token endpoint and at UserInfo: A182, N-10.3.5, and the FAPI modules about DPoP.
@Suite struct `Tokens that are bound to a key` {
    private static let header = HTTPField.Name("DPoP")

    /// Redeems a fresh code with a proof.
    private static func redeem(
        _ here: TokenHouse, _ browser: TestBrowser, _ proof: String?, app: TestHouse.App? = nil, extra: String = ""
    ) async throws -> TestBrowser.Answer {
        let app = app ?? here.app
        let code = try await here.code(browser, for: app, extra: extra)
        return try await post(
            here, browser, proof, app: app,
            [
                ("grant_type", "authorization_code"), ("code", code.parameters["code"] ?? ""),
                ("redirect_uri", app.redirectURI), ("code_verifier", TestBrowser.verifier),
            ])
    }

    private static func post(
        _ here: TokenHouse, _ browser: TestBrowser, _ proof: String?, app: TestHouse.App, _ fields: [(String, String)]
    ) async throws -> TestBrowser.Answer {
        try await browser.raw(
            "/\(app.tenant)/oauth2/v2.0/token",
            fields + [("client_id", app.id.rawValue)] + (app.secret.map { [("client_secret", $0)] } ?? []),
            headers: headers(proof))
    }

    private static func headers(_ proof: String?) throws -> HTTPFields {
        guard let proof else { return [:] }
        return [try #require(header): proof]
    }

    private static func userInfo(
        _ browser: TestBrowser, _ token: String, scheme: String = "DPoP", proof: String?
    ) async throws -> TestBrowser.Answer {
        var all = try headers(proof)
        all[.authorization] = "\(scheme) \(token)"
        return try await browser.send("/oidc/userinfo", .get, nil, all)
    }

    @Test func `a proof binds the token, and UserInfo wants a proof with it`() async throws {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let (browser, key, now) = (try await here.signedIn(client), try AppKey(), here.house.now)
            let answer = try await Self.redeem(
                here, browser, try key.proof(here.tokenEndpoint, at: now, id: "p1"))
            #expect(answer.status == 200 && answer.json("token_type") == "DPoP", "\(answer.body)")
            let token = try #require(answer.json("access_token"))
            let payload = token.split(separator: ".")[1]
            let claims = try JSONReader.object(try #require(Base64URL.decode(payload.utf8)))
            guard case .object(let confirmation) = claims["cnf"] else { throw JSONReader.Refused() }
            #expect(confirmation.string("jkt") == (try JSONWebKey(key.jwk).thumbprint))
            func proof(
                _ id: String, by key: AppKey, token named: String? = nil, _ change: JSONObject = [:]
            ) throws
                -> String
            {
                try key.proof(
                    here.userInfoEndpoint, method: "GET", at: now, id: id, token: named ?? token, change: change)
            }
            #expect(try await Self.userInfo(browser, token, proof: try proof("u1", by: key)).status == 200)
            // A182: shown before, without and with another ath, of another key, for another method or address, old.
            let thief = try AppKey()
            for proof in [
                try proof("u1", by: key), try proof("u2", by: key, ["ath": .null]),
                try proof("u3", by: key, token: "other"), try proof("u4", by: thief),
                try proof("u5", by: key, ["htm": "POST"]), try proof("u6", by: key, ["htu": "http://localhost:8080/x"]),
                try proof("u7", by: key, ["iat": .integer(now.seconds - 3600)]),
                try proof("u8", by: key, ["jti": .null]), "x", nil,
            ] {
                let refused = try await Self.userInfo(browser, token, proof: proof)
                #expect(refused.status == 401)
                #expect(refused.headers[.wwwAuthenticate]?.contains("DPoP ") == true)
                #expect(refused.headers[.wwwAuthenticate]?.contains("invalid_dpop_proof") == true)
            }
            // N-10.3.5: a bound token is no bearer token, with a good proof beside it or without.
            for proof in [nil, try proof("u9", by: key)] {
                let bearer = try await Self.userInfo(browser, token, scheme: "Bearer", proof: proof)
                #expect(bearer.status == 401)
                #expect(bearer.headers[.wwwAuthenticate]?.contains("invalid_token") == true)
            }
            let posted = try await browser.raw("/oidc/userinfo", [("access_token", token)])
            #expect(posted.status == 401)
        }
    }

    @Test func `a bearer token is none of DPoP`() async throws {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let (browser, key) = (try await here.signedIn(client), try AppKey())
            let token = try #require(try await here.tokens(browser).json("access_token"))
            #expect(try await Self.userInfo(browser, token, scheme: "Bearer", proof: nil).status == 200)
            let proof = try key.proof(here.userInfoEndpoint, method: "GET", at: here.house.now, id: "u1", token: token)
            #expect(try await Self.userInfo(browser, token, proof: proof).status == 401)
        }
    }

    @Test(
        arguments: [
            ["htm": "GET"], ["htu": "http://localhost:8080/other"], ["iat": 0], ["iat": .null], ["jti": ""],
            ["exp": 1], ["nbf": 9_000_000_000],
        ] as [JSONObject])
    func `A182 fapi2 dpop-negative-tests: a proof that is not right gets no token`(change: JSONObject) async throws {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let (browser, key, now) = (try await here.signedIn(client), try AppKey(), here.house.now)
            let bad = try key.proof(here.tokenEndpoint, at: now, id: "p1", change: change)
            #expect(try await Self.redeem(here, browser, bad).refuses("invalid_dpop_proof") == true)
            let good = try key.proof(here.tokenEndpoint, at: now, id: "p2")
            #expect(try await Self.redeem(here, browser, good).status == 200)
            #expect(try await Self.redeem(here, browser, good).refuses("invalid_dpop_proof") == true)
            #expect(try await Self.redeem(here, browser, "e30.e30.").refuses("invalid_dpop_proof") == true)
        }
    }

    @Test(arguments: [-10, 10])
    func `fapi2 ensure-dpopproof-with-iat-10seconds-before and after-succeeds, check-dpop-proof-nbf-exp`(
        seconds: Int64
    ) async throws {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let (browser, key, now) = (try await here.signedIn(client), try AppKey(), here.house.now)
            let proof = try key.proof(
                here.tokenEndpoint, at: now + .seconds(seconds), id: "p1",
                change: ["nbf": .integer(now.seconds - 10), "exp": .integer(now.seconds + 60)])
            #expect(try await Self.redeem(here, browser, proof).json("token_type") == "DPoP")
        }
    }

    @Test func `the refresh token of a public app is bound to its key`() async throws {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let (browser, key, now) = (try await here.signedIn(client), try AppKey(), here.house.now)
            let first = try await Self.redeem(here, browser, try key.proof(here.tokenEndpoint, at: now, id: "p1"))
            let fields = [("grant_type", "refresh_token"), ("refresh_token", first.json("refresh_token") ?? "")]
            let other = try AppKey().proof(here.tokenEndpoint, at: now, id: "p2")
            for proof in [nil, other] {
                #expect(try await Self.post(here, browser, proof, app: here.app, fields).refuses() == true)
            }
            let proof = try key.proof(here.tokenEndpoint, at: now, id: "p3")
            let next = try await Self.post(here, browser, proof, app: here.app, fields)
            #expect(next.status == 200 && next.json("token_type") == "DPoP")
        }
    }

    @Test func `fapi2 refresh-token: a confidential app may change its key and never gets a bearer token`() async throws
    {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let (browser, key, now) = (try await here.signedIn(client), try AppKey(), here.house.now)
            let first = try await Self.redeem(
                here, browser, try key.proof(here.tokenEndpoint, at: now, id: "p1"), app: here.other)
            let fields = [("grant_type", "refresh_token"), ("refresh_token", first.json("refresh_token") ?? "")]
            #expect(try await Self.post(here, browser, nil, app: here.other, fields).refuses() == true)
            let next = try AppKey()
            let answer = try await Self.post(
                here, browser, try next.proof(here.tokenEndpoint, at: now, id: "p2"), app: here.other, fields)
            #expect(answer.status == 200 && answer.json("token_type") == "DPoP")
            let token = answer.json("access_token") ?? ""
            let old = try key.proof(here.userInfoEndpoint, method: "GET", at: now, id: "u1", token: token)
            #expect(try await Self.userInfo(browser, token, proof: old).status == 401)
            let fresh = try next.proof(here.userInfoEndpoint, method: "GET", at: now, id: "u2", token: token)
            #expect(try await Self.userInfo(browser, token, proof: fresh).status == 200)
        }
    }

    @Test func `RFC 9449 section 5.2: an app that must use DPoP gets nothing without`() async throws {
        let here = try await TokenHouse()
        try await here.change(here.app) { $0.settings.authentication.requiresDPoP = true }
        try await here.house.serve { client in
            let browser = try await here.signedIn(client)
            #expect(try await Self.redeem(here, browser, nil).refuses("invalid_dpop_proof") == true)
            let proof = try AppKey().proof(here.tokenEndpoint, at: here.house.now, id: "p1")
            #expect(try await Self.redeem(here, browser, proof).json("token_type") == "DPoP")
        }
    }

    @Test func `A182 of 20 requests at once with one proof, one is served`() async throws {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let proof = try AppKey().proof(here.tokenEndpoint, at: here.house.now, id: "p1")
            let answers = try await withThrowingTaskGroup(of: String?.self) { group in
                for _ in 0..<20 {
                    group.addTask {
                        try await Self.post(here, TestBrowser(client), proof, app: here.app, [("grant_type", "x")])
                            .json("error")
                    }
                }
                return try await group.reduce(into: [String?]()) { $0.append($1) }
            }
            #expect(answers.filter { $0 == "unsupported_grant_type" }.count == 1)
            #expect(answers.filter { $0 == "invalid_dpop_proof" }.count == 19)
        }
    }

    @Test func `discovery tells of it`() async throws {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let path = "/\(here.app.tenant)/v2.0/.well-known/openid-configuration"
            let document = try JSONReader.object(Array(try await TestBrowser(client).get(path).body.utf8))
            #expect(
                document.strings("dpop_signing_alg_values_supported") == ["RS256", "PS256", "ES256", "EdDSA"])
            #expect(document.bool("tls_client_certificate_bound_access_tokens") == false)
        }
    }
}
