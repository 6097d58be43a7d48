import HTTPTypes
import HummingbirdTesting
import MartletActions
import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletTesting
import Testing

/// A089, A091: what is told about a name before a password is sent is about its domain.
@Suite struct `The user realm` {
    @Test func `a domain of ours is Managed, any other Unknown, in every form of the question`() async throws {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let browser = TestBrowser(client)
            for (domain, type) in [("example.com", "Managed"), ("elsewhere.example", "Unknown")] {
                let name = "mia@\(domain)"
                let msal = try await browser.get("/common/userrealm/\(name)?api-version=1.0")
                #expect(msal.status == 200 && msal.json("account_type") == type)
                let roadtx = try await browser.get("/common/UserRealm/mia%40\(domain)?api-version=2.0")
                #expect(roadtx.json("NameSpaceType") == type && roadtx.json("account_type") == type)
                let json = try await browser.get("/getuserrealm.srf?login=\(name)&json=1")
                #expect(json.json("NameSpaceType") == type)
                let xml = try await browser.get("/getuserrealm.srf?login=\(name)&xml=1")
                #expect(xml.body.contains("<NameSpaceType>\(type)</NameSpaceType>"))
                #expect(xml.header("content-type") == "text/xml; charset=utf-8")
            }
        }
    }

    @Test(arguments: [
        "/common/userrealm/%@?api-version=1.0", "/getuserrealm.srf?login=%@", "/getuserrealm.srf?login=%@&xml=1",
    ])
    func `A089 every name in a domain has one answer, byte by byte`(form: String) async throws {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            var seen: Set<String> = []
            for name in [
                here.member.name, "nobody@example.com", "NOBODY@EXAMPLE.COM", "a@b@example.com", "example.com",
            ] {
                let answer = try await TestBrowser(client).get(form.replacing("%@", with: name))
                seen.insert(
                    "\(answer.status) \(answer.headers.filter { $0.name != .contentSecurityPolicy }) \(answer.body)")
            }
            #expect(seen.count == 1)
        }
    }

    @Test(arguments: ["", "@", "%00@example.com", "%E3%81%82@%E3%81%84", "%@", String(repeating: "a", count: 300)])
    func `A137 a name that is none is Unknown or refused, never an error of ours`(name: String) async throws {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            for path in ["/common/userrealm/\(name)", "/getuserrealm.srf?login=\(name)"] {
                let answer = try await TestBrowser(client).get(path)
                #expect(answer.status < 500, "\(path)")
            }
        }
    }

    @Test func `the organisation's name is escaped in XML`() async throws {
        let house = try await TestHouse()
        _ = try await InitializeOrganization(house.tools)(
            SetUpRequest(
                organizationName: "A & <B>", domain: "example.com", displayName: "Ada", userName: "ada",
                password: TestHouse.password))
        try await house.serve { client in
            let answer = try await TestBrowser(client).get("/getuserrealm.srf?login=a@example.com&xml=1")
            #expect(answer.body.contains("<FederationBrandName>A &amp; &lt;B&gt;</FederationBrandName>"))
        }
    }
}

/// A079, A089: what Entra's sign-in page asks about a name.
@Suite struct `GetCredentialType` {
    private static func ask(_ browser: TestBrowser, _ name: String) async throws -> TestBrowser.Answer {
        try await browser.json(
            "/common/GetCredentialType?mkt=en-US",
            "{\"username\":\"\(name)\",\"isOtherIdpSupported\":true,\"flowToken\":\"\"}")
    }

    @Test func `A089 a name that exists and one that does not are answered alike`() async throws {
        let here = try await TokenHouse()
        try await SetUserEnabled(here.house.tools)(
            try await here.house.add("off").id, isEnabled: false, by: try await here.caller)
        try await here.house.serve { client in
            var seen: Set<String> = []
            for name in [here.member.name, "off@example.com", "nobody@example.com", "Mia@EXAMPLE.com"] {
                let answer = try await Self.ask(TestBrowser(client), name)
                #expect(answer.object.integer("IfExistsResult") == 0 && answer.object.integer("ThrottleStatus") == 0)
                seen.insert(answer.unvarying)
            }
            #expect(seen.count == 1)
            let other = try await Self.ask(TestBrowser(client), "mia@elsewhere.example")
            #expect(other.status == 200 && other.object.integer("IfExistsResult") == 1)
        }
    }

    @Test
    func `A079 many names from one address are answered 429 in whole seconds; few names, others and later are not`()
        async throws
    {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let hostile = TestBrowser(client, address: "203.0.113.9")
            for number in 0..<NameBudget.names {
                #expect(try await Self.ask(hostile, "user\(number)@example.com").status == 200)
            }
            // The last names may be asked about again; they are no news.
            #expect(try await Self.ask(hostile, "user\(NameBudget.names - 1)@example.com").status == 200)
            let stopped = try await Self.ask(hostile, "mia@example.com")
            #expect(stopped.status == 429 && stopped.json("error") == "temporarily_unavailable")
            #expect(stopped.header("retry-after") == "600")
            here.house.clock.advance(by: .milliseconds(599_001))
            #expect(try await Self.ask(hostile, "nobody@example.com").header("retry-after") == "1")
            #expect(try await Self.ask(TestBrowser(client), "mia@example.com").status == 200)
            here.house.clock.advance(by: .seconds(1))
            #expect(try await Self.ask(hostile, "mia@example.com").status == 200)
        }
    }

    @Test func `A078 an address of a household that changes its last half is one address`() async throws {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            var last = 0
            for number in 0...NameBudget.names {
                let browser = TestBrowser(client, address: "2001:db8:1:2::\(String(number, radix: 16))")
                last = try await Self.ask(browser, "user\(number)@example.com").status
            }
            #expect(last == 429)
        }
    }

    @Test(arguments: ["", "[]", "{}", "{\"username\":1}", "{\"username\":\"a\"", "username=a"])
    func `A137 what cannot be read is the client's fault`(text: String) async throws {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let answer = try await TestBrowser(client).json("/common/GetCredentialType", text)
            #expect(answer.refuses("invalid_request"))
        }
    }
}
