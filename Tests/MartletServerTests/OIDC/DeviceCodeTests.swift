import HummingbirdTesting
import MartletActions
import MartletCredentials
import MartletDirectory
import MartletStore
import MartletTesting
import Testing

/// RFC 8628: a device without a keyboard is let in by a person at a browser.
@Suite struct `Device codes` {
    @Test func `a device shows a code, a person lets it in, and it gets its tokens`() async throws {
        let here = try await GrantHouse()
        try await here.house.serve { client in
            let device = TestBrowser(client, address: "203.0.113.9", userAgent: "Television/1")
            let codes = try await here.deviceCodes(device)
            let userCode = try #require(codes.json("user_code"))
            #expect(codes.status == 200 && codes.json("verification_uri") == "http://localhost:8080/device")
            #expect(codes.json("verification_uri_complete") == nil)
            #expect(codes.body.contains("\"expires_in\":900") && codes.body.contains("\"interval\":5"))
            #expect(
                codes.json("message")
                    == "To sign in, use a web browser to open the page http://localhost:8080/device and enter the code"
                    + " \(userCode) to authenticate.")
            #expect(UserCode(typed: userCode)?.text == userCode && userCode.utf8.count == 9)
            #expect(try await here.poll(device, codes).refuses("authorization_pending"))

            let browser = try await here.here.signedIn(client)
            // However it is typed.
            let page = try await here.type(browser, " " + userCode.lowercased().replacing("-", with: " "))
            for shown in [userCode, "Portal", "Example", "203.0.113.9", "Television/1", "Did somebody send you"] {
                #expect(page.body.contains(shown), "\(shown)")
            }
            let done = try await browser.submit(page, "/consent", [("consent", "yes")])
            #expect(done.status == 200 && done.location == "/device?done=approved")

            // Microsoft's libraries send `code` as well.
            let tokens = try await here.poll(device, codes, extra: [("code", codes.json("device_code") ?? "")])
            #expect(tokens.status == 200 && tokens.json("refresh_token") != nil && tokens.json("id_token") != nil)
            #expect(tokens.accessToken.string("oid") == here.here.member.id.rawValue)
            #expect(tokens.accessToken.string("acr") == "mfa")
            #expect(try await here.here.userInfo(device, tokens) == 200)
            // Signing out of the browser leaves the device signed in; its own session is in the list.
            let session = ID<Session>(tokens.accessToken.string("sid") ?? "")
            let tenant = here.gateway.tenant
            let row = try await here.house.store.read { try $0.sessions.find(session, in: tenant) }
            #expect(row?.origin.userAgent == "Television/1")
            _ = try await browser.submit(try await browser.get("/signout"), "/signout", [("confirm", "yes")])
            #expect(try await here.here.refresh(device, tokens).status == 200)
        }
        let rows = try await here.house.signIns().filter { $0.protocolName == "deviceCode" }
        #expect(Set(rows.map(\.door)) == ["device", "deviceRedemption"] && Set(rows.map(\.correlationID)).count == 1)
        // A191: the log says that browser and device were not in one place.
        #expect(rows.first { $0.door == "device" }?.details.last?.result == "otherPlace")
        #expect(rows.first { $0.door == "deviceRedemption" }?.origin.address == "203.0.113.9")
    }

    @Test func `somebody who is not signed in signs in on the way`() async throws {
        let here = try await GrantHouse()
        try await here.house.serve { client in
            let device = TestBrowser(client, address: "203.0.113.9")
            let codes = try await here.deviceCodes(device)
            let browser = TestBrowser(client)
            var page = try await here.type(browser, codes.json("user_code") ?? "")
            page = try await browser.password(page, here.here.member)
            page = try await browser.submit(page, "/code", [("code", here.here.member.code(at: here.house.now))])
            #expect(page.body.contains(codes.json("user_code") ?? "-"))
            #expect(try await here.poll(device, codes).refuses("authorization_pending"))
            page = try await browser.submit(page, "/consent", [("consent", "yes")])
            #expect(page.status == 200)
            #expect(try await here.poll(device, codes).status == 200)
        }
    }

    @Test func `a device that is turned away gets nothing, ever`() async throws {
        let here = try await GrantHouse()
        try await here.house.serve { client in
            let device = TestBrowser(client)
            let codes = try await here.deviceCodes(device)
            let browser = try await here.here.signedIn(client)
            let page = try await here.type(browser, codes.json("user_code") ?? "")
            let done = try await browser.submit(page, "/consent", [("consent", "no")])
            #expect(done.location == "/device?done=denied")
            #expect(try await here.poll(device, codes).refuses("access_denied"))
            #expect(try await here.type(browser, codes.json("user_code") ?? "").status == 400)
        }
        #expect(try await here.house.signIns().contains { $0.errorCode == 65004 && $0.door == "device" })
    }

    @Test func `a device that does not wait is told to, and waits longer from then on`() async throws {
        let here = try await GrantHouse()
        try await here.house.serve { client in
            let device = TestBrowser(client)
            let codes = try await here.deviceCodes(device)
            #expect(try await here.poll(device, codes).refuses("authorization_pending"))
            here.house.clock.advance(by: .seconds(4))
            #expect(try await here.poll(device, codes).refuses("slow_down"))
            here.house.clock.advance(by: .seconds(9))
            #expect(try await here.poll(device, codes).refuses("slow_down"))
            here.house.clock.advance(by: .seconds(15))
            #expect(try await here.poll(device, codes).refuses("authorization_pending"))
        }
    }

    @Test func `codes end after fifteen minutes, whether they were answered or not`() async throws {
        let here = try await GrantHouse()
        try await here.house.serve { client in
            let device = TestBrowser(client)
            let (open, answered) = (try await here.deviceCodes(device), try await here.deviceCodes(device))
            let (browser, page) = try await here.approve(client, answered)
            #expect(page.status == 200)
            here.house.clock.advance(by: .minutes(15))
            #expect(try await here.poll(device, open).refuses("expired_token"))
            #expect(try await here.poll(device, answered).refuses("expired_token"))
            #expect(try await here.type(browser, open.json("user_code") ?? "").status == 400)
        }
    }

    @Test func `the page is there in Japanese, and asks for nothing but the code`() async throws {
        let here = try await GrantHouse()
        try await here.house.serve { client in
            let page = try await TestBrowser(client).get("/device?ui_locales=ja&user_code=BCDF-GHJK")
            #expect(page.body.contains("コード") && page.body.contains("name=\"user_code\""))
            // A191: an address never fills the code in.
            #expect(!page.body.contains("BCDF-GHJK\"") || !page.body.contains("value=\"BCDF-GHJK\""))
        }
    }
}
