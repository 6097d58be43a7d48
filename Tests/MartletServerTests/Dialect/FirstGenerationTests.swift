import HTTPTypes
import HummingbirdTesting
import MartletActions
import MartletCredentials
import MartletDirectory
import MartletTesting
import Testing

/// clients.md section 1, roadtx: the endpoints without `v2.0` are translations onto the same pipeline.
@Suite struct `The first generation of endpoints` {
    private static let resource = "http://localhost:8080/"

    @Test func `a code is redeemed and refreshed with a resource, and the numbers are texts`() async throws {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let browser = try await here.signedIn(client)
            let begun = TestBrowser.authorizePath(
                here.app, scope: "openid", extra: "&resource=\(Self.resource.formEncoded)"
            )
            .replacing("/oauth2/v2.0/", with: "/oauth2/")
            let code = try await browser.get(begun)
            let tokens = try await browser.raw(
                "/\(here.app.tenant)/oauth2/token",
                [
                    ("grant_type", "authorization_code"), ("code", code.parameters["code"] ?? ""),
                    ("redirect_uri", here.app.redirectURI), ("code_verifier", TestBrowser.verifier),
                    ("client_id", here.app.id.rawValue), ("resource", Self.resource),
                ])
            #expect(tokens.status == 200 && tokens.json("id_token") != nil)
            #expect(tokens.json("expires_in") == "3600" && tokens.json("ext_expires_in") == "3600")
            #expect(tokens.json("expires_on") == String(here.house.now.seconds + 3600))
            #expect(tokens.json("not_before") == String(here.house.now.seconds))
            #expect(tokens.json("resource") == Self.resource && tokens.json("token_type") == "Bearer")
            for fields in [[("resource", Self.resource)], []] {
                let again = try await browser.raw(
                    "/common/oauth2/token",
                    [
                        ("grant_type", "refresh_token"), ("refresh_token", tokens.json("refresh_token") ?? ""),
                        ("client_id", here.app.id.rawValue),
                    ] + fields)
                #expect(again.status == 200 || again.json("error") == "invalid_grant")
                if !fields.isEmpty { #expect(again.json("access_token") != nil && again.json("refresh_token") != nil) }
            }
        }
    }

    @Test func `the second generation's answer keeps its numbers, and has none of the first's members`() async throws {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let tokens = try await here.tokens(try await here.signedIn(client))
            #expect(tokens.object.integer("expires_in") == 3600)
            #expect(tokens.object["expires_on"] == nil && tokens.object["resource"] == nil)
        }
    }

    @Test func `a password is taken where the gate allows it, and the refresh token works in both generations`()
        async throws
    {
        let here = try await GuessingHouse()
        try await here.house.serve { client in
            let browser = TestBrowser(client)
            let tokens = try await browser.raw(
                "/common/oauth2/token",
                DialectRequest.password(
                    here.member.name, here.member.password, client: here.app.id.rawValue, resource: Self.resource))
            #expect(tokens.status == 200 && tokens.json("expires_on") != nil && tokens.json("client_info") != nil)
            let again = try await browser.token(
                here.app,
                [("grant_type", "refresh_token"), ("refresh_token", tokens.json("refresh_token") ?? "")])
            #expect(again.status == 200 && again.object.integer("expires_in") == 3600)
        }
    }

    @Test func `A137 what is repeated is refused in the first generation as well`() async throws {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            for repeated in [[("resource", "a"), ("resource", "b")], [("scope", "a"), ("scope", "b")]] {
                let answer = try await TestBrowser(client).raw(
                    "/common/oauth2/token",
                    [("grant_type", "password"), ("client_id", here.app.id.rawValue)] + repeated)
                #expect(answer.refuses("invalid_request") || answer.refuses("invalid_target"))
            }
        }
    }

    @Test func `a public app needs its verifier, a confidential one its secret, as ever`() async throws {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let browser = try await here.signedIn(client)
            let code = try await here.code(browser)
            let without = try await browser.raw(
                "/common/oauth2/token",
                [
                    ("grant_type", "authorization_code"), ("code", code.parameters["code"] ?? ""),
                    ("redirect_uri", here.app.redirectURI), ("client_id", here.app.id.rawValue),
                ])
            #expect(without.refuses("invalid_grant"))
            let other = try await browser.raw(
                "/common/oauth2/token",
                [("grant_type", "refresh_token"), ("refresh_token", "x"), ("client_id", here.other.id.rawValue)])
            #expect(other.refuses("invalid_client", status: 401))
        }
    }
}
