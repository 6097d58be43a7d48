import HummingbirdTesting
import MartletActions
import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore
import MartletTesting
import Testing

@testable import MartletServer

/// What phones are told and asked at the edges: late reports, secrets, names, rules of the organisation, campaigns.
@Suite struct `Phones at the edges` {
    @Test func `PN-10 whoever cancels the sign-in does not cancel the report of it`() async throws {
        let here = try await PhoneHouse()
        try await here.house.serve { client in
            let phone = try await here.phone(client)
            let (thief, page) = try await here.asked(client, address: "203.0.113.66")
            let question = try #require(try await phone.sync().questions.first)
            _ = try await thief.submit(page, "/cancel")
            #expect(try await phone.sync().questions.isEmpty)
            // A yes or a no comes too late; that it was somebody else does not.
            #expect(try await phone.answer(question, number: page.number).outcome == "gone")
            #expect(try await phone.answer(question, "deny").outcome == "gone")
            here.house.clock.advance(by: .minutes(5))
            #expect(try await phone.answer(question, "report").outcome == "denied")
            #expect(try await phone.answer(question, "report").outcome == "gone")
            #expect(try await here.audits(.signInReported) == 1)
            let mia = here.mia.id
            #expect(try await here.house.store.read { try $0.passwords.find(mia)?.mustChange } == true)
        }
    }

    @Test func `PN-10 a report after the window of requests comes too late`() async throws {
        let here = try await PhoneHouse()
        try await here.house.serve { client in
            let phone = try await here.phone(client)
            _ = try await here.asked(client)
            let question = try #require(try await phone.sync().questions.first)
            here.house.clock.advance(by: PushFatigue.window)
            #expect(try await phone.answer(question, "report").outcome == "gone")
        }
    }

    @Test func `A052 the secret of the codes is told once for a question`() async throws {
        let here = try await PhoneHouse()
        try await here.house.serve { client in
            let phone = try await here.phone(client)
            _ = try await phone.sync()
            let body: JSONObject = [
                "phone": .string(phone.phone), "nonce": .string(phone.nonce),
                "signature": .string(
                    try phone.sign(
                        .sync(audience: phone.audience, phone: phone.phone, nonce: phone.nonce, wantsSecret: true))),
                "wantsSecret": true,
            ]
            #expect(try await phone.post("sync", body).object.string("secret") != nil)
            let again = try await phone.post("sync", body)
            #expect(again.error == "staleNonce" && again.object.string("secret") == nil)
        }
    }

    @Test func `a phone is renamed by its person, and where it takes messages is in the audit log`() async throws {
        let here = try await PhoneHouse()
        try await here.house.serve { client in
            let browser = try await here.here.inside(client, as: here.mia).browser
            let phone = try await here.register(browser, client)
            let security = try await browser.get("/account/security")
            let renamed = try await browser.submit(
                security, "/account/methods/\(phone.phone)/rename", [("name", "Red phone")])
            #expect(renamed.body.contains("Red phone") && !renamed.body.contains("Mia's phone"))
            #expect(try await here.audits(.methodRenamed) == 1)
            let place: JSONObject = [
                "endpoint": "https://push.example/p/secret",
                "p256dh": "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
                "auth": "BTBZMqHH6r4Tts7J_aSIgg",
            ]
            let read = PushSubscription(
                endpoint: place.string("endpoint") ?? "", publicKey: place.string("p256dh") ?? "",
                secret: place.string("auth") ?? "")
            for _ in 0..<2 {
                _ = try await phone.sync()
                let signature = try phone.sign(
                    .subscribe(audience: phone.audience, phone: phone.phone, nonce: phone.nonce, subscription: read))
                let told = try await phone.post(
                    "subscription",
                    [
                        "phone": .string(phone.phone), "nonce": .string(phone.nonce),
                        "signature": .string(signature), "subscription": .object(place),
                    ])
                #expect(told.status == 200)
            }
            // A change is one record, and holds no address that messages could be sent to.
            #expect(try await here.audits(.phoneSubscribed) == 1)
        }
    }

    @Test func `a phone needs the Martlet Authenticator to be allowed, and not the codes of other apps`() async throws {
        let here = try await PhoneHouse()
        try await here.house.serve { client in
            let phone = try await here.phone(client)
            let (browser, page) = try await here.asked(client)
            let question = try #require(try await phone.sync().questions.first)
            #expect(try await phone.answer(question, number: page.number).outcome == "approved")
            let stay = try await browser.submit(page, "/push")
            _ = try await browser.submit(stay, "/stay", [("stay", "no")])
            // Past the guard of the last administrator, who has nothing but such codes.
            let id = try await here.house.operatorCaller().tenant
            try await here.house.store.write { tables in
                var tenant = try #require(try tables.tenants.find(id))
                tenant.methodsPolicy.softwareOath.isEnabled = false
                try tables.tenants.update(tenant)
            }
            _ = try await here.register(browser, client, name: "Second phone")
            #expect(try await browser.get("/account/security").body.contains("Second phone"))
        }
    }

