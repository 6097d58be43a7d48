import HummingbirdTesting
import MartletActions
import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore
import MartletTesting
import Testing

@testable import MartletServer

/// The phone as a second factor (PN-1…PN-13), and what is tried against it.
@Suite struct `Signing in with a phone` {
    @Test func `a number typed on the phone is the second factor, with and without the page's script`() async throws {
        let here = try await PhoneHouse()
        try await here.house.serve { client in
            let phone = try await here.phone(client)
            let (browser, page) = try await here.asked(client)
            #expect(page.number.utf8.count == 2 && page.body.contains("data-poll"))
            let state = try await browser.get("\(page.location.prefix { $0 != "?" })/state")
            #expect(state.json("state") == "pending")
            // Going on too early says so and shows the same number.
            let early = try await browser.submit(page, "/push")
            #expect(early.status == 400 && early.number == page.number)
            let question = try #require(try await phone.sync().questions.first)
            #expect(question.application == "Portal" && question.address == "192.0.2.77" && !question.isTest)
            #expect(try await phone.answer(question, number: page.number).outcome == "approved")
            let stay = try await browser.submit(page, "/push")
            let done = try await browser.submit(stay, "/stay", [("stay", "no")])
            #expect(done.parameters["code"] != nil)
            #expect(try await phone.sync().questions.isEmpty)
            let records = try await here.house.signIns()
            #expect(
                records.contains { record in
                    record.status == .success && record.details.contains { $0.method == Method.push.name }
                })
        }
    }

    @Test func `A051 no yes without the number: wrong ones are counted, and three of them are a no`() async throws {
        let here = try await PhoneHouse()
        try await here.house.serve { client in
            let phone = try await here.phone(client)
            let (browser, page) = try await here.asked(client)
            let question = try #require(try await phone.sync().questions.first)
            // The phone is told everything but the number.
            let told = try await phone.sync().object.text
            #expect(!told.contains("\"number\"") && !told.contains("\"\(page.number)\""))
            let wrong = page.number == "10" ? "11" : "10"
            #expect(try await phone.answer(question, number: "").outcome == "wrong")
            #expect(try await phone.answer(question, number: wrong).outcome == "wrong")
            #expect(try await phone.answer(question, number: wrong).outcome == "denied")
            #expect(try await phone.answer(question, number: page.number).outcome == "gone")
            let denied = try await browser.submit(page, "/push")
            #expect(denied.body.contains("500121") && denied.number.isEmpty)
            #expect(try await here.here.codeCounter(of: here.mia)?.failures == 3)
            #expect(try await here.house.signIns().contains { $0.errorCode == 500121 && $0.status == .failure })
        }
    }

    @Test func `A052 an answer counts once, in time, for its own request, person and number`() async throws {
        let here = try await PhoneHouse()
        try await here.house.serve { client in
            let phone = try await here.phone(client)
            let nedBrowser = try await here.here.inside(client, as: here.here.ned).browser
            let ned = try await here.register(nedBrowser, client, name: "Ned's")
            let (browser, page) = try await here.asked(client)
            let question = try #require(try await phone.sync().questions.first)
            // Signed for another number, expiry, app, person or organisation.
            for change in [
                { $0.expiresAt += 60_000 }, { $0.client = "admin" }, { $0.user = here.here.ned.id.rawValue },
                { $0.tenant = "other" }, { $0.id = "other" },
            ] as [(inout TestPhone.Question) -> Void] {
                var other = question
                change(&other)
                #expect(try await phone.answer(question, number: page.number, signedAs: other).status == 401)
            }
            let renumbered = try await phone.answer(question, number: page.number, signedNumber: "10")
            #expect(renumbered.status == 401 || page.number == "10")
            // Another person's phone.
            #expect(try await ned.answer(question, number: page.number).outcome == "gone")
            // The same words a second time.
            _ = try await phone.sync()
            let body = try phone.answerBody(question, "approve", number: page.number)
            #expect(try await phone.post("answer", body).outcome == "approved")
            #expect(try await phone.post("answer", body).error == "staleNonce")
            #expect(try await browser.submit(page, "/push").forms.contains { $0.hasSuffix("/stay") })
            // And once only.
            let again = try await browser.submit(page, "/push")
            #expect(again.status == 409)
            // Too late.
            let (late, latePage) = try await here.asked(client)
            let second = try #require(try await phone.sync().questions.first)
            here.house.clock.advance(by: PushFatigue.lifetime)
            #expect(try await phone.sync().questions.isEmpty)
            #expect(try await phone.answer(second, number: latePage.number).outcome == "gone")
            let expired = try await late.submit(latePage, "/push")
            #expect(expired.status == 400 && expired.forms.contains { $0.hasSuffix("/push-again") })
            let renewed = try await late.submit(expired, "/push-again")
            #expect(!renewed.number.isEmpty)
        }
    }

    @Test func `A053 of two sign-ins at once one is asked about, and only that one goes on`() async throws {
        let here = try await PhoneHouse()
        try await here.house.serve { client in
            let phone = try await here.phone(client)
            let (own, ownPage) = try await here.asked(client)
            let (thief, thiefPage) = try await here.asked(client, address: "203.0.113.66")
            #expect(thiefPage.number.isEmpty && !thiefPage.forms.contains { $0.hasSuffix("/push") })
            let questions = try await phone.sync().questions
            #expect(questions.count == 1 && questions.first?.address == "192.0.2.77")
            let question = try #require(questions.first)
            #expect(try await phone.answer(question, number: ownPage.number).outcome == "approved")
            let flow = thiefPage.location.split(separator: "/")[1].prefix { $0 != "?" }
            let taken = try await thief.post("/signin/\(flow)/push", [("token", thiefPage.token)])
            #expect(taken.parameters["code"] == nil && taken.status == 400)
            #expect(try await own.submit(ownPage, "/push").forms.contains { $0.hasSuffix("/stay") })
        }
    }

    @Test func `A054 a yes is worth nothing once the account is locked or disabled, and a locked one is not asked`()
        async throws
    {
        let here = try await PhoneHouse()
        try await here.house.serve { client in
            let phone = try await here.phone(client)
            let (browser, page) = try await here.asked(client)
            let question = try #require(try await phone.sync().questions.first)
            #expect(try await phone.answer(question, number: page.number).outcome == "approved")
            let tenant = here.here.app.tenant
            let (mia, now) = (here.mia.id, here.house.now)
            try await here.house.store.write { tables in
                var counter = LockoutCounter(
                    tenant: tenant, subject: mia.rawValue, kind: .secondFactor, lastFailureAt: now)
                counter.failures = 10
                counter.lockedUntil = now + .seconds(60)
                try tables.lockouts.save(counter)
            }
            let locked = try await browser.submit(page, "/push")
            #expect(locked.status == 429 && locked.forms.contains { $0.hasSuffix("/password") })
            let (_, unasked) = try await here.asked(client)
            #expect(unasked.number.isEmpty)
            #expect(try await phone.sync().questions.isEmpty)
            here.house.clock.advance(by: .minutes(11))
            // And the disabled one.
            let (second, secondPage) = try await here.asked(client)
            let other = try #require(try await phone.sync().questions.first)
            #expect(try await phone.answer(other, number: secondPage.number).outcome == "approved")
            try await SetUserEnabled(here.house.tools)(
                mia, isEnabled: false, by: try await here.house.operatorCaller())
            #expect(try await second.submit(secondPage, "/push").parameters["code"] == nil)
            #expect(try await phone.sync().questions.isEmpty)
        }
    }

    @Test func `A055 a phone that was removed is nobody`() async throws {
        let here = try await PhoneHouse()
        try await here.house.serve { client in
            let inside = try await here.here.inside(client, as: here.mia).browser
            let phone = try await here.register(inside, client)
            let (browser, page) = try await here.asked(client)
            let question = try #require(try await phone.sync().questions.first)
            #expect(try await phone.answer(question, number: page.number).outcome == "approved")
            let security = try await inside.get("/account/security")
            _ = try await inside.submit(security, "/account/methods/\(phone.phone)/delete")
            #expect(try await phone.sync().status == 401)
            #expect(try await phone.answer(question, number: page.number).status == 401)
            // What it said before does not count either.
            #expect(try await browser.submit(page, "/push").parameters["code"] == nil)
            let (_, next) = try await here.asked(client)
            #expect(next.number.isEmpty && next.forms.contains { $0.hasSuffix("/code") })
        }
    }

    @Test func `A050 a hundred sign-ins with the right password ask the phone three times`() async throws {
        let here = try await PhoneHouse()
        try await here.house.serve { client in
            let phone = try await here.phone(client)
            var asked = Set<String>()
            for _ in 0..<10 {
                let (_, page) = try await here.asked(client, address: "203.0.113.66")
                let questions = try await phone.sync().questions
                #expect(questions.count <= 1)
                asked.formUnion(questions.map(\.id))
                if let question = questions.first, !page.number.isEmpty {
                    #expect(try await phone.answer(question, "deny").outcome == "denied")
                }
            }
            #expect(asked.count == PushFatigue.most)
            let (_, paused) = try await here.asked(client)
            #expect(paused.number.isEmpty && paused.body.contains("asked three times"))
            #expect(try await phone.sync().object.integer("pausedUntil") != nil)
            #expect(try await here.audits(.pushPaused) == 1)
            here.house.clock.advance(by: PushFatigue.window)
            #expect(try await !here.asked(client).page.number.isEmpty)
        }
    }

    @Test func `PN-10 it was not me: the log has it, and every sign-in and the password go if the policy says so`()
        async throws
    {
        for acts in [true, false] {
            let here = try await PhoneHouse()
            try await here.edit { $0.actsOnReports = acts }
            try await here.house.serve { client in
                let inside = try await here.here.inside(client, as: here.mia).browser
                let phone = try await here.register(inside, client)
                let (browser, page) = try await here.asked(client, address: "203.0.113.66")
                let question = try #require(try await phone.sync().questions.first)
                #expect(try await phone.answer(question, "report").outcome == "denied")
                #expect(try await here.audits(.signInReported) == 1)
                let record = try await here.house.signIns().first { $0.errorCode == 500121 }
                #expect(record?.details.last?.result == "MFA denied, fraud code entered")
                let denied = try await browser.submit(page, "/push")
                #expect(denied.body.contains(acts ? "50089" : "500121"))
                #expect(try await inside.get("/account").location.contains("/signin/") == acts)
                let mia = here.mia.id
                #expect(try await here.house.store.read { try $0.passwords.find(mia)?.mustChange } == acts)
            }
        }
    }

    @Test func `PN-6 the policy says whether app and place are shown, and whether phones count at all`() async throws {
        let here = try await PhoneHouse()
        try await here.house.serve { client in
            let phone = try await here.phone(client)
            try await here.edit { ($0.showsApplication, $0.showsPlace) = (false, false) }
            _ = try await here.asked(client)
            let question = try #require(try await phone.sync().questions.first)
            #expect(question.application == nil && question.address == nil)
            try await here.edit { $0.isEnabled = false }
            #expect(try await phone.sync().questions.isEmpty)
            let (_, page) = try await here.asked(client)
            #expect(page.number.isEmpty && page.forms.contains { $0.hasSuffix("/code") })
        }
    }

    @Test func `without a network the phone's codes are the second factor, once each`() async throws {
        let here = try await PhoneHouse()
        try await here.house.serve { client in
            let phone = try await here.phone(client)
            let secret = try #require(
                Base64URL.decode(try await phone.sync(wantsSecret: true).object.string("secret") ?? ""))
            let (browser, page) = try await here.asked(client)
            let flow = page.location.prefix { $0 != "?" }
            let code = TOTP.code(secret: secret, step: TOTP.step(at: here.house.now))
            let typed = try await browser.submit(try await browser.get("\(flow)?with=code"), "/code", [("code", code)])
            #expect(typed.forms.contains { $0.hasSuffix("/stay") })
            // The secret is told for ten minutes and to nobody afterwards (A044).
            here.house.clock.advance(by: .minutes(10))
            #expect(try await phone.sync(wantsSecret: true).object.string("secret") == nil)
        }
    }
}
