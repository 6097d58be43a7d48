import HTTPTypes
import HummingbirdTesting
import MartletActions
import MartletCredentials
import MartletDirectory
import MartletStore
import MartletTesting
import Testing

/// A144, A145, A150, A187–A189, A191, A192, A194: what is tried at the device flow.
@Suite struct `Attacks on the device flow` {
    @Test func `A191 no app may use it until an administrator says so, and not after that is taken back`() async throws
    {
        let here = try await GrantHouse()
        try await here.house.serve { client in
            let device = TestBrowser(client)
            #expect(try await here.deviceCodes(device, app: here.here.other).refuses("unauthorized_client"))
            let codes = try await here.deviceCodes(device)
            let waiting = try await here.deviceCodes(device)
            _ = try await here.approve(client, codes)
            try await here.configure(here.here.app) { $0.allowsDeviceCode = false }
            #expect(try await here.poll(device, codes).refuses("unauthorized_client"))
            let browser = TestBrowser(client)
            #expect(try await here.type(browser, waiting.json("user_code") ?? "").status == 400)
        }
    }

    @Test func `A145, A162, A192 another app's device code is nothing, and stays good for its own`() async throws {
        let here = try await GrantHouse()
        try await here.configure(here.gateway) { $0.allowsDeviceCode = true }
        try await here.house.serve { client in
            let device = TestBrowser(client)
            let codes = try await here.deviceCodes(device)
            _ = try await here.approve(client, codes)
            #expect(try await here.poll(device, codes, app: here.gateway).refuses())
            // A confidential app proves itself here as everywhere.
            var bare = here.gateway
            bare.secret = nil
            #expect(try await here.deviceCodes(device, app: bare).refuses("invalid_client", status: 401))
            #expect(try await here.poll(device, codes).status == 200)
        }
    }

