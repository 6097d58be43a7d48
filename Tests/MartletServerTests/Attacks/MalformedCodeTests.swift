import HTTPTypes
import MartletActions
import MartletCredentials
import MartletDirectory
import MartletStore
import MartletTesting
import Testing

/// A043–A049: codes that are none, secrets that are asked for again, clocks that somebody else brings.
@Suite struct `Malformed codes and secrets` {
    @Test func `A043 only six ASCII digits are a code, and whatever is tried instead is counted`() async throws {
        let attack = try await AttackHouse()
        try await attack.house.serve { client in
            let browser = TestBrowser(client)
            let page = try await attack.halfway(browser, attack.mia)
            let right = attack.mia.code(at: attack.house.now)
            let tries = [
                "000000", "0", "", String(right.dropLast()), right + "0", "0" + right, "+" + right, "-" + right,
                Self.digits(of: right, from: 0xff10), Self.digits(of: right, from: 0x0660), right + "\n", right + "\t",
                "\u{200b}" + right, right + "\u{00a0}", "[\(right)]", "\"\(right)\"", "0x" + right, right + ".0",
                right.prefix(3) + "-" + right.suffix(3), String(repeating: right, count: 1000), "NaN", "true",
            ]
            for text in tries {
                try await attack.unlock(attack.mia)
                let answer = try await browser.submit(page, "/code", [("code", String(text))])
                #expect(answer.status == 400 && answer.givesNothing, "\(text.debugDescription)")
                #expect(try await attack.codeCounter(of: attack.mia)?.failures == 1, "\(text.debugDescription)")
            }
            // An array is no code; of a repeated field the first counts.
            try await attack.unlock(attack.mia)
            for fields in [[("code[]", right)], [("code", attack.wrongCode(of: attack.mia)), ("code", right)]] {
                #expect(try await browser.submit(page, "/code", fields).status == 400)
            }
            #expect(try await attack.codeCounter(of: attack.mia)?.failures == 2)
            // A NUL makes the form unreadable: nothing is looked at, so nothing is counted.
            #expect(try await browser.submit(page, "/code", [("code", right + "\0")]).status == 400)
            #expect(try await attack.codeCounter(of: attack.mia)?.failures == 2)
            try await attack.expectNobodyIn(as: attack.mia)
            // Apps show the digits in two groups.
            let spaced = " \(right.prefix(3)) \(right.suffix(3)) "
            #expect(try await browser.submit(page, "/code", [("code", spaced)]).asks("stay"))
        }
    }

    @Test func `A044 a secret is never shown again once its app is registered`() async throws {
        let attack = try await AttackHouse()
        let text = Base32.encode(attack.mia.secret)
        try await attack.house.serve { client in
            let (browser, _) = try await attack.inside(client, as: attack.mia)
            let (admin, _) = try await attack.inside(client, as: attack.admin, at: "/admin")
            let own = ["/account", "/account/security", "/account/sessions", "/account/signins", "/account/password"]
            for path in own {
                let page = try await browser.get(path)
                #expect(page.status == 200 && !Self.shows(text, page), "\(path)")
            }
            for path in ["/admin", "/admin/users/\(attack.mia.id)", "/admin/audit", "/admin/signins"] {
                let page = try await admin.get(path)
                #expect(page.status == 200 && !Self.shows(text, page), "\(path)")
            }
            // A registration that begins shows a new secret.
            let begun = try await browser.submit(try await browser.get("/account/security"), "/account/authenticator")
            let drawn = try #require(`Attacks on one-time codes`.manualKey(in: begun.body))
            #expect(drawn != attack.mia.secret && !Self.shows(text, begun))
        }
    }

