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

/// Registering a phone in the interrupt and on the security page, and what is tried against it.
@Suite struct `Registering a phone` {
    @Test func `the interrupt offers it, and the number that the phone sends back makes it a second factor`()
        async throws
    {
        let here = try await AttackHouse()
        let newcomer = try await here.house.add("nia", isRegistered: false)
        try await here.house.serve { client in
            let browser = TestBrowser(client)
            let intro = try await browser.password(try await browser.get(here.authorize), newcomer)
            #expect(intro.body.contains("?with=push"))
            let page = try await browser.get("\(intro.location)?with=push")
            #expect(page.enrolmentCode.utf8.count == 19 && page.body.contains("/authenticator#add="))
            // Loading it again shows the same code.
            #expect(try await browser.get("\(intro.location)?with=push").enrolmentCode == page.enrolmentCode)
            let phone = TestPhone(TestBrowser(client))
            #expect(try await phone.enrol(page.enrolmentCode).status == 200)
            // PN-1: nothing counts before the number.
            let early = try await browser.submit(page, "/phone")
            #expect(early.status == 400 && early.number.utf8.count == 2)
            let question = try #require(try await phone.sync().questions.first)
            #expect(try await phone.answer(question, number: early.number).outcome == "approved")
            #expect(try await browser.get("\(intro.location)/state").json("state") == "proven")
            let codes = try await browser.submit(early, "/phone")
            #expect(codes.forms.contains { $0.hasSuffix("/codes") })
            let stay = try await browser.submit(codes, "/codes", [("saved", "yes")])
            let done = try await browser.submit(stay, "/stay", [("stay", "no")])
            #expect(done.parameters["code"] != nil)
            #expect(try await phone.sync().object.bool("isRegistered") == true)
        }
    }

    @Test func `A011 a code is good for one phone, for ten minutes, and for nothing else`() async throws {
        let here = try await PhoneHouse()
        try await here.house.serve { client in
            let browser = try await here.here.inside(client, as: here.mia).browser
            func begin() async throws -> TestBrowser.Answer {
                try await browser.submit(
                    try await browser.get("/account/security"), "/account/phone", [("step", "begin")])
            }
            let page = try await begin()
            let first = TestPhone(TestBrowser(client))
            #expect(try await first.enrol(page.enrolmentCode.lowercased()).status == 200)
            #expect(try await TestPhone(TestBrowser(client)).enrol(page.enrolmentCode).status == 401)
            #expect(try await TestPhone(TestBrowser(client)).enrol("ABCD-EFGH-IJKL-MNOP").status == 401)
            #expect(try await TestPhone(TestBrowser(client)).enrol("nonsense").status == 400)
            // A phone that has come and not answered is no method.
            let unproven = try await browser.get("/account/phone")
            let refused = try await browser.submit(unproven, "/account/phone", [("step", "prove")])
            #expect(refused.body.contains("data-number"))
            #expect(try await first.sync().object.bool("isRegistered") == false)
            // Beginning again ends the first.
            let second = try await begin()
            #expect(second.enrolmentCode != page.enrolmentCode)
            #expect(try await first.sync().status == 401)
            here.house.clock.advance(by: .minutes(10))
            #expect(try await TestPhone(TestBrowser(client)).enrol(second.enrolmentCode).status == 401)
        }
    }

    @Test func `three wrong numbers end a registration, and a signature of another key begins none`() async throws {
        let here = try await PhoneHouse()
        try await here.house.serve { client in
            let browser = try await here.here.inside(client, as: here.mia).browser
            let page = try await browser.submit(
                try await browser.get("/account/security"), "/account/phone", [("step", "begin")])
            let liar = TestPhone(TestBrowser(client), audience: "https://evil.example")
            #expect(try await liar.enrol(page.enrolmentCode).status == 401)
            let phone = TestPhone(TestBrowser(client))
            #expect(try await phone.enrol(page.enrolmentCode).status == 200)
            let shown = try await browser.get("/account/phone").number
            let question = try #require(try await phone.sync().questions.first)
            let wrong = shown == "10" ? "11" : "10"
            #expect(try await phone.answer(question, number: wrong).outcome == "wrong")
            #expect(try await phone.answer(question, number: wrong).outcome == "wrong")
            #expect(try await phone.answer(question, number: wrong).outcome == "denied")
            #expect(try await phone.sync().status == 401)
            #expect(try await browser.get("/account/phone/state").json("state") == "failed")
            #expect(try await browser.get("/account/phone").body.contains("did not answer with the number"))
        }
    }

