import MartletActions
import MartletCredentials
import MartletDirectory
import MartletStore
import MartletTesting
import Testing

/// Passkeys, made and used by the pages.
@Suite struct `Signing in with passkeys` {
    @Test func `a passkey opens the app without a name and a password, and is both factors`() async throws {
        let it = try await PasskeyHouse()
        try await it.house.serve { client in
            var passkey = TestPasskey()
            try await it.register(&passkey, for: it.mia, client)
            it.house.clock.advance(by: .minutes(1))
            let browser = TestBrowser(client)
            let answer = try await it.enter(with: &passkey, in: browser)
            #expect(answer.parameters["code"] != nil, "\(answer.body.prefix(3000))")
            let tokens = try await browser.redeem(answer, app: it.attack.app)
            #expect(tokens.idToken.strings("amr") == ["hwk", "mfa"])
        }
        let row = try await it.lastRow(of: it.mia)
        #expect(row.status == .success && row.details.map(\.method) == ["fido2"])
        let kept = try #require(try await it.passkeys(of: it.mia).first)
        #expect(kept.signCount == 2 && kept.lastUsedAt == it.house.now && kept.name == "Key")
    }

    @Test func `a passkey is the second factor after the password, and other ways stand beside it`() async throws {
        let it = try await PasskeyHouse()
        try await it.house.serve { client in
            var passkey = TestPasskey()
            try await it.register(&passkey, for: it.mia, client)
            let browser = TestBrowser(client)
            let page = try await it.attack.halfway(browser, it.mia)
            #expect(page.asks("passkey") && !page.asks("code"))
            #expect(page.passkeyOptions.contains(Base64URL.encode(passkey.id)))
            #expect(page.body.contains("?with=code") && page.body.contains("?with=recovery"))
            #expect(try await browser.get("/signin/\(page.handle)?with=code").asks("code"))
            #expect(try await it.use(&passkey, on: page, in: browser).asks("stay"))
        }
        #expect(try await it.lastRow(of: it.mia).details.isEmpty == false)
    }

    @Test func `whoever must register makes a passkey, gets recovery codes and is in`() async throws {
        let it = try await PasskeyHouse()
        let eve = try await it.house.add("eve", role: .helpdeskAdministrator, isRegistered: false)
        try await it.house.serve { client in
            var passkey = TestPasskey()
            let browser = TestBrowser(client)
            var page = try await it.attack.halfway(browser, eve)
            #expect(page.asks("register") && page.asks("register-passkey") && !page.asks("skip"))
            page = try await browser.submit(
                page, "/register-passkey", [("credential", passkey.register(page.passkeyOptions))])
            #expect(page.asks("codes") && page.body.contains("-"))
            page = try await browser.submit(page, "/codes", [("saved", "yes")])
            #expect(page.parameters["code"] != nil, "\(page.body.prefix(2000))")
            var again = TestBrowser(client)
            #expect(try await it.enter(with: &passkey, in: again).parameters["code"] != nil)
            again = TestBrowser(client)
            #expect(try await it.attack.halfway(again, eve).asks("passkey"))
        }
        let row = try await it.attack.rows(of: eve).first {
            $0.details.first?.method == "password" && $0.status == .success
        }
        #expect(row?.details.prefix(2).map(\.method) == ["password", "fido2"])
        #expect(try await it.audits(.methodRegistered) == 1)
        #expect(try await it.passkeys(of: eve).count == 1)
    }

    @Test func `an app that wants what cannot be phished is satisfied by a passkey alone`() async throws {
        let it = try await PasskeyHouse()
        let path = TestBrowser.authorizePath(it.attack.app, extra: "&acr_values=phr")
        try await it.house.serve { client in
            var passkey = TestPasskey()
            try await it.register(&passkey, for: it.mia, client)
            let browser = TestBrowser(client)
            let page = try await it.attack.halfway(browser, it.mia, at: path)
            #expect(page.asks("passkey") && !page.body.contains("?with=code"))
            var answer = try await it.use(&passkey, on: page, in: browser)
            answer = try await browser.submit(answer, "/stay", [("stay", "no")])
            #expect(try await browser.redeem(answer, app: it.attack.app).idToken.string("acr") == "phr")
            // Nobody without one gets there.
            #expect(try await it.attack.halfway(TestBrowser(client), it.ned, at: path).givesNothing)
        }
    }