    @Test func `RC-6 RC-8 a campaign suggests the Martlet Authenticator to whoever has none, after the second factor`()
        async throws
    {
        let here = try await PhoneHouse()
        try await SetMethodsPolicy(here.house.tools)(
            [(name: "campaign.isEnabled", text: "true"), (name: "campaign.goal", text: "authenticator")],
            by: try await here.house.operatorCaller())
        try await here.house.serve { client in
            // RC-8: the phone that would be registered is no place to show its code.
            let onPhone = TestBrowser(client, userAgent: "Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile")
            let early = try await here.here.halfway(onPhone, here.mia)
            var letIn = try await onPhone.submit(early, "/code", [("code", here.mia.code(at: here.house.now))])
            if letIn.asks("stay") { letIn = try await onPhone.submit(letIn, "/stay", [("stay", "no")]) }
            #expect(letIn.parameters["code"] != nil)
            here.house.clock.advance(by: .seconds(30))
            let browser = TestBrowser(client)
            let half = try await here.here.halfway(browser, here.mia)
            var page = try await browser.submit(half, "/code", [("code", here.mia.code(at: here.house.now))])
            if page.asks("stay") { page = try await browser.submit(page, "/stay", [("stay", "no")]) }
            // The phone stands alone on the page, and may be put off.
            #expect(page.enrolmentCode.utf8.count == 19 && page.asks("skip"))
            #expect(!page.asks("register") && !page.asks("register-passkey"))
            let phone = TestPhone(TestBrowser(client))
            #expect(try await phone.enrol(page.enrolmentCode).status == 200)
            let joined = try await browser.get("/signin/\(page.handle)?with=push")
            let question = try #require(try await phone.sync().questions.first)
            #expect(try await phone.answer(question, number: joined.number).outcome == "approved")
            let proven = try await browser.get("/signin/\(page.handle)?with=push")
            let done = try await browser.submit(proven, "/phone")
            #expect(done.parameters["code"] != nil, "no new recovery codes: the old ones stand")
            // RC-9: nobody is asked who has one.
            here.house.clock.advance(by: .days(2))
            let (next, asking) = try await here.asked(client)
            let waiting = try #require(try await phone.sync().questions.first)
            #expect(try await phone.answer(waiting, number: asking.number).outcome == "approved")
            let stay = try await next.submit(asking, "/push")
            #expect(try await next.submit(stay, "/stay", [("stay", "no")]).parameters["code"] != nil)
        }
    }

    @Test func `PK-2 an app that was added late in a session makes no passkey in it`() async throws {
        let here = try await PhoneHouse()
        try await here.house.serve { client in
            let browser = try await here.here.inside(client, as: here.mia).browser
            #expect(try await browser.get("/account/passkeys/new").status == 200)
            here.house.clock.advance(by: .minutes(10))
            // MR-4 lets the old second factor add a phone; its code then proves the person afresh.
            let phone = try await here.register(browser, client)
            let secret = try #require(
                Base64URL.decode(try await phone.sync(wantsSecret: true).object.string("secret") ?? ""))
            let step = try await browser.get("/account/passkeys/new")
            #expect(step.location.contains("/signin/"))
            let flow = step.location.prefix { $0 != "?" }
            let code = TOTP.code(secret: secret, step: TOTP.step(at: here.house.now))
            let back = try await browser.submit(try await browser.get("\(flow)?with=code"), "/code", [("code", code)])
            #expect(back.location.contains("signInAnew"))
        }
    }

    @Test func `one attempt asks once whether it was you`() async throws {
        let here = try await PhoneHouse()
        try await here.house.serve { client in
            let browser = TestBrowser(client)
            let half = try await here.here.halfway(browser, here.mia)
            let wrong = try await browser.submit(half, "/code", [("code", here.here.wrongCode(of: here.mia))])
            let page = try await browser.submit(wrong, "/code", [("code", here.mia.code(at: here.house.now))])
            _ = page.asks("stay") ? try await browser.submit(page, "/stay", [("stay", "no")]) : page
            let rows = try await here.here.rows(of: here.mia).filter(\.passedPassword)
            #expect(rows.count > 1)
            let shown = try await browser.get("/account/signins")
            #expect(shown.forms.filter { $0.hasSuffix("/answer") }.count == 1)
        }
    }
}