    @Test func `A144, A192 a device code is good once, by whatever number of requests`() async throws {
        let here = try await GrantHouse()
        try await here.house.serve { client in
            let device = TestBrowser(client)
            let codes = try await here.deviceCodes(device)
            _ = try await here.approve(client, codes)
            let answers = try await withThrowingTaskGroup(of: TestBrowser.Answer.self) { group in
                for _ in 0..<50 { group.addTask { try await here.poll(device, codes) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers.count { $0.status == 200 } == 1 && answers.count { $0.refuses() } == 49)
        }
    }

    @Test func `A150, A192 a guess and a code of another kind are nothing`() async throws {
        let here = try await GrantHouse()
        try await here.house.serve { client in
            let browser = try await here.here.signedIn(client)
            let tokens = try await here.here.tokens(browser)
            let guess = OpaqueToken(.deviceCode, random: Array(repeating: 7, count: 32)).text
            for text in [guess, tokens.json("refresh_token") ?? "", "mdc_", "x", guess + "A"] {
                let answer = try await browser.token(
                    here.here.app,
                    [("grant_type", "urn:ietf:params:oauth:grant-type:device_code"), ("device_code", text)])
                #expect(answer.refuses(), "\(text)")
            }
        }
    }

    @Test func `A192 guessing user codes is stopped, for the address and for the person`() async throws {
        let here = try await GrantHouse()
        try await here.house.serve { client in
            let codes = try await here.deviceCodes(TestBrowser(client))
            let good = codes.json("user_code") ?? ""
            let stranger = TestBrowser(client, address: "198.51.100.77")
            for number in 0..<10 {
                let page = try await here.type(stranger, "BCDF-GHJ" + (number % 2 == 0 ? "K" : "L"))
                #expect(page.status == 400 && page.body.contains("No device is waiting"), "\(number)")
            }
            #expect(try await here.type(stranger, good).status == 429)
            // Another browser at the same address is the same guesser; one elsewhere is not.
            #expect(try await here.type(TestBrowser(client, address: "198.51.100.77"), good).status == 429)
            #expect(try await here.type(TestBrowser(client, address: "198.51.100.78"), good).status == 200)
            here.house.clock.advance(by: .seconds(61))
            #expect(try await here.type(stranger, good).status == 200)

            let browser = try await here.here.signedIn(client)
            for _ in 0..<10 { _ = try await here.type(browser, "wrong") }
            browser.setCookie("unrelated", "x")
            #expect(try await here.type(browser, good).status == 429)
        }
    }

    @Test func `A192 wrong, used and denied codes are told alike`() async throws {
        let here = try await GrantHouse()
        try await here.house.serve { client in
            let used = try await here.deviceCodes(TestBrowser(client))
            let (browser, _) = try await here.approve(client, used)
            let old = try await here.type(browser, used.json("user_code") ?? "")
            let wrong = try await here.type(browser, "BCDF-GHJK")
            let odd = try await here.type(browser, "AAAA-0000")
            let sentence = "No device is waiting with that code"
            #expect([old, wrong, odd].allSatisfy { $0.status == 400 && $0.body.contains(sentence) })
        }
    }

    @Test func `A189 a scope that was taken back in between is not given`() async throws {
        let here = try await GrantHouse()
        try await here.house.serve { client in
            let device = TestBrowser(client)
            let codes = try await here.deviceCodes(device, scope: "openid api://gateway/Access")
            try #require(codes.status == 200)
            let (browser, _) = try await here.approve(client, codes)
            // Wider than what the person saw.
            let wider = try await here.poll(device, codes, extra: [("scope", "openid api://gateway/Orders.Read")])
            #expect(wider.refuses("invalid_scope"))
            let again = try await here.deviceCodes(device, scope: "openid api://gateway/Access")
            let page = try await here.type(browser, again.json("user_code") ?? "")
            _ = try await browser.submit(page, "/consent", [("consent", "yes")])
            try await here.configure(here.gateway) { $0.settings.api.scopes = [] }
            let answer = try await here.poll(device, again)
            #expect(answer.status != 200 || answer.accessToken.string("scp")?.contains("Access") != true)
        }
    }

    @Test func `A189 what only an administrator can agree to is not to be had by a code`() async throws {
        let here = try await GrantHouse()
        try await here.house.serve { client in
            let device = TestBrowser(client)
            for scope in ["https://orders.example/Orders.Admin", "Directory.Read.All", "https://nowhere.example/x"] {
                let answer = try await here.deviceCodes(device, scope: scope)
                #expect(answer.refuses("invalid_scope"), "\(scope)")
            }
        }
    }

    @Test func `A187 nothing is given once the person, the approving session or the app is gone`() async throws {
        let here = try await GrantHouse()
        try await here.house.serve { client in
            let device = TestBrowser(client)
            let (first, second) = (try await here.deviceCodes(device), try await here.deviceCodes(device))
            let (browser, _) = try await here.approve(client, first)
            let page = try await here.type(browser, second.json("user_code") ?? "")
            _ = try await browser.submit(page, "/consent", [("consent", "yes")])
            _ = try await browser.submit(try await browser.get("/signout"), "/signout", [("confirm", "yes")])
            #expect(try await here.poll(device, first).refuses())
            try await SetUserEnabled(here.house.tools)(
                here.here.member.id, isEnabled: false, by: try await here.here.caller)
            #expect(try await here.poll(device, second).refuses())
        }
        let refused = try await here.house.signIns().filter { $0.door == "deviceRedemption" && $0.status == .failure }
        #expect(refused.count == 2)
    }

    @Test func `A194 a yes needs this browser, this flow and its form`() async throws {
        let here = try await GrantHouse()
        try await here.house.serve { client in
            let device = TestBrowser(client)
            let codes = try await here.deviceCodes(device)
            let browser = try await here.here.signedIn(client)
            let page = try await here.type(browser, codes.json("user_code") ?? "")
            let target = try #require(page.forms.first { $0.hasSuffix("/consent") })
            let other = TestBrowser(client)
            _ = try await other.get("/device")
            #expect(try await other.post(target, [("token", page.token), ("consent", "yes")]).status >= 400)
            #expect(try await browser.post(target, [("consent", "yes")]).status == 403)
            #expect(
                try await browser.post(
                    target, [("token", page.token), ("consent", "yes")], headers: [.origin: "https://evil.example"]
                ).status == 403)
            #expect(try await here.poll(device, codes).refuses("authorization_pending"))
            #expect(try await browser.submit(page, "/consent", [("consent", "yes")]).status == 200)
            #expect(try await here.poll(device, codes).status == 200)
        }
    }
}