    /// SL-12, D17.
    @Test func `neither wrong passwords nor wrong codes stop a passkey`() async throws {
        let it = try await PasskeyHouse()
        try await it.house.serve { client in
            var passkey = TestPasskey()
            try await it.register(&passkey, for: it.mia, client)
            let thief = TestBrowser(client, address: "198.51.100.9")
            for number in 0..<12 {
                _ = try await thief.password(
                    try await thief.get(it.attack.authorize), it.mia, password: "wrong \(number)")
            }
            #expect(try await it.attack.halfway(thief, it.mia).status == 401)
            #expect(try await it.enter(with: &passkey, in: TestBrowser(client)).parameters["code"] != nil)
        }
    }

    @Test func `a disabled account is refused as one that nobody knows`() async throws {
        let it = try await PasskeyHouse()
        let (mia, tenant) = (it.mia.id, it.attack.app.tenant)
        try await it.house.serve { client in
            var passkey = TestPasskey()
            try await it.register(&passkey, for: it.mia, client)
            try await it.house.store.write { tables in
                guard var user = try tables.users.find(mia, in: tenant) else { return }
                user.isEnabled = false
                try tables.users.update(user)
            }
            let refused = try await it.enter(with: &passkey, in: TestBrowser(client))
            var unknown = TestPasskey(9)
            let nobody = try await it.enter(with: &unknown, in: TestBrowser(client))
            #expect(refused.givesNothing && refused.status == 400 && nobody.status == 400)
            #expect(refused.forms.count == nobody.forms.count)
        }
        #expect(try await it.attack.rows(of: it.mia).contains { $0.errorCode == 50057 })
    }

    /// SD-25, promise 7.
    @Test func `the last method stays, whichever it is, and a deleted passkey opens nothing`() async throws {
        let it = try await PasskeyHouse()
        try await it.house.serve { client in
            var passkey = TestPasskey()
            let browser = try await it.register(&passkey, for: it.mia, client)
            let security = try await browser.get("/account/security")
            let phone = try #require(
                security.forms.first { $0.hasPrefix("/account/methods/") && $0.hasSuffix("delete") })
            // With the app goes what the session had proven with it: the passkey is asked for before the page is back.
            let asked = try await browser.submit(security, phone)
            #expect(try await it.use(&passkey, on: asked, in: browser).location.contains("authenticatorDeleted"))
            let key = try #require(
                security.forms.first { $0.hasPrefix("/account/passkeys/") && $0.hasSuffix("delete") })
            #expect(try await browser.submit(security, key).location.contains("lastMethodStays"))
            #expect(try await it.passkeys(of: it.mia).count == 1)

