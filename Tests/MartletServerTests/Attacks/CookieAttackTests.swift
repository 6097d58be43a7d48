import HTTPTypes
import HummingbirdTesting
import MartletActions
import MartletCredentials
import MartletDirectory
import MartletStore
import MartletTesting
import Testing

/// A108, A110, A112, A114, A117: cookies, two people at one browser, lists of sessions, and signing out.
@Suite struct `Attacks on cookies and signing out` {
    @Test(arguments: [true, false])
    func `A108 every cookie is for this host alone and out of reach of scripts`(isSecure: Bool) async throws {
        let attack = try await AttackHouse(url: isSecure ? "https://localhost" : "http://localhost:8080")
        let prefix = isSecure ? "__Host-" : ""
        try await attack.house.serve { client in
            let browser = TestBrowser(client)
            var answers: [TestBrowser.Answer] = []
            answers.append(try await browser.send("/account", .get, nil, [:]))
            let page = try await browser.get(answers[0].location)
            let name = page.forms.first { $0.hasSuffix("/name") } ?? ""
            answers.append(try await browser.raw(name, [("token", page.token), ("username", attack.admin.name)]))
            let base = "/signin/\(page.handle)"
            answers.append(
                try await browser.raw(
                    base + "/password", [("token", page.token), ("password", attack.admin.password)]))
            answers.append(
                try await browser.raw(
                    base + "/code", [("token", page.token), ("code", attack.admin.code(at: attack.house.now))]))
            let home = try await browser.get("/account")
            answers.append(
                try await browser.raw(
                    "/account/language", [("token", home.token), ("language", "ja"), ("theme", "dark")]))
            answers.append(try await browser.raw("/theme", [("theme", "light")]))
            answers.append(try await browser.send("/account?ui_locales=en", .get, nil, [:]))
            answers.append(try await browser.raw("/signout", [("token", home.token)]))
            let cookies = answers.flatMap { $0.headers[values: .setCookie] }
            for name in ["session", "browser", "language", "theme"] {
                #expect(cookies.contains { $0.hasPrefix("\(prefix)martlet-\(name)=") }, "\(name)")
            }
            for cookie in cookies {
                let parts = cookie.split(separator: ";").map { $0.trimmingPrefix(" ") }
                #expect(cookie.hasPrefix(prefix + "martlet-") && cookie.utf8.count <= 4096)
                #expect(parts.contains("Path=/") && parts.contains("HttpOnly") && parts.contains("SameSite=Lax"))
                #expect(parts.contains("Secure") == isSecure && !cookie.contains("Domain"))
            }
        }
    }

    @Test func `A110 a cookie that is no cookie of ours is an anonymous browser`() async throws {
        let attack = try await AttackHouse()
        try await attack.house.serve { client in
            let (inside, _) = try await attack.inside(client, as: attack.mia)
            let (other, _) = try await attack.inside(client, as: attack.ned)
            let (browser, session) = (
                try #require(inside.cookie("martlet-browser")), try #require(inside.cookie("martlet-session"))
            )
            let jar = "martlet-browser=\(browser); "
            let broken = [
                "", "martlet-session", "martlet-session=", "martlet-session=%00", "=;=;;", "martlet-session=!!!!",
                jar + "martlet-session=\(String(session.dropLast()))", jar + "martlet-session=\(session)A",
                jar + "martlet-session=\(session.uppercased())", jar + "martlet-session=\"\(session)\"",
                jar + "martlet-session=\(String(repeating: "A", count: 100_000))",
                jar + "martlet-session=\(session); martlet-session=\(session)",
                jar + "martlet-session=x; martlet-session=\(session)", jar + "Martlet-Session=\(session)",
                jar + "__Host-martlet-session=\(session)", "martlet-session=\(session)",
                "martlet-browser=\(browser); martlet-browser=\(browser); martlet-session=\(session)",
                "martlet-browser=\(other.cookie("martlet-browser") ?? ""); martlet-session=\(session)",
                jar + "martlet-session=\(other.cookie("martlet-session") ?? "")", jar + "martlet-session=\(browser)",
            ]
            for header in broken {
                for path in ["/account", "/admin", TestBrowser.authorizePath(attack.app, extra: "&prompt=none")] {
                    let answer = try await TestBrowser(client).send(path, .get, nil, [.cookie: header])
                    #expect(answer.status == 303 && answer.givesNothing, "\(header.prefix(80))")
                    #expect(!answer.location.hasPrefix("/account"), "\(header.prefix(80))")
                }
            }
            let whole = try await TestBrowser(client)
                .send("/account", .get, nil, [.cookie: jar + "martlet-session=\(session)"])
            #expect(whole.status == 200)
        }
    }

