import Foundation
import HTTPTypes
import HummingbirdTesting
import MartletActions
import MartletDirectory
import MartletTesting
import Testing

/// clients.md section 7: the request shapes of known tools, and that each learns nothing about who exists, whose password
/// is right, and what is the matter with an account (A074, A079, A081, A089, A091, A093).
@Suite struct `Hostile tools` {
    /// What a tool tries: a name and a password that is right for it, wrong, or nobody's.
    private struct Pair: Sendable {
        var name: String
        var password: String
    }

    /// Somebody without a second factor, somebody with one, somebody disabled, nobody; right and wrong passwords.
    private static func pairs(_ here: GuessingHouse) async throws -> [Pair] {
        let registered = try await here.house.add("rei")
        let disabled = try await here.house.add("dan", isRegistered: false)
        try await SetUserEnabled(here.house.tools)(
            disabled.id, isEnabled: false, by: try await here.house.operatorCaller())
        return [
            Pair(name: "no@example.com", password: "Winter-2026-aaaaa-bb"),
            Pair(name: here.member.name, password: "Winter-2026-aaaaa-bb"),
            Pair(name: here.member.name, password: here.member.password),
            Pair(name: registered.name, password: registered.password),
            Pair(name: here.admin.name, password: here.admin.password),
            Pair(name: disabled.name, password: disabled.password),
        ]
    }

    /// The answers to one shape of request for every pair, each from an address of its own.
    private static func seen(
        _ here: GuessingHouse,
        _ ask: @escaping @Sendable (TestBrowser, String, String) async throws -> TestBrowser.Answer
    ) async throws -> Set<String> {
        let pairs = try await pairs(here)
        let found = Found()
        try await here.house.serve { client in
            for (number, pair) in pairs.enumerated() {
                let browser = TestBrowser(client, address: "198.51.100.\(number + 1)", userAgent: "Mozilla/5.0")
                let answer = try await ask(browser, pair.name, pair.password)
                #expect(answer.status < 500 && answer.json("access_token") == nil, "\(pair.name)")
                await found.add(answer.unvarying.replacing(pair.name, with: "NAME"))
            }
        }
        return await found.all
    }

    private actor Found {
        var all: Set<String> = []
        func add(_ text: String) { all.insert(text) }
    }

    /// The identifiers that the tools carry; none of them is an app here.
    private static let carried = [
        "1b730954-1685-4b74-9bfd-dac224a7b894", "38aa3b87-a06d-4817-b275-7a316988d93b",
        "d3590ed6-52b3-4102-aeff-aad2292ab01c", "00000000-0000-4000-8000-0000000000aa",
    ]

    @Test(arguments: carried, [true, false])
    func `MSOLSpray and TREVORspray hear of an unknown app whoever they try`(
        client: String, defaults: Bool
    ) async throws {
        let here = try await GuessingHouse(defaults: defaults)
        let seen = try await Self.seen(here) { browser, name, password in
            try await browser.raw(
                "/common/oauth2/token", DialectRequest.password(name, password, client: client),
                headers: [.accept: "application/json"])
        }
        #expect(seen.count == 1 && seen.first?.contains("invalid_client") == true)
    }

    @Test(arguments: [
        "https://graph.windows.net", "https://graph.microsoft.com", "https://vault.azure.net", "",
    ])
    func `CredMaster and roadtx learn nothing with an app that is known, under the defaults`(
        resource: String
    ) async throws {
        for path in ["/common/oauth2/token", "/example.com/oauth2/token"] {
            let here = try await GuessingHouse(defaults: true)
            let seen = try await Self.seen(here) { browser, name, password in
                try await browser.raw(
                    path, DialectRequest.password(name, password, client: here.app.id.rawValue, resource: resource))
            }
            #expect(seen.count == 1, "\(seen)")
            #expect(seen.allSatisfy { !$0.contains("50034") && !$0.contains("50076") && !$0.contains("50057") })
        }
    }