    @Test func `A045 an app counts only when a code of it was proven, and no app is added beside one unproven`()
        async throws
    {
        let attack = try await AttackHouse()
        try await attack.house.serve { client in
            let (browser, _) = try await attack.inside(client, as: attack.mia, stays: true)
            let begun = try await browser.submit(try await browser.get("/account/security"), "/account/authenticator")
            let secret = try #require(`Attacks on one-time codes`.manualKey(in: begun.body))
            let state = begun.body.tags("input").first { $0.attribute("name") == "state" }?.attribute("value") ?? ""
            let code = TOTP.code(secret: secret, step: TOTP.step(at: attack.house.now))
            let fields = [("step", "prove"), ("name", ""), ("state", state)]
            for wrong in ["", "000000", code + "0"] {
                let answer = try await browser.submit(begun, "/account/authenticator", fields + [("code", wrong)])
                #expect(answer.status == 400)
            }
            #expect(try await Self.methods(of: attack.mia, attack) == 1)
            // The unproven app opens nothing.
            let thief = TestBrowser(client)
            let half = try await attack.halfway(thief, attack.mia)
            #expect(try await thief.submit(half, "/code", [("code", code)]).givesNothing)
            // Somebody else's state is nothing, nor is one that lay about for a quarter of an hour.
            let (other, page) = try await attack.inside(client, as: attack.ned)
            let borrowed = try await other.raw(
                "/account/authenticator", [("token", page.token), ("code", code)] + fields)
            #expect(borrowed.status == 400)
            // A browser that only remembers the second factor is asked for it first.
            browser.close()
            let known = try await browser.password(try await browser.get("/account"), attack.mia)
            let remembered = try await browser.submit(known, "/stay", [("stay", "no")])
            #expect(remembered.status == 200 && remembered.location == "/account")
            let asked = try await browser.raw(
                "/account/authenticator", [("token", remembered.token), ("code", code)] + fields)
            #expect(asked.status == 303)
            #expect(try await browser.get(asked.location).asks("code"))
            #expect(try await Self.methods(of: attack.mia, attack) == 1)
            #expect(try await Self.methods(of: attack.ned, attack) == 1)
        }
    }

    @Test func `A048 the clock that a client brings moves nothing`() async throws {
        let attack = try await AttackHouse()
        try await attack.house.serve { client in
            let browser = TestBrowser(client)
            let page = try await attack.halfway(browser, attack.mia)
            let late = attack.mia.code(at: attack.house.now, stepsAhead: -4)
            let target = try #require(page.forms.first { $0.hasSuffix("/code") })
            let hour = String((attack.house.now + .minutes(-2)).seconds)
            let date = try #require(HTTPField.Name("X-Date"))
            let answer = try await browser.raw(
                target,
                [("token", page.token), ("code", late), ("time", hour), ("timestamp", hour), ("step", hour)],
                headers: [.date: "Mon, 02 Mar 2026 08:58:00 GMT", date: hour])
            #expect(answer.status == 400 && answer.givesNothing)
            let right = try await browser.submit(page, "/code", [("code", attack.mia.code(at: attack.house.now))])
            #expect(right.asks("stay"))
        }
    }

    @Test func `A049 a stolen store holds no secret in clear, and a row's secret opens in no other row`() async throws {
        let attack = try await AttackHouse()
        let (mine, theirs) = try await attack.house.store.read { tables in
            (try tables.totpMethods.list(attack.mia.id), try tables.totpMethods.list(attack.ned.id))
        }
        var stolen = try #require(mine.first)
        let other = try #require(theirs.first)
        #expect(try attack.house.tools.secret(of: stolen) == attack.mia.secret)
        #expect(stolen.sealedSecret.count > attack.mia.secret.count)
        #expect(!stolen.sealedSecret.indices.contains { stolen.sealedSecret[$0...].starts(with: attack.mia.secret) })
        stolen.sealedSecret = other.sealedSecret
        #expect(throws: (any Error).self) { try attack.house.tools.secret(of: stolen) }
    }

    /// The digits of a code in another script.
    private static func digits(of code: String, from zero: UInt32) -> String {
        var text = ""
        for byte in code.utf8 {
            if let scalar = Unicode.Scalar(zero + UInt32(byte) - 48) { text.unicodeScalars.append(scalar) }
        }
        return text
    }

    private static func shows(_ secret: String, _ page: TestBrowser.Answer) -> Bool {
        page.body.contains("otpauth:") || page.body.filter { $0 != " " }.contains(secret)
    }

    private static func methods(of person: TestHouse.Person, _ attack: AttackHouse) async throws -> Int {
        try await attack.house.store.read { try $0.totpMethods.list(person.id).count }
    }
}
