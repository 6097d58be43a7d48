import Foundation
import HTTPTypes
import MartletActions
import MartletCredentials
import MartletDirectory
import MartletStore
import MartletTesting
import Testing

/// A023–A035: ways around the second factor.
@Suite struct `Attacks on the second factor` {
    @Test func `A023 no door gives a token for a password alone`() async throws {
        let attack = try await AttackHouse()
        try await attack.house.serve { client in
            let browser = TestBrowser(client)
            let page = try await attack.halfway(browser, attack.mia)
            let name = [("username", attack.mia.name), ("password", attack.mia.password)]
            let grants = [
                "password", "authorization_code", "refresh_token", "client_credentials", "implicit",
                "urn:ietf:params:oauth:grant-type:device_code", "urn:ietf:params:oauth:grant-type:token-exchange",
                "urn:ietf:params:oauth:grant-type:jwt-bearer", "urn:ietf:params:oauth:grant-type:saml2-bearer",
                "urn:openid:params:grant-type:ciba", "",
            ]
            for grant in grants {
                for material in ["", page.handle, browser.cookie("martlet-browser") ?? "", page.token] {
                    let fields =
                        [
                            ("grant_type", grant), ("code", material), ("refresh_token", material),
                            ("device_code", material), ("subject_token", material), ("assertion", material),
                            ("auth_req_id", material), ("code_verifier", TestBrowser.verifier),
                            ("redirect_uri", attack.app.redirectURI), ("scope", "openid offline_access"),
                        ] + name
                    let answer = try await browser.token(attack.app, fields)
                    #expect((400...401).contains(answer.status) && answer.givesNothing, "\(grant)")
                }
            }
            let pages = [
                "/account", "/account/security", "/admin", "/admin/users",
                TestBrowser.authorizePath(attack.app, extra: "&prompt=none"),
            ]
            for path in pages { #expect(try await browser.get(path).givesNothing, "\(path)") }
            for secret in [page.handle, browser.cookie("martlet-browser") ?? "", page.token] {
                browser.setCookie("martlet-session", secret)
                #expect(try await browser.get("/account").asks("name"))
                let info = try await browser.send("/oidc/userinfo", .get, nil, [.authorization: "Bearer \(secret)"])
                #expect(info.status == 401)
            }
            let basic = Data("\(attack.mia.name):\(attack.mia.password)".utf8).base64EncodedString()
            let legacy = try await browser.send(
                "/legacy/basic/example.com", .get, nil, [.authorization: "Basic \(basic)"])
            #expect(legacy.status == 401 && legacy.givesNothing)
        }
        try await attack.expectNobodyIn(as: attack.mia)
        #expect(try await attack.rows(of: attack.mia).contains { $0.errorCode == 530_035 })
    }

    @Test func `A026 a registration during the grace is told to the administrators, and they have no grace`()
        async throws
    {
        let attack = try await AttackHouse()
        let eve = try await attack.house.add("eve", isRegistered: false)
        let gus = try await attack.house.add("gus", role: .helpdeskAdministrator, isRegistered: false)
        try await attack.house.serve { client in
            let browser = TestBrowser(client)
            let page = try await attack.halfway(browser, eve)
            #expect(page.asks("skip"))
            let secret = try #require(`Attacks on one-time codes`.manualKey(in: page.body))
            let code = TOTP.code(secret: secret, step: TOTP.step(at: attack.house.now))
            #expect(try await browser.submit(page, "/register", [("code", code)]).asks("codes"))
            let administrator = TestBrowser(client)
            let forced = try await attack.halfway(administrator, gus)
            #expect(forced.asks("register") && !forced.asks("skip"))
            let skipped = try await administrator.raw("/signin/\(forced.handle)/skip", [("token", forced.token)])
            #expect(skipped.status == 409)
        }
        let audits = try await ListAudits(attack.house.tools)(
            AuditSearch(activity: .methodRegistered), by: try await attack.house.operatorCaller())
        let record = try #require(audits.items.first)
        #expect(record.changes.contains { $0.property == "registeredDuring" })
        try await attack.expectNobodyIn(as: gus)
    }

    @Test func `A028 another spelling of the name does not lose the second factor`() async throws {
        let attack = try await AttackHouse()
        try await attack.house.serve { client in
            for name in ["MIA@EXAMPLE.COM", " mia@example.com ", "Mia@example.COM", "mia@example.com\t"] {
                var person = attack.mia
                person.name = name
                let page = try await attack.halfway(TestBrowser(client), person)
                #expect((page.asks("code") || page.status == 401) && page.givesNothing, "\(name)")
            }
            for name in ["mia@example.com.", "mia@еxample.com", "mіa@example.com", "mia@example.com\u{200b}", "mia"] {
                var person = attack.mia
                person.name = name
                #expect(try await attack.halfway(TestBrowser(client), person).givesNothing, "\(name)")
            }
        }
        try await attack.expectNobodyIn(as: attack.mia)
    }

    @Test func `A030 a remembered browser serves its person, there, until a credential changes`() async throws {
        let attack = try await AttackHouse()
        try await attack.house.serve { client in
            let (browser, _) = try await attack.inside(client, as: attack.mia, stays: true)
            browser.close()
            #expect(try await attack.halfway(browser, attack.mia).asks("stay"))
            // Copied to somewhere else.
            let copy = TestBrowser(client, address: "203.0.113.77")
            copy.setCookie("martlet-browser", try #require(browser.cookie("martlet-browser")))
            #expect(try await attack.halfway(copy, attack.mia).asks("code"))
            // Somebody else at the same browser, and the same person as an administrator's page.
            #expect(try await attack.halfway(browser, attack.ned).asks("code"))
            #expect(try await attack.halfway(browser, attack.admin).asks("code"))
            #expect(try await attack.halfway(browser, attack.mia, at: "/admin").asks("code"))
        }
    }

    @Test(arguments: ["password", "recovery codes", "registration", "revocation", "disabling"])
    func `A030 a change of credentials makes every browser forget`(change: String) async throws {
        let attack = try await AttackHouse()
        let (tools, caller) = (attack.house.tools, try await attack.house.operatorCaller())
        try await attack.house.serve { client in
            let (browser, _) = try await attack.inside(client, as: attack.mia, stays: true)
            browser.close()
            var mia = attack.mia
            attack.house.clock.advance(by: .seconds(1))
            switch change {
            case "password":
                mia.password = "Copper-Lantern-58-tide"
                try await ResetPassword(tools)(
                    mia.id, password: .given(mia.password, isTemporary: false), by: caller)
            case "recovery codes":
                let (other, page) = try await attack.inside(client, as: mia)
                #expect(try await other.raw("/account/recovery-codes", [("token", page.token)]).status == 200)
            case "registration": try await RequireReregistration(tools)(mia.id, by: caller)
            case "revocation": _ = try await RevokeSessions(tools)(mia.id, by: caller)
            default:
                try await SetUserEnabled(tools)(mia.id, isEnabled: false, by: caller)
                try await SetUserEnabled(tools)(mia.id, isEnabled: true, by: caller)
            }
            attack.house.clock.advance(by: .seconds(1))
            let page = try await attack.halfway(browser, mia)
            #expect(page.asks(change == "registration" ? "register" : "code") && page.givesNothing)
        }
    }
}