    @Test func `A112 whoever signs in next at a browser gets nothing of the person before`() async throws {
        let attack = try await AttackHouse()
        try await attack.house.serve { client in
            let (browser, _) = try await attack.inside(client, as: attack.mia)
            let first = try await browser.redeem(try await browser.get(attack.authorize), app: attack.app)
            let token = try #require(first.json("refresh_token"))
            browser.close()
            let done = try await browser.signIn(attack.authorize, as: attack.ned, at: attack.house.now)
            let second = try await browser.redeem(done, app: attack.app)
            #expect(second.idToken.string("oid") == attack.ned.id.rawValue)
            let refreshed = try await browser.token(
                attack.app, [("grant_type", "refresh_token"), ("refresh_token", token)])
            #expect(refreshed.idToken.string("oid") == attack.mia.id.rawValue)
            // A hint that names somebody else asks for that person.
            let hinted = TestBrowser.authorizePath(
                attack.app, extra: "&prompt=none&login_hint=\(attack.mia.name.formEncoded)")
            #expect(try await browser.get(hinted).parameters["error"] == "login_required")
        }
    }

    @Test func `A114 the list of sessions shows handles, one's own, and no handle of another ends`() async throws {
        let attack = try await AttackHouse()
        try await attack.house.serve { client in
            let (browser, page) = try await attack.inside(client, as: attack.mia)
            let (other, _) = try await attack.inside(client, as: attack.ned)
            let theirs = try #require(try await attack.sessions(of: attack.ned).first)
            let list = try await browser.get("/account/sessions")
            #expect(list.status == 200 && !list.body.contains(theirs.id.rawValue))
            for secret in [browser.cookie("martlet-session"), browser.cookie("martlet-browser")] {
                #expect(!list.body.contains(try #require(secret)))
            }
            let mine = try #require(try await attack.sessions(of: attack.mia).first)
            #expect(!list.body.contains(Base64URL.encode(mine.secretHash)))
            let ended = try await browser.raw("/account/sessions/\(theirs.id)/end", [("token", page.token)])
            #expect(ended.status == 404)
            #expect(try await other.get("/account").location == "/account")
        }
    }

    @Test func `A117 an app signs people out only with a token of this session, and sends them to its own addresses`()
        async throws
    {
        let attack = try await AttackHouse()
        let path = "/\(attack.app.tenant)/oauth2/v2.0/logout"
        try await attack.house.serve { client in
            let (browser, _) = try await attack.inside(client, as: attack.mia)
            let mine = try await browser.redeem(try await browser.get(attack.authorize), app: attack.app)
            let hint = try #require(mine.json("id_token"))
            let (other, _) = try await attack.inside(client, as: attack.ned)
            let theirs = try await other.redeem(try await other.get(attack.authorize), app: attack.app)
            let evil = "https://evil.example/cb"
            let queries = [
                "", "?id_token_hint=x", "?id_token_hint=\(theirs.json("id_token") ?? "")",
                "?id_token_hint=\(mine.json("access_token") ?? "")", "?id_token_hint=\(hint.dropLast(4))AAAA",
                "?client_id=\(attack.app.id)&post_logout_redirect_uri=\(evil.formEncoded)",
                "?client_id=\(attack.app.id)&post_logout_redirect_uri=\("https://x\r\n*".formEncoded)",
            ]
            for query in queries {
                let asked = try await browser.send(path + query, .get, nil, [:])
                #expect(asked.status == 200 && asked.forms.contains("/signout"), "\(query.prefix(40))")
                let policy = try #require(asked.headers[.contentSecurityPolicy])
                #expect(policy.contains("form-action 'self';"), "\(query.prefix(90))")
                #expect(try await browser.get("/account").location == "/account")
            }
            // The registered address is named, so that the button may lead there.
            let own = "?client_id=\(attack.app.id)&post_logout_redirect_uri=\(attack.app.redirectURI.formEncoded)"
            let named = try await browser.send(path + own, .get, nil, [:])
            #expect(named.headers[.contentSecurityPolicy]?.contains("form-action 'self' https://app.example;") == true)
            // With a good token an address that is not registered is asked about, and never led to.
            let foreign = try await browser.send(
                "\(path)?id_token_hint=\(hint)&post_logout_redirect_uri=\(evil.formEncoded)", .get, nil, [:])
            #expect(foreign.status == 200 && foreign.forms.contains("/signout"))
            #expect(try await browser.get("/account").location == "/account")
            #expect(try await browser.get("\(path)?id_token_hint=\(hint)").status == 200)
            #expect(try await browser.get("/account").location != "/account")
            let right = try await other.get(
                "\(path)?id_token_hint=\(theirs.json("id_token") ?? "")&state=s"
                    + "&post_logout_redirect_uri=\(attack.app.redirectURI.formEncoded)")
            #expect(right.location == attack.app.redirectURI + "?state=s")
        }
        #expect(try await attack.sessions(of: attack.mia).isEmpty)
    }
}