    @Test func `the Azure command line's identifier is no way to try passwords`() async throws {
        let here = try await GuessingHouse()
        let seen = try await Self.seen(here) { browser, name, password in
            try await browser.raw(
                "/common/oauth2/token",
                DialectRequest.password(name, password, client: FirstPartyApplication.azureCLI.rawValue))
        }
        #expect(seen.count == 1 && seen.first?.contains("unauthorized_client") == true)
    }

    @Test func `o365spray reads one realm, one credential type and one error code`() async throws {
        let here = try await GuessingHouse(defaults: true)
        let realms = try await Self.seen(here) { browser, name, _ in
            try await browser.get("/getuserrealm.srf?login=\(name)&xml=1")
        }
        #expect(realms.count == 1)
        let other = try await GuessingHouse(defaults: true)
        let types = try await Self.seen(other) { browser, name, _ in
            try await browser.json("/common/GetCredentialType?mkt=en-US", "{\"Username\":\"\(name)\"}")
        }
        #expect(types.count == 1)
    }

    @Test func `TeamFiltration's realm and credential type are the same for every name`() async throws {
        let here = try await GuessingHouse(defaults: true)
        let realms = try await Self.seen(here) { browser, name, _ in
            try await browser.get("/GetUserRealm.srf?login=\(name)")
        }
        #expect(realms.count == 1)
        let other = try await GuessingHouse(defaults: true)
        let types = try await Self.seen(other) { browser, name, _ in
            try await browser.json(
                "/common/GetCredentialType",
                """
                {"username":"\(name)","isOtherIdpSupported":true,"checkPhones":false,"isRemoteNGCSupported":true,
                "isCookieBannerShown":false,"isFidoSupported":true,"forceotclogin":false,"flowToken":""}
                """)
        }
        #expect(types.count == 1)
    }

    @Test(arguments: [
        "/example.com/winauth/trust/2005/usernamemixed", "/rst2.srf", "/autodiscover/autodiscover.xml",
        "/Microsoft-Server-ActiveSync", "/ews/exchange.asmx", "/common/oauth2/nonce",
    ])
    func `what the tools try beside OAuth is not here`(path: String) async throws {
        let here = try await GuessingHouse()
        let seen = try await Self.seen(here) { browser, name, password in
            let basic = Data("\(name):\(password)".utf8).base64EncodedString()
            return try await browser.send(
                path, .post, "<s:Envelope/>", [.contentType: "application/soap+xml", .authorization: "Basic \(basic)"])
        }
        #expect(seen.count == 1 && seen.first?.hasPrefix("404 ") == true)
    }

    @Test func `roadtx reads the same realm for every name before it sends a password`() async throws {
        let here = try await GuessingHouse(defaults: true)
        let seen = try await Self.seen(here) { browser, name, _ in
            try await browser.get("/common/UserRealm/\(name.formEncoded)?api-version=1.0")
        }
        #expect(seen.count == 1 && seen.first?.contains("\"account_type\":\"Managed\"") == true)
    }

    @Test func `A079 an address that fails with many names at the password grant is answered 429`() async throws {
        let here = try await GuessingHouse(defaults: true)
        try await here.house.serve { client in
            let hostile = TestBrowser(client, address: "203.0.113.77")
            var last: TestBrowser.Answer?
            for number in 0..<62 {
                last = try await hostile.raw(
                    "/common/oauth2/token",
                    DialectRequest.password(
                        "user\(number)@example.com", "Winter-2026-aaaaa-bb", client: here.app.id.rawValue, resource: "")
                )
            }
            let stopped = try #require(last)
            #expect(stopped.status == 429 && stopped.json("error") == "temporarily_unavailable")
            #expect(stopped.header("retry-after") == "600")
            // Nobody else is stopped, and no account is locked by it.
            let other = try await TestBrowser(client).raw(
                "/common/oauth2/token",
                DialectRequest.password(here.member.name, "x", client: here.app.id.rawValue, resource: ""))
            #expect(other.status == 400)
        }
    }
}