            var second = TestPasskey(2)
            _ = try await it.make(&second, in: browser)
            #expect(try await browser.submit(security, key).location.contains("passkeyDeleted"))
            #expect(try await it.enter(with: &passkey, in: TestBrowser(client)).givesNothing)
            #expect(try await it.enter(with: &second, in: TestBrowser(client)).parameters["code"] != nil)
        }
        #expect(try await it.passkeys(of: it.mia).map(\.credentialID) == [TestPasskey(2).id])
    }

    @Test func `a passkey is renamed, and ten are the most (PK-14)`() async throws {
        let it = try await PasskeyHouse()
        try await it.house.serve { client in
            var passkey = TestPasskey()
            let browser = try await it.register(&passkey, for: it.mia, client)
            let security = try await browser.get("/account/security")
            let rename = try #require(security.forms.first { $0.hasSuffix("/rename") })
            let done = try await browser.submit(security, rename, [("name", "Blue key")])
            #expect(done.location.contains("passkeyRenamed") && done.body.contains("Blue key"))
            for number in 2...10 {
                var other = TestPasskey(UInt8(number))
                #expect(try await it.make(&other, in: browser).location.contains("passkeyAdded"))
            }
            #expect(try await browser.get("/account/passkeys/new").status == 400)
            #expect(try await !browser.get("/account/security").body.contains("/account/passkeys/new"))
        }
        #expect(try await it.passkeys(of: it.mia).count == Passkey.most)
        #expect(try await it.audits(.methodRenamed) == 1)
    }

    @Test func `an administrator sees the passkeys of somebody and removes one`() async throws {
        let it = try await PasskeyHouse()
        try await it.house.serve { client in
            var passkey = TestPasskey()
            let browser = try await it.register(&passkey, for: it.mia, client)
            let (admin, _) = try await it.attack.inside(client, as: it.attack.admin, at: "/admin")
            let page = try await admin.get("/admin/users/\(it.mia.id)")
            let remove = try #require(page.forms.first { $0.hasSuffix("/remove") && $0.contains("/passkeys/") })
            let elsewhere = remove.split(separator: "/").map(String.init)
            let other = "/admin/users/\(it.ned.id)/passkeys/\(elsewhere[4])/remove"
            #expect(try await admin.raw(other, [("token", page.token)]).status == 404)
            #expect(try await admin.submit(page, remove).location.contains("passkeyRemoved"))
            #expect(try await it.enter(with: &passkey, in: TestBrowser(client)).givesNothing)
            #expect(try await browser.get("/account").asks("name"))
        }
        #expect(try await it.passkeys(of: it.mia).isEmpty)
    }

    /// PK-7, PK-8.
    @Test func `a rule about models holds at every sign-in, and one about attestation at registration`() async throws {
        let it = try await PasskeyHouse()
        try await it.house.serve { client in
            var passkey = TestPasskey()
            passkey.manner.aaguid = [UInt8](repeating: 7, count: 16)
            let model = String(repeating: "07", count: 16)
            let browser = try await it.register(&passkey, for: it.mia, client)
            try await it.rule { $0.standard.wantsAttestation = true }
            #expect(try await it.enter(with: &passkey, in: TestBrowser(client)).parameters["code"] != nil)
            var second = TestPasskey(2)
            #expect(try await it.make(&second, in: browser).status == 400)
            try await it.rule {
                $0.standard.wantsAttestation = false
                ($0.standard.modelRule, $0.standard.models) = (.notListed, [model])
            }
            #expect(try await it.enter(with: &passkey, in: TestBrowser(client)).givesNothing)
            // It is no second factor any more either: the authenticator app is asked for.
            #expect(try await it.attack.halfway(TestBrowser(client), it.mia).asks("code"))
            #expect(try await it.make(&second, in: browser).location.contains("passkeyAdded"))
            try await it.rule { ($0.standard.modelRule, $0.standard.models) = (.onlyListed, [model]) }
            #expect(try await it.enter(with: &passkey, in: TestBrowser(client)).parameters["code"] != nil)
            #expect(try await it.enter(with: &second, in: TestBrowser(client)).givesNothing)
            try await it.rule { $0.isEnabled = false }
            let page = try await TestBrowser(client).get(it.attack.authorize)
            #expect(!page.asks("passkey"))
        }
    }

    /// PK-4, PK-9: a group's profile holds instead of the standard one, when it is registered and when it is used.
    @Test func `a profile holds for the members of its groups, and nobody else`() async throws {
        let it = try await PasskeyHouse()
        let caller = try await it.house.operatorCaller()
        let crew = try await AddGroup(it.house.tools)(displayName: "Crew", by: caller)
        try await it.house.serve { client in
            var passkey = TestPasskey()
            passkey.manner.aaguid = [UInt8](repeating: 7, count: 16)
            let browser = try await it.register(&passkey, for: it.mia, client)
            try await it.rule {
                $0.second.groups = [crew.id]
                ($0.second.modelRule, $0.second.models) = (.onlyListed, [String(repeating: "08", count: 16)])
            }
            #expect(try await it.enter(with: &passkey, in: TestBrowser(client)).parameters["code"] != nil)
            try await AddMember(it.house.tools)(it.mia.id, to: crew.id, by: caller)
            #expect(try await it.enter(with: &passkey, in: TestBrowser(client)).givesNothing)
            var second = TestPasskey(2)
            second.manner.aaguid = [UInt8](repeating: 7, count: 16)
            #expect(try await it.make(&second, in: browser).status == 400)
            second.manner.aaguid = [UInt8](repeating: 8, count: 16)
            #expect(try await it.make(&second, in: browser).location.contains("passkeyAdded"))
            #expect(try await it.enter(with: &second, in: TestBrowser(client)).parameters["code"] != nil)
            // What the standard profile says is nothing to a member, and any one of the own profiles is enough.
            try await it.rule { $0.standard.models = [String(repeating: "08", count: 16)] }
            try await it.rule { $0.standard.modelRule = .notListed }
            #expect(try await it.enter(with: &second, in: TestBrowser(client)).parameters["code"] != nil)
            try await it.rule { $0.third.groups = [crew.id] }
            #expect(try await it.enter(with: &passkey, in: TestBrowser(client)).parameters["code"] != nil)
        }
    }
}
