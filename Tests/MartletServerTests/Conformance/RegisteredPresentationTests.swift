import HTTPTypes
import HummingbirdTesting
import MartletActions
import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletTesting
import Testing

/// What people see of an app that registered itself, and how it is started from elsewhere.
@Suite struct `Dynamic registration, presentation` {
    private static let png: [UInt8] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]

    @Test func `oidcc-registration-logo-uri: the picture is on the page, from our own address (A157)`() async throws {
        let here = try await RegistrationHouse()
        here.fetch.put(bytes: Self.png, at: "https://rp.example/logo.png")
        try await here.house.serve { client in
            let registered = try await here.register(client, ["logo_uri": "https://rp.example/logo.png"])
            #expect(registered.text("logo_uri") == "https://rp.example/logo.png")
            let browser = TestBrowser(client)
            let page = try await browser.get(TestBrowser.authorizePath(here.app(registered)))
            let path = "/logos/\(registered.text("client_id"))"
            #expect(page.body.contains("src=\"\(path)\"") && !page.body.contains("rp.example/logo"))
            let logo = try await browser.get(path)
            #expect(logo.status == 200 && logo.headers[.contentType] == "image/png")
            #expect(logo.headers[.xContentTypeOptions] == "nosniff")
            #expect(here.fetch.asked == ["https://rp.example/logo.png"])
            let plain = try await here.register(client)
            #expect(try await browser.get("/logos/\(plain.text("client_id"))").status == 404)
            #expect(try await browser.get("/logos/nobody").status == 404)
        }
    }

    @Test(arguments: ["<svg xmlns=\"http://www.w3.org/2000/svg\"/>", "GIF89a", "<html>", "", "RIFF1234WAVE"])
    func `A121, A132 a picture that is none is refused, whatever it is called`(text: String) async throws {
        let here = try await RegistrationHouse()
        here.fetch.put(text, at: "https://rp.example/logo.png")
        try await here.house.serve { client in
            let refused = try await here.register(client, ["logo_uri": "https://rp.example/logo.png"])
            #expect(refused.status == 400 && refused.error == "invalid_client_metadata")
        }
    }

    @Test func `a picture of more than 64 KiB is refused`() async throws {
        let here = try await RegistrationHouse()
        here.fetch.put(
            bytes: Self.png + [UInt8](repeating: 0, count: 65_536), at: "https://rp.example/logo.png")
        try await here.house.serve { client in
            let refused = try await here.register(client, ["logo_uri": "https://rp.example/logo.png"])
            #expect(refused.error == "invalid_client_metadata")
        }
    }

    @Test(arguments: [("policy_uri", "oidcc-registration-policy-uri"), ("tos_uri", "oidcc-registration-tos-uri")])
    func `oidcc-registration-policy-uri, -tos-uri: the page links to what the app says`(
        member: String, module: String
    ) async throws {
        let here = try await RegistrationHouse()
        try await here.house.serve { client in
            let registered = try await here.register(
                client, JSONObject(member, "https://rp.example/\(member)?a=1&b=\"2\"".replacing("\"", with: "%22")))
            #expect(registered.status == 201, "\(module)")
            let browser = TestBrowser(client)
            let name = try await browser.get(TestBrowser.authorizePath(here.app(registered)))
            let password = try await browser.submit(name, "/name", [("username", here.member.name)])
            for page in [name, password] {
                let link = page.body.tags("a").first {
                    $0.attribute("href")?.hasPrefix("https://rp.example/\(member)?a=1&b=%22") == true
                }
                #expect(link?.attribute("rel") == "noopener noreferrer")
            }
        }
    }

    @Test(arguments: ["javascript:alert(1)", "data:text/html,x", "http://rp.example/policy", "//rp.example/"])
    func `a link that is no https address is refused`(text: String) async throws {
        let here = try await RegistrationHouse()
        try await here.house.serve { client in
            for member in ["policy_uri", "tos_uri", "client_uri", "logo_uri"] {
                let refused = try await here.register(client, JSONObject(member, text))
                #expect(refused.error == "invalid_client_metadata")
            }
        }
    }

    @Test func `oidcc-3rd_party-init-login: the address is registered and told again by the management endpoint`()
        async throws
    {
        let here = try await RegistrationHouse()
        try await here.house.serve { client in
            let registered = try await here.register(client, ["initiate_login_uri": "https://rp.example/start"])
            #expect(registered.status == 201)
            #expect(registered.text("initiate_login_uri") == "https://rp.example/start")
            let read = try await here.manage(client, registered, .get)
            #expect(read.status == 200 && read.text("initiate_login_uri") == "https://rp.example/start")
        }
    }

    @Test func `oidcc-3rd_party-init-login-nohttps: an address by http is refused`() async throws {
        let here = try await RegistrationHouse()
        try await here.house.serve { client in
            let refused = try await here.register(client, ["initiate_login_uri": "http://rp.example/start"])
            #expect(refused.status == 400 && refused.error == "invalid_client_metadata")
        }
    }
}

extension JSONObject {
    /// An object of one text.
    init(_ name: String, _ text: String) {
        self.init()
        self[name] = .string(text)
    }
}
