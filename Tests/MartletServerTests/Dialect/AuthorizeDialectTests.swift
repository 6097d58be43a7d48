import HTTPTypes
import HummingbirdTesting
import MartletActions
import MartletCredentials
import MartletDirectory
import MartletTesting
import Testing

/// clients.md section 1: what msal sends to the authorize endpoint, and what it reads from the answer.
@Suite struct `The authorize endpoint in Entra's dialect` {
    @Test(arguments: [("&client_info=1", true), ("&client_info=0", false), ("", false)])
    func `client_info stands beside the code if it is asked for`(extra: String, isThere: Bool) async throws {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let browser = try await here.signedIn(client)
            let answer = try await here.code(browser, extra: extra)
            let text = answer.parameters["client_info"]
            #expect((text != nil) == isThere)
            guard let text else { return }
            let info = try JSONReader.object(try #require(Base64URL.decode(text)))
            #expect(info.string("uid") == here.member.id.rawValue && info.string("utid") == here.app.tenant.rawValue)
        }
    }

    @Test(arguments: [
        "&domain_hint=example.com", "&domain_hint=consumers", "&login_hint=mia%40example.com", "&max_age=3600",
        "&claims=%7B%22access_token%22%3A%7B%22xms_cc%22%3A%7B%22values%22%3A%5B%22CP1%22%5D%7D%7D%7D",
        "&X-AnchorMailbox=UPN%3Amia%40example.com", "&instance_aware=true",
        "&x-client-SKU=MSAL.Python&x-client-VER=1.39.0",
        "&client-request-id=3f0c2f5e-8d0e-4c5e-9b1f-2a7f4c8e6d10", "&hsu=1", "&sso_reload=true", "&lw=1&coa=1",
    ])
    func `nothing that Microsoft's libraries add is an error`(extra: String) async throws {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let browser = try await here.signedIn(client)
            #expect(try await here.code(browser, extra: extra).parameters["error"] == nil)
        }
    }

    @Test func `prompt=admin_consent asks for consent, as prompt=consent does`() async throws {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            for prompt in ["admin_consent", "consent"] {
                let browser = try await here.signedIn(client)
                let page = try await browser.get(TestBrowser.authorizePath(here.app, extra: "&prompt=\(prompt)"))
                #expect(page.forms.contains { $0.hasSuffix("/consent") })
                here.house.clock.advance(by: .minutes(1))
            }
        }
    }

    @Test func `the first generation's authorize endpoint takes a resource, and leads to the same code`() async throws {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let browser = try await here.signedIn(client)
            let path = TestBrowser.authorizePath(here.app).replacing("/oauth2/v2.0/", with: "/oauth2/")
            #expect(try await browser.get(path).parameters["code"] != nil)
            let repeated = try await browser.get(path + "&resource=a&resource=b")
            // RFC 8707 section 2: more than one at a time has an error of its own.
            #expect(repeated.parameters["error"] == "invalid_target")
        }
    }
}
