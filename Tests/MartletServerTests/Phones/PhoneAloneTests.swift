import HTTPTypes
import HummingbirdTesting
import MartletActions
import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore
import MartletTesting
import Testing

@testable import MartletServer

/// Signing in with a phone and its PIN, without a password (PH-1, PH-2), and what is tried against it.
@Suite struct `Signing in with a phone alone` {
    private static let pin = PhoneHouse.pin

    @Test func `PH-1 a name, a number and the phone's PIN are two factors`() async throws {
        for mode in [AuthenticatorSettings.Mode.any, .passwordless] {
            let here = try await PhoneHouse()
            try await here.house.serve { client in
                let (browser, phone) = try await here.withPIN(client, mode: mode)
                let page = try await here.askedAlone(browser, name: here.mia.name)
                #expect(page.number.utf8.count == 2)
                let question = try #require(try await phone.sync().questions.first)
                #expect(question.wantsPIN && question.application == "Portal")
                let early = try await browser.submit(page, "/push")
                #expect(early.status == 400 && early.number == page.number)
                #expect(try await phone.answer(question, number: page.number, pin: Self.pin).outcome == "approved")
                #expect(try await browser.get("/signin/\(page.handle)/state").json("state") == "approved")
                let stay = try await browser.submit(page, "/push")
                let done = try await browser.submit(stay, "/stay", [("stay", "no")])
                #expect(done.parameters["code"] != nil)
                let rows = try await here.here.rows(of: here.mia)
                #expect(
                    rows.contains { $0.status == .success && $0.details.map(\.method) == ["deviceBasedPush"] })
                let sessions = try await here.here.sessions(of: here.mia)
                #expect(sessions.contains { $0.proofs.map(\.method) == [.passwordlessPush] })
            }
        }
    }

    @Test func `A051 without the PIN, or with a wrong one, there is no yes, and nobody is told which was wrong`()
        async throws
    {
        let here = try await PhoneHouse()
        try await here.house.serve { client in
            let (browser, phone) = try await here.withPIN(client)
            let page = try await here.askedAlone(browser, name: here.mia.name)
            let question = try #require(try await phone.sync().questions.first)
            // An answer of the kind that is good for a second factor is none here.
            #expect(try await phone.answer(question, number: page.number).status == 401)
            #expect(try await phone.answer(question, number: page.number, pin: "").outcome == "wrong")
            let wrong = page.number == "10" ? "11" : "10"
            #expect(try await phone.answer(question, number: wrong, pin: Self.pin).outcome == "wrong")
            #expect(try await phone.answer(question, number: page.number, pin: "111222").outcome == "denied")
            #expect(try await phone.answer(question, number: page.number, pin: Self.pin).outcome == "gone")
            #expect(try await here.here.codeCounter(of: here.mia)?.failures == 3)
            // The page does not tell a no from silence.
            let after = try await browser.submit(page, "/push")
            #expect(after.status == 400 && after.number == page.number && !after.body.contains("500121"))
        }
    }

    @Test func `PN-14 a phone whose person is blocked stays silent, and the log alone says why`() async throws {
        let here = try await PhoneHouse()
        try await here.house.serve { client in
            let (browser, phone) = try await here.withPIN(client)
            let user = try #require(
                try await here.house.store.read { try $0.users.find(here.mia.id, in: here.here.app.tenant) })
            let now = here.house.tools.now
            try await here.house.store.write { tables in
                try tables.mfaBlocks.save(MFABlock(of: user, reason: "", cause: .report, at: now))
            }
            let page = try await here.askedAlone(browser, name: here.mia.name)
            #expect(page.number.utf8.count == 2)
            #expect(try await phone.sync().questions.isEmpty)
            let row = try #require(try await here.here.rows(of: here.mia).first { $0.errorCode == 500121 })
            #expect(row.details.last?.method == "deviceBasedPush" && row.details.last?.result == "blocked")
            // In a browser that Mia does not know, nothing is asked and nothing written.
            let count = try await here.here.rows(of: here.mia).count
            _ = try await here.askedAlone(TestBrowser(client, address: "203.0.113.9"), name: here.mia.name)
            #expect(try await here.here.rows(of: here.mia).count == count)
        }
    }

    @Test func `A073 no name, phone, limit or browser shows another page, another number or another state`()
        async throws
    {
        let here = try await PhoneHouse()
        try await here.house.serve { client in
            let (browser, phone) = try await here.withPIN(client)
            // Somebody with a phone, somebody without, nobody, and somebody with a phone in a browser that is new to them.
            let stranger = TestBrowser(client, address: "203.0.113.9")
            for (name, browser, isAsked) in [
                (here.mia.name, browser, true), (here.here.ned.name, browser, false),
                ("nobody@contoso.example", browser, false), (here.mia.name, stranger, false),
            ] {
                let page = try await here.askedAlone(browser, name: name)
                #expect(page.number.utf8.count == 2 && page.status == 200, "\(name)")
                #expect(try await phone.sync().questions.isEmpty != isAsked, "\(name)")
                #expect(try await browser.get("/signin/\(page.handle)/state").json("state") == "pending")
                let early = try await browser.submit(page, "/push")
                #expect(early.status == 400 && early.number == page.number, "\(name)")
                // Asking again while it waits changes nothing.
                let again = try await browser.post(
                    "/signin/\(page.handle)/push-again", [("token", page.token)])
                #expect(again.number == page.number, "\(name)")
                here.house.clock.advance(by: PushFatigue.lifetime)
                #expect(try await browser.get("/signin/\(page.handle)/state").json("state") == "expired")
            }
        }
    }

    @Test func `A050 whoever knows a name rings twice at most, never after a no, and never from a strange browser`()
        async throws
    {
        let here = try await PhoneHouse()
        try await here.house.serve { client in
            let (browser, phone) = try await here.withPIN(client)
            var rung = 0
            for _ in 0..<6 {
                _ = try await here.askedAlone(browser, name: here.mia.name)
                rung += try await phone.sync().questions.count
                here.house.clock.advance(by: PushFatigue.lifetime)
            }
            #expect(rung == PushFatigue.mostAlone)
            #expect(try await here.audits(.pushPaused) == 1)
            // Whoever knows the password has one left.
            #expect(try await !here.asked(client).page.number.isEmpty)
            here.house.clock.advance(by: PushFatigue.window)
            _ = try await here.askedAlone(browser, name: here.mia.name)
            let question = try #require(try await phone.sync().questions.first)
            #expect(try await phone.answer(question, "report", pin: "").outcome == "denied")
            _ = try await here.askedAlone(browser, name: here.mia.name)
            #expect(try await phone.sync().questions.isEmpty)
        }
    }

    @Test func `PN-12 a no is logged and puts nobody at risk, since nobody has proven a password`() async throws {
        let here = try await PhoneHouse()
        try await here.house.serve { client in
            let (browser, phone) = try await here.withPIN(client)
            _ = try await here.askedAlone(browser, name: here.mia.name)
            let question = try #require(try await phone.sync().questions.first)
            #expect(try await phone.answer(question, "report", pin: "").outcome == "denied")
            let rows = try await here.here.rows(of: here.mia)
            #expect(rows.contains { $0.errorCode == 500121 && $0.details.last?.method == "deviceBasedPush" })
            #expect(try await here.audits(.signInReported) == 1)
            let mia = here.mia.id
            #expect(try await here.house.store.read { try $0.passwords.find(mia)?.mustChange } == false)
            #expect(try await here.house.store.read { try $0.riskDetections.list(of: mia, limit: 5).isEmpty })
        }
    }

    @Test func `A052 A054 A055 a yes is for its own name and browser, of a phone that still has its PIN`() async throws
    {
        let here = try await PhoneHouse()
        try await here.house.serve { client in
            let (browser, phone) = try await here.withPIN(client)
            // Another name in the same flow does not go on with it.
            let page = try await here.askedAlone(browser, name: here.mia.name)
            let question = try #require(try await phone.sync().questions.first)
            let renamed = try await browser.get("/signin/\(page.handle)?with=name")
            _ = try await browser.submit(renamed, "/name", [("username", here.here.ned.name)])
            #expect(try await phone.answer(question, number: page.number, pin: Self.pin).outcome == "gone")
            here.house.clock.advance(by: PushFatigue.window)
            // The PIN goes between the yes and its use.
            let second = try await here.askedAlone(browser, name: here.mia.name)
            let other = try #require(try await phone.sync().questions.first)
            #expect(try await phone.answer(other, number: second.number, pin: Self.pin).outcome == "approved")
            let id = try #require(ID<TOTPMethod>(parsing: phone.phone))
            try await here.house.store.write { try $0.phones.setPIN(id, []) }
            let refused = try await browser.submit(second, "/push")
            #expect(refused.status == 400 && refused.parameters["code"] == nil)
        }
    }

    @Test func `PH-2 a PIN is set by whoever has just proven a second factor, and is none that anybody guesses`()
        async throws
    {
        let here = try await PhoneHouse()
        try await here.house.serve { client in
            let browser = try await here.here.inside(client, as: here.mia).browser
            let phone = try await here.register(browser, client)
            // The organisation does not offer it yet.
            #expect(try await !browser.get("/account/security").body.contains("/pin\""))
            let early = try await browser.get("/account/security")
            let barred = try await browser.post(
                "/account/phones/\(phone.phone)/pin",
                [("token", early.token), ("pin", Self.pin), ("pin-again", Self.pin)])
            #expect(barred.location.contains("methodNotOffered"))
            try await here.edit { $0.mode = .any }
            for bad in ["12345", "123456", "987654", "777777", "121212", "123123", "abcdef", "1234567890123"] {
                #expect(try await here.set(bad, of: phone, in: browser).location.contains("phonePINRefused"), "\(bad)")
            }
            let mismatch = try await here.set(Self.pin, again: "840275", of: phone, in: browser)
            #expect(mismatch.location.contains("phonePINRefused"))
            #expect(try await here.set(Self.pin, of: phone, in: browser).location.contains("phonePINSet"))
            #expect(try await here.audits(.phonePINSet) == 1)
            // Five minutes later the second factor is wanted again (MR-4).
            here.house.clock.advance(by: .minutes(6))
            #expect(try await here.set("840275", of: phone, in: browser).location.contains("/signin/"))
            let page = try await browser.get("/account/security")
            let removed = try await browser.submit(page, "/account/phones/\(phone.phone)/pin/remove")
            #expect(removed.location.contains("phonePINRemoved"))
            #expect(try await here.audits(.phonePINRemoved) == 1)
        }
    }
}