    @Test func `MR-2 nobody adds a phone to an account without proving what it has, nor in somebody else's session`()
        async throws
    {
        let here = try await PhoneHouse()
        try await here.house.serve { client in
            // A remembered browser stands in for the second factor and proves none.
            let (browser, _) = try await here.here.inside(client, as: here.mia, stays: true)
            browser.close()
            let half = try await browser.get("/account/phone")
            #expect(half.location.contains("/signin/"))
            let ned = try await here.here.inside(client, as: here.here.ned).browser
            let page = try await ned.submit(
                try await ned.get("/account/security"), "/account/phone", [("step", "begin")])
            let phone = TestPhone(TestBrowser(client))
            _ = try await phone.enrol(page.enrolmentCode)
            let mia = try await here.here.inside(client, as: here.mia).browser
            #expect(try await mia.get("/account/phone").location == "/account/security")
        }
    }

    @Test func `the person and the administrator see the phone, and making somebody register anew takes it`()
        async throws
    {
        let here = try await PhoneHouse()
        try await here.house.serve { client in
            let inside = try await here.here.inside(client, as: here.mia).browser
            let phone = try await here.register(inside, client, name: "Blue phone")
            #expect(try await inside.get("/account/security").body.contains("Blue phone"))
            let admin = try await here.here.inside(client, as: here.here.admin, at: "/admin").browser
            let user = try await admin.get("/admin/users/\(here.mia.id)")
            #expect(user.body.contains("Blue phone") && user.body.contains("Push approval"))
            // One app alone can be removed, and the others stay.
            let removed = try await admin.submit(user, "/methods/\(phone.phone)/remove")
            #expect(removed.body.contains("The authenticator app is removed") && !removed.body.contains("Blue phone"))
            #expect(try await phone.sync().status == 401)
            let second = try await here.phone(client)
            try await RequireReregistration(here.house.tools)(
                here.mia.id, by: try await here.house.operatorCaller())
            #expect(try await second.sync().status == 401)
        }
    }

    @Test func `the app is one page for everybody, with a worker and a manifest of its own`() async throws {
        let here = try await AttackHouse()
        try await here.house.serve { client in
            let browser = TestBrowser(client)
            let page = try await browser.get("/authenticator")
            #expect(page.status == 200 && !page.body.contains("mia"))
            let policy = page.headers[.contentSecurityPolicy] ?? ""
            #expect(policy.contains("worker-src 'self'") && policy.contains("require-trusted-types-for 'script'"))
            #expect(page.headers[.permissionsPolicy]?.contains("camera=(self)") == true)
            #expect(try await browser.get("/account").headers[.permissionsPolicy]?.contains("camera=()") == true)
            let worker = try await browser.get("/authenticator/worker.js")
            #expect(worker.headers[.serviceWorkerAllowed] == "/authenticator")
            let manifest = try JSONReader.object(
                Array(try await browser.get("/authenticator/manifest.webmanifest").body.utf8))
            #expect(manifest.string("start_url") == "/authenticator")
            // The key that phones subscribe with is made once.
            #expect(try await browser.get("/authenticator").body.contains("data-push-key"))
            let sealed = try await here.house.store.read { try $0.pushIdentity.sealedKey() }
            _ = try await browser.get("/authenticator")
            #expect(try await here.house.store.read { try $0.pushIdentity.sealedKey() } == sealed)
        }
    }
}
