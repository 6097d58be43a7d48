import HTTPTypes
import MartletActions
import MartletCredentials
import MartletTesting
import Testing

/// The config plan, and what each other plan wants of discovery.
@Suite struct `The config plan` {
    @Test func `oidcc-discovery-endpoint-verification: what the specifications want of the document is in it`()
        async throws
    {
        let suite = try await RelyingParty()
        try await suite.house.serve { client in
            let document = try await suite.document(TestBrowser(client), "/v2.0/.well-known/openid-configuration")
            let base = suite.house.tools.publicURL.text
            #expect(document.string("issuer") == suite.house.tools.publicURL.issuer(of: suite.app.tenant))
            for name in [
                "authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri", "end_session_endpoint",
            ] {
                #expect(document.string(name)?.hasPrefix(base + "/") == true, "\(name)")
            }
            let required: [String: String] = [
                "response_types_supported": "code", "grant_types_supported": "authorization_code",
                "subject_types_supported": "public", "id_token_signing_alg_values_supported": "RS256",
                "scopes_supported": "openid", "claims_supported": "sub",
                "token_endpoint_auth_methods_supported": "client_secret_basic",
                "code_challenge_methods_supported": "S256", "response_modes_supported": "form_post",
            ]
            for (name, value) in required {
                #expect(document.strings(name)?.contains(value) == true, "\(name)")
            }
            #expect(document.strings("response_types_supported") == ["code"])
            #expect(document.bool("authorization_response_iss_parameter_supported") == true)
        }
    }

    @Test func `what discovery names is answered`() async throws {
        let suite = try await RelyingParty()
        try await suite.house.serve { client in
            let browser = TestBrowser(client)
            let document = try await suite.document(browser, "/v2.0/.well-known/openid-configuration")
            let base = suite.house.tools.publicURL.text
            for member in document.members where member.name.hasSuffix("_endpoint") || member.name == "jwks_uri" {
                guard case .string(let address) = member.value else { continue }
                let path = String(address.dropFirst(base.count))
                let statuses = [
                    try await browser.send(path, .get, nil, [:]).status, try await browser.raw(path, []).status,
                ]
                #expect(statuses.contains { $0 != 404 && $0 < 500 }, "\(member.name)")
            }
        }
    }
}
