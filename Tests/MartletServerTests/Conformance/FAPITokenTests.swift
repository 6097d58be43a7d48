import Foundation
import HTTPTypes
import MartletActions
import MartletCredentials
import MartletDirectory
import MartletTesting
import Testing

/// The modules of the FAPI 2.0 Security Profile's plan about codes, keys and tokens, played from end to end.
@Suite struct `What a FAPI app gets for its code` {
    @Test
    func `fapi2-security-profile-final-ensure-dpopproof-at-par-endpoint-binding-success and another key gets none`()
        async throws
    {
        // Also fapi2-security-profile-final-ensure-token-endpoint-fails-with-mismatched-dpop-proof-jkt.
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let party = try await FAPIParty(client, in: here)
            let pushed = try await party.push(proof: try party.proof(party.pushEndpoint))
            #expect(pushed.status == 201, "\(pushed.body)")
            let code = try await party.code(pushed)
            let answer = try await party.redeem(code, proof: try party.proof(here.tokenEndpoint))
            #expect(answer.status == 200 && answer.json("token_type") == "DPoP", "\(answer.body)")

            let second = try await party.code(try await party.push(proof: try party.proof(party.pushEndpoint)))
            let thief = try party.proof(here.tokenEndpoint, by: try AppKey())
            #expect(try await party.redeem(second, proof: thief).json("access_token") == nil)
        }
    }

    @Test
    func `fapi2-security-profile-final-ensure-dpop-auth-code-binding-success, and a key that was not named gets none`()
        async throws
    {
        // Also fapi2-security-profile-final-ensure-token-endpoint-fails-with-mismatched-dpop-jkt and
        // fapi2-security-profile-final-ensure-mismatched-dpop-jkt-fails.
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let party = try await FAPIParty(client, in: here)
            let named = [("dpop_jkt", try JSONWebKey(party.key.jwk).thumbprint)]
            let code = try await party.code(
                try await party.push(named, proof: try party.proof(party.pushEndpoint)))
            #expect(try await party.redeem(code, proof: try party.proof(here.tokenEndpoint)).status == 200)

            let other = try AppKey()
            let second = try await party.code(try await party.push(named))
            let wrong = try party.proof(here.tokenEndpoint, by: other)
            #expect(try await party.redeem(second, proof: wrong).json("access_token") == nil)
            let mismatched = try await party.push(named, proof: try party.proof(party.pushEndpoint, by: other))
            #expect(mismatched.status == 400 && mismatched.json("request_uri") == nil)
        }
    }

    @Test(arguments: [-10, 10])
    func
        `fapi2-security-profile-final-ensure-dpopproof-with-iat-10seconds-before-succeeds, and 10seconds-after-succeeds`(
            seconds: Int64
        ) async throws
    {
        // fapi2-security-profile-final-ensure-dpopproof-with-iat-10seconds-after-succeeds
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let party = try await FAPIParty(client, in: here)
            let pushed = try await party.push(proof: try party.proof(party.pushEndpoint, aheadSeconds: seconds))
            let code = try await party.code(pushed)
            let answer = try await party.redeem(
                code, proof: try party.proof(here.tokenEndpoint, aheadSeconds: seconds))
            #expect(answer.status == 200)
        }
    }

    @Test func `fapi2-security-profile-final-incorrect-pkce-code-verifier-rejected, and none at all`() async throws {
        // Also fapi2-security-profile-final-ensure-pkce-code-verifier-required.
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let party = try await FAPIParty(client, in: here)
            for verifier in [String(repeating: "x", count: 43), nil] {
                let code = try await party.code(try await party.push())
                let answer = try await party.redeem(
                    code, proof: try party.proof(here.tokenEndpoint), verifier: verifier)
                #expect(answer.refuses())
            }
        }
    }

    @Test func `fapi2-security-profile-final-attempt-reuse-authorization-code-after-one-second: refused, and all ends`()
        async throws
    {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let party = try await FAPIParty(client, in: here)
            let code = try await party.code(try await party.push())
            let first = try await party.redeem(code, proof: try party.proof(here.tokenEndpoint))
            let token = try #require(first.json("access_token"))
            #expect(try await userInfo(party, token) == 200)
            here.house.clock.advance(by: .seconds(1))
            #expect(try await party.redeem(code, proof: try party.proof(here.tokenEndpoint)).refuses())
            #expect(try await userInfo(party, token) == 401)
        }
    }

    @Test func `fapi2-security-profile-final-access-token-type-header-case-sensitivity: the scheme has no case`()
        async throws
    {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let party = try await FAPIParty(client, in: here)
            let code = try await party.code(try await party.push())
            let answer = try await party.redeem(code, proof: try party.proof(here.tokenEndpoint))
            let token = try #require(answer.json("access_token"))
            for scheme in ["DPoP", "dpop", "DPOP", "dPoP"] {
                #expect(try await userInfo(party, token, scheme: scheme) == 200, "\(scheme)")
            }
        }
    }

    @Test func `fapi2-security-profile-final-ensure-authorization-code-is-bound-to-client: another app gets nothing`()
        async throws
    {
        // Also fapi2-security-profile-final-ensure-client-id-in-token-endpoint.
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let party = try await FAPIParty(client, in: here)
            let code = try await party.code(try await party.push())
            #expect(try await here.redeem(party.browser, code).refuses())
            let mixed = try await party.redeem(
                code, proof: try party.proof(here.tokenEndpoint), fields: [("client_id", here.app.id.rawValue)])
            #expect((400...401).contains(mixed.status) && mixed.json("access_token") == nil)
            let own = try await party.redeem(
                code, proof: try party.proof(here.tokenEndpoint), fields: [("client_id", here.other.id.rawValue)])
            #expect(own.status == 200)
        }
    }

    @Test func `fapi2-security-profile-final-ensure-server-handles-non-matching-intent-id: a request of another app`()
        async throws
    {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let party = try await FAPIParty(client, in: here)
            let pushed = try await party.push()
            let page = try await party.browser.get(here.authorizePath(naming: pushed, as: here.app))
            #expect(page.parameters["code"] == nil && page.status == 400)
            #expect(!(try await party.code(pushed)).isEmpty)
        }
    }

    @Test func `fapi2-security-profile-final-par-test-par-endpoint-url-as-audience-fails at the endpoint itself`()
        async throws
    {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let party = try await FAPIParty(client, in: here)
            for audience in [party.pushEndpoint, here.tokenEndpoint] {
                let pushed = try await party.push(assertion: try party.assertion(for: audience))
                #expect(pushed.status == 401 && pushed.json("error") == "invalid_client", "\(audience)")
            }
            #expect(try await party.push().status == 201)
        }
    }

    @Test func `fapi2-security-profile-final-discovery-end-point-verification: what the profile wants is named`()
        async throws
    {
        let suite = try await RelyingParty()
        try await suite.house.serve { client in
            let document = try await suite.document(TestBrowser(client), "/v2.0/.well-known/openid-configuration")
            #expect(document.string("pushed_authorization_request_endpoint") != nil)
            for (name, value) in [
                ("token_endpoint_auth_methods_supported", "private_key_jwt"),
                ("token_endpoint_auth_signing_alg_values_supported", "PS256"),
                ("dpop_signing_alg_values_supported", "ES256"), ("code_challenge_methods_supported", "S256"),
            ] {
                #expect(document.strings(name)?.contains(value) == true, "\(name)")
            }
            #expect(document.strings("code_challenge_methods_supported") == ["S256"])
            #expect(document.bool("authorization_response_iss_parameter_supported") == true)
        }
    }

    private func userInfo(_ party: FAPIParty, _ token: String, scheme: String = "DPoP") async throws -> Int {
        let here = party.here
        let proof = try party.key.proof(
            here.userInfoEndpoint, method: "GET", at: here.house.now, id: here.house.tools.newCorrelationID(),
            token: token)
        return try await party.browser.send(
            "/oidc/userinfo", .get, nil,
            [.authorization: "\(scheme) \(token)", try #require(FAPIParty.header): proof]
        ).status
    }
}
