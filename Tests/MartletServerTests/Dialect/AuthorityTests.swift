import HTTPTypes
import HummingbirdTesting
import MartletActions
import MartletDirectory
import MartletTesting
import Testing

/// clients.md 0.3 and 0.4: how an organisation is named in a path, and in which letters.
@Suite struct `Authorities` {
    @Test(arguments: ["example.com", "EXAMPLE.com", "common", "organizations", "Common"])
    func `every name of the organisation answers discovery, keys and both generations`(name: String) async throws {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let browser = TestBrowser(client)
            for path in ["v2.0/.well-known/openid-configuration", ".well-known/openid-configuration"] {
                let answer = try await browser.get("/\(name)/\(path)")
                #expect(answer.status == 200)
                let isAny = name.lowercased() == "common" || name == "organizations"
                let segment = isAny ? name.lowercased() : here.app.tenant.rawValue
                let issuer = isAny ? "{tenantid}" : here.app.tenant.rawValue
                #expect(answer.json("issuer") == "http://localhost:8080/\(issuer)/v2.0")
                // msal takes the realm from the first segment.
                #expect(answer.json("token_endpoint")?.hasPrefix("http://localhost:8080/\(segment)/oauth2/") == true)
            }
            for path in ["discovery/v2.0/keys", "discovery/keys"] {
                let answer = try await browser.get("/\(name)/\(path)")
                #expect(answer.status == 200 && answer.body.contains("\"kid\""))
            }
        }
    }

    @Test(arguments: ["consumers", "other.example", "00000000-0000-4000-8000-000000000000", "adfs"])
    func `an organisation that there is not is invalid_tenant and 90002 everywhere`(name: String) async throws {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let browser = TestBrowser(client)
            for path in [
                "v2.0/.well-known/openid-configuration", ".well-known/openid-configuration", "discovery/v2.0/keys",
                "discovery/keys", "userrealm/mia@example.com",
                "discovery/instance?authorization_endpoint=http://localhost:8080/common/oauth2/v2.0/authorize",
            ] {
                let answer = try await browser.get("/\(name)/\(path)")
                #expect(answer.status == 400 && answer.json("error") == "invalid_tenant", "\(path)")
                #expect(answer.body.contains("\"error_codes\":[90002]"), "\(path)")
            }
            for path in ["oauth2/v2.0/token", "oauth2/token"] {
                let answer = try await browser.raw("/\(name)/\(path)", [("grant_type", "password")])
                #expect(answer.refuses("invalid_tenant"), "\(path)")
            }
            let answer = try await browser.json("/\(name)/getcredentialtype", "{\"username\":\"mia@example.com\"}")
            #expect(answer.refuses("invalid_tenant"))
        }
    }

    @Test(arguments: ["common", "organizations", "example.com"])
    func `a sign-in begun and redeemed under any name works, and refreshes`(name: String) async throws {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let browser = try await here.signedIn(client)
            let path = TestBrowser.authorizePath(here.app, extra: "&domain_hint=example.com")
                .replacing("/\(here.app.tenant)/", with: "/\(name)/")
            let code = try await browser.get(path)
            #expect(code.parameters["iss"] == "http://localhost:8080/\(here.app.tenant)/v2.0")
            let tokens = try await browser.raw(
                "/\(name)/oauth2/v2.0/token",
                [
                    ("grant_type", "authorization_code"), ("code", code.parameters["code"] ?? ""),
                    ("redirect_uri", here.app.redirectURI), ("code_verifier", TestBrowser.verifier),
                    ("client_id", here.app.id.rawValue),
                ])
            #expect(tokens.status == 200)
            let again = try await browser.raw(
                "/\(name)/oauth2/v2.0/token",
                [
                    ("grant_type", "refresh_token"), ("refresh_token", tokens.json("refresh_token") ?? ""),
                    ("client_id", here.app.id.rawValue),
                ])
            #expect(again.status == 200)
            let out = try await browser.get(
                "/\(name)/oauth2/v2.0/logout?id_token_hint=\(tokens.json("id_token") ?? "")")
            #expect(out.status == 200 && browser.cookie("martlet-session") == nil)
        }
    }

    @Test func `an app that there is not is refused under common as under its organisation's name`() async throws {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let browser = TestBrowser(client)
            let path = TestBrowser.authorizePath(here.app)
                .replacing(here.app.id.rawValue, with: "00000000-0000-4000-8000-000000000000")
            let one = try await browser.get(path)
            let any = try await browser.get(path.replacing("/\(here.app.tenant)/", with: "/common/"))
            #expect(one.status == 400 && any.status == 400 && any.body.contains("AADSTS700016"))
        }
    }

    @Test(arguments: [
        "/COMMON/V2.0/.Well-Known/OpenID-Configuration", "/example.com/Discovery/V2.0/Keys",
        "/common/UserRealm/mia@example.com?api-version=1.0", "/Example.COM/USERREALM/mia@example.com",
        "/GetUserRealm.srf?login=mia@example.com", "/getuserrealm.SRF?login=mia@example.com&xml=1",
    ])
    func `a protocol's path is matched in any letter case`(path: String) async throws {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let answer = try await TestBrowser(client).get(path)
            #expect(answer.status == 200)
        }
    }

    @Test(arguments: ["/Account", "/ADMIN/users", "/Healthz", "/OIDC/userinfo", "/Legacy/basic/example.com", "/Setup"])
    func `a page's path is matched as it is written`(path: String) async throws {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let answer = try await TestBrowser(client).get(path)
            #expect(answer.status == 404)
        }
    }

    @Test func `what a caller filled into a path keeps its letters, and the token endpoint is found too`() async throws
    {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let browser = try await here.signedIn(client)
            let code = try await here.code(browser)
            let tokens = try await browser.raw(
                "/\(here.app.tenant.rawValue.uppercased())/OAuth2/v2.0/Token",
                [
                    ("grant_type", "authorization_code"), ("code", code.parameters["code"] ?? ""),
                    ("redirect_uri", here.app.redirectURI), ("code_verifier", TestBrowser.verifier),
                    ("client_id", here.app.id.rawValue),
                ])
            #expect(tokens.status == 200)
        }
    }
}
