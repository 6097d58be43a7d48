import HummingbirdTesting
import MartletActions
import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore
import MartletTesting
import Testing

@testable import MartletServer

/// Which question an answer is for, and how long it counts.
@Suite struct `A question to a phone` {
    @Test func `A053 where the PIN is wanted with the password, a second sign-in does not replace the first either`()
        async throws
    {
        let here = try await PhoneHouse()
        try await here.house.serve { client in
            let (_, phone) = try await here.withPIN(client, mode: .passwordless)
            let (own, ownPage) = try await here.asked(client)
            #expect(ownPage.body.contains("the phone&#39;s PIN") || ownPage.body.contains("the phone's PIN"))
            let (thief, thiefPage) = try await here.asked(client, address: "203.0.113.66")
            #expect(thiefPage.number.isEmpty && !thiefPage.asks("push"), "\(thiefPage.body.prefix(2000))")
            let questions = try await phone.sync().questions
            #expect(questions.map(\.address) == ["192.0.2.77"])
            let question = try #require(questions.first)
            #expect(
                try await phone.answer(question, number: ownPage.number, pin: PhoneHouse.pin).outcome == "approved")
            let flow = thiefPage.location.split(separator: "/")[1].prefix { $0 != "?" }
            let taken = try await thief.post("/signin/\(flow)/push", [("token", thiefPage.token)])
            #expect(taken.status == 400 && taken.parameters["code"] == nil)
            #expect(try await own.submit(ownPage, "/push").asks("stay"))
        }
    }

    @Test func `A051 asked twice, a yes to the first question is refused and one to the second is taken`() async throws
    {
        let here = try await PhoneHouse()
        try await here.house.serve { client in
            let (_, phone) = try await here.withPIN(client, mode: .passwordless)
            let (browser, page) = try await here.asked(client)
            let first = try #require(try await phone.sync().questions.first)
            here.house.clock.advance(by: PushFatigue.lifetime)
            let expired = try await browser.submit(page, "/push")
            let again = try await browser.submit(expired, "/push-again")
            let second = try #require(try await phone.sync().questions.first)
            #expect(first.id != second.id)
            for number in [page.number, again.number] {
                #expect(try await phone.answer(first, number: number, pin: PhoneHouse.pin).outcome == "gone")
            }
            let early = try await browser.submit(again, "/push")
            #expect(early.status == 400 && early.number == again.number)
            #expect(try await phone.answer(second, number: again.number, pin: PhoneHouse.pin).outcome == "approved")
            #expect(try await browser.submit(again, "/push").asks("stay"))
        }
    }

    @Test func `A051 a yes that waits to be used is not replaced, and counts for the number that is shown`()
        async throws
    {
        let here = try await PhoneHouse()
        try await here.house.serve { client in
            let (browser, phone) = try await here.withPIN(client)
            let page = try await here.askedAlone(browser)
            let question = try #require(try await phone.sync().questions.first)
            here.house.clock.advance(by: .seconds(50))
            #expect(try await phone.answer(question, number: page.number, pin: PhoneHouse.pin).outcome == "approved")
            // The page asks again, though the answer is there.
            here.house.clock.advance(by: .seconds(11))
            let asked = try await browser.post("/signin/\(page.handle)/push-again", [("token", page.token)])
            #expect(asked.number.isEmpty)
            #expect(try await phone.sync().questions.isEmpty)
            #expect(try await browser.submit(page, "/push").asks("stay"))
            // A yes to a question whose number the page does not show any more is none.
            let other = try await here.askedAlone(browser)
            let shown = try #require(try await phone.sync().questions.first)
            #expect(try await phone.answer(shown, number: other.number, pin: PhoneHouse.pin).outcome == "approved")
            let hash = try #require(OpaqueToken.parse(other.handle, .flow)).digest
            try await here.house.store.write { tables in
                var pending = try #require(try tables.pendingSignIns.find(handleHash: hash))
                pending.phoneAskedAt = pending.phoneAskedAt.map { $0 + .seconds(1) }
                #expect(try tables.pendingSignIns.update(pending))
            }
            here.house.clock.advance(by: .seconds(2))
            #expect(try await browser.submit(other, "/push").status == 400)
        }
    }

    @Test func `A109 ending every sign-in ends what a phone is asked, and the yes that it gave`() async throws {
        let here = try await PhoneHouse()
        try await here.house.serve { client in
            let (browser, phone) = try await here.withPIN(client)
            let operatorCaller = try await here.house.operatorCaller()
            let mia = here.mia.id
            let page = try await here.askedAlone(browser)
            let question = try #require(try await phone.sync().questions.first)
            try await RevokeSessions(here.house.tools)(mia, by: operatorCaller)
            #expect(try await phone.sync().questions.isEmpty)
            #expect(try await phone.answer(question, number: page.number, pin: PhoneHouse.pin).outcome == "gone")
            // Approved first, ended then, within the same millisecond.
            let second = try await here.askedAlone(browser)
            let other = try #require(try await phone.sync().questions.first)
            #expect(try await phone.answer(other, number: second.number, pin: PhoneHouse.pin).outcome == "approved")
            try await RevokeSessions(here.house.tools)(mia, by: operatorCaller)
            let refused = try await browser.submit(second, "/push")
            #expect(refused.status == 400 && !refused.asks("stay"))
            // Behind the password as well.
            here.house.clock.advance(by: PushFatigue.window)
            let (half, halfPage) = try await here.asked(client)
            let third = try #require(try await phone.sync().questions.first)
            #expect(try await phone.answer(third, number: halfPage.number).outcome == "approved")
            try await RevokeSessions(here.house.tools)(mia, by: operatorCaller)
            #expect(try await !half.submit(halfPage, "/push").asks("stay"))
        }
    }

    @Test func `A109 a new PIN ends what was asked and approved with the old one`() async throws {
        let here = try await PhoneHouse()
        try await here.house.serve { client in
            let browser = try await here.here.inside(client, as: here.mia).browser
            let (inside, phone) = try await here.withPIN(client)
            let page = try await here.askedAlone(browser)
            let question = try #require(try await phone.sync().questions.first)
            #expect(try await here.set("840275", of: phone, in: inside).location.contains("phonePINSet"))
            #expect(try await phone.answer(question, number: page.number, pin: "840275").outcome == "gone")
            let second = try await here.askedAlone(browser)
            let other = try #require(try await phone.sync().questions.first)
            #expect(try await phone.answer(other, number: second.number, pin: "840275").outcome == "approved")
            #expect(try await here.set("840276", of: phone, in: inside).location.contains("phonePINSet"))
            let refused = try await browser.submit(second, "/push")
            #expect(refused.status == 400 && !refused.asks("stay"))
            // Who has set it is signed in still.
            #expect(try await inside.get("/account").status == 200)
        }
    }

    @Test func `PN-10 it was not me counts where a password is behind it, also where the PIN is wanted`() async throws {
        let here = try await PhoneHouse()
        try await here.house.serve { client in
            let (inside, phone) = try await here.withPIN(client, mode: .passwordless)
            let (thief, page) = try await here.asked(client, address: "203.0.113.66")
            let question = try #require(try await phone.sync().questions.first)
            // Whoever leaves takes nothing of it along.
            _ = try await thief.submit(page, "/cancel")
            #expect(try await phone.answer(question, "report", pin: "").outcome == "denied")
            let mia = here.mia.id
            #expect(try await here.house.store.read { try $0.passwords.find(mia)?.mustChange } == true)
            #expect(try await here.house.store.read { try $0.riskDetections.list(of: mia, limit: 5).count } == 1)
            #expect(try await inside.get("/account").location.contains("/signin/"))
        }
    }

    @Test func `a phone's yes is proven when it was said, not when the page went on`() async throws {
        let here = try await PhoneHouse()
        try await here.house.serve { client in
            let phone = try await here.phone(client)
            let (browser, page) = try await here.asked(client)
            let question = try #require(try await phone.sync().questions.first)
            let said = here.house.now
            #expect(try await phone.answer(question, number: page.number).outcome == "approved")
            here.house.clock.advance(by: .seconds(40))
            let stay = try await browser.submit(page, "/push")
            _ = try await browser.submit(stay, "/stay", [("stay", "no")])
            let session = try await here.here.sessions(of: here.mia).max { $0.createdAt < $1.createdAt }
            #expect(session?.proofs.first { $0.method == .push }?.at == said)
        }
    }

    @Test func `AS-7 a strength that takes no phone as second factor has the phone ask for its PIN`() async throws {
        for (strength, wantsPIN) in [(AuthenticationStrength.passwordless, true), (.multiFactor, false)] {
            let here = try await PhoneHouse()
            try await here.house.serve { client in
                let (_, phone) = try await here.withPIN(client, mode: .any)
                try await EditApplicationSettings(here.house.tools)(
                    here.here.app.id, by: try await here.house.operatorCaller()
                ) { $0.requiredStrength = ID(strength.id.rawValue) }
                let (browser, page) = try await here.asked(client)
                let question = try #require(try await phone.sync().questions.first)
                #expect(question.wantsPIN == wantsPIN && page.number.utf8.count == 2)
                #expect(page.body.contains("PIN") == wantsPIN, "\(page.body.prefix(2000))")
                if wantsPIN { #expect(try await phone.answer(question, number: page.number).status == 401) }
                let yes = try await phone.answer(
                    question, number: page.number, pin: wantsPIN ? PhoneHouse.pin : nil)
                #expect(yes.outcome == "approved")
                let stay = try await browser.submit(page, "/push")
                let done = try await browser.submit(stay, "/stay", [("stay", "no")])
                #expect(done.parameters["code"] != nil, "\(done.body.prefix(2000))")
            }
        }
    }

    @Test func `AS-10 a phone without a PIN is not offered where it would not lead on`() async throws {
        let here = try await PhoneHouse()
        try await here.house.serve { client in
            try await here.edit { $0.mode = .any }
            let phone = try await here.phone(client)
            try await EditApplicationSettings(here.house.tools)(
                here.here.app.id, by: try await here.house.operatorCaller()
            ) { $0.requiredStrength = ID(AuthenticationStrength.passwordless.id.rawValue) }
            // The phone is the second factor that comes before a passkey is made here.
            let (browser, page) = try await here.asked(client)
            let question = try #require(try await phone.sync().questions.first)
            #expect(!question.wantsPIN)
            #expect(try await phone.answer(question, number: page.number).outcome == "approved")
            let next = try await browser.submit(page, "/push")
            #expect(next.asks("register-passkey"), "\(next.body.prefix(2000))")
        }
    }
}
