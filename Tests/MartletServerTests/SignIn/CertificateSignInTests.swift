import HTTPTypes
import HummingbirdTesting
import MartletActions
import MartletDirectory
import MartletPolicy
import MartletStore
import MartletTesting
import Testing
import X509

@testable import MartletServer

/// People who sign in with a certificate, and those who try (A078, A089, A186).
@Suite struct `Signing in with a certificate` {
    @Test func `a certificate of two factors signs in alone`() async throws {
        let here = try await CardHouse(("certificates.worth", "multiFactor"))
        let made = try here.made()
        try await here.serve { client in
            let browser = TestBrowser(client)
            let page = try await here.signIn(here.mia.name, made, by: browser)
            let done = page.asks("stay") ? try await browser.submit(page, "/stay", [("stay", "no")]) : page
            #expect(done.status == 200 && done.body.contains("Hello, "))
        }
        let row = try #require(try await here.rows().first { $0.status == .success && $0.user == here.mia.id })
        #expect(row.details.map(\.method) == ["x509CertificateMultiFactor"])
    }

    @Test func `one of one factor stands on top of the password, in either order`() async throws {
        let here = try await CardHouse()
        let made = try here.made()
        try await here.serve { client in
            let first = TestBrowser(client)
            let password = try await here.signIn(here.mia.name, made, by: first)
            #expect(password.asks("password") && password.body.contains("It is used here for the first time"))
            let through = try await first.submit(password, "/password", [("password", here.mia.password)])
            #expect(through.asks("stay"))
            _ = try await first.submit(through, "/stay", [("stay", "no")])
            // Now that it was shown, it is known as a method of hers.
            here.house.clock.advance(by: .seconds(1))
            let second = TestBrowser(client)
            let code = try await here.password(second, here.mia)
            let page = try await second.get("/signin/\(code.handle)?with=certificate")
            let done = try await second.get(try await here.shown(page, made, by: second))
            #expect(done.asks("stay"))
            _ = try await second.submit(done, "/stay", [("stay", "no")])
            here.house.clock.advance(by: .seconds(1))
            let third = TestBrowser(client)
            let before = try await here.signIn(here.mia.name, made, by: third)
            #expect(before.asks("password") && !before.body.contains("It is used here for the first time"))
            let last = try await third.submit(before, "/password", [("password", here.mia.password)])
            #expect(last.asks("stay"))
            _ = try await third.submit(last, "/stay", [("stay", "no")])
        }
        let rows = try await here.rows().filter { $0.status == .success && $0.user == here.mia.id }
        #expect(
            rows.map { $0.details.map(\.method) } == [
                ["x509CertificateSingleFactor", "password"], ["password", "x509CertificateSingleFactor"],
                ["password", "x509CertificateSingleFactor"],
            ])
    }

    @Test func `whatever is wrong is one answer, and the log has the cause`() async throws {
        let here = try await CardHouse(
            ("certificates.worth", "multiFactor"), ("certificates.nameRules", "rfc822Name principalName"))
        let foreign = try TestAuthority(at: here.house.now - .days(1))
        let disabled = try await here.house.add("dora")
        let caller = try await here.house.operatorCaller()
        try await SetUserEnabled(here.house.tools)(disabled.id, isEnabled: false, by: caller)
        let revoked = try here.made()
        _ = try await SetRevocationList(here.house.tools)(
            here.root.list(revoking: [revoked], at: here.house.now), for: here.authority, by: caller)
        let cases: [(String, TestAuthority.Made?, CertificateProblem)] = [
            (here.mia.name, nil, .noCertificate),
            (here.mia.name, try foreign.sign { $0.principalName = here.mia.name }, .unknownAuthority),
            (here.mia.name, try here.made { $0.lifetime = .hours(1) }, .expired),
            (here.mia.name, try here.made { $0.usage = .serverAuth }, .wrongUse),
            (here.mia.name, revoked, .revoked),
            (here.mia.name, try here.root.sign { $0.principalName = "nobody@contoso.example" }, .notBound),
            (here.mia.name, try here.root.sign { $0.mailAddresses = [here.mia.name, here.ned.name] }, .ambiguous),
            (here.ned.name, try here.made(), .otherPerson),
            (disabled.name, try here.root.sign { $0.principalName = disabled.name }, .notAllowed),
        ]
        try await here.serve { client in
            var bodies: Set<String> = []
            for (name, made, problem) in cases {
                // Each at a moment of its own, so that the log has an order.
                here.house.clock.advance(by: .seconds(1))
                let page = try await here.signIn(name, made, by: TestBrowser(client))
                #expect(page.status == 401 && page.body.contains("That certificate could not be used"), "\(problem)")
                bodies.insert(page.body.contains("Hello") ? "in" : "out")
                let row = try #require(try await here.rows().first)
                #expect(row.status == .failure && row.details.last?.result == problem.rawValue, "\(problem)")
            }
            #expect(bodies == ["out"])
            let good = try await here.signIn(here.mia.name, try here.made(), by: TestBrowser(client))
            #expect(good.asks("stay") || good.body.contains("Hello, "))
        }
    }

    @Test func `A116 the way back counts once, soon, and in the browser and the flow that it belongs to`() async throws
    {
        let here = try await CardHouse(("certificates.worth", "multiFactor"))
        let made = try here.made()
        try await here.serve { client in
            let (mine, other) = (TestBrowser(client), TestBrowser(client))
            let page = try await here.asked(mine, here.mia.name)
            let path = try await here.shown(page, made, by: mine)
            // Another browser, which has a flow of its own: the address is of no use to it.
            let theirs = try await here.asked(other, here.mia.name)
            #expect(try await other.get(path).status == 400)
            let query = try #require(path.split(separator: "?").last)
            let moved = try await other.get("/signin/\(theirs.handle)/shown?\(query)")
            #expect(moved.status == 401 && moved.body.contains("That certificate could not be used"))
            // Its own browser gets in.
            let first = try await mine.get(path)
            #expect(first.asks("stay") || first.body.contains("Hello, "))
            let late = TestBrowser(client)
            let lateness = try await here.shown(try await here.asked(late, here.mia.name), made, by: late)
            here.house.clock.advance(by: .seconds(61))
            #expect(try await late.get(lateness).status == 401)
            here.house.clock.advance(by: .seconds(1))
            let twice = TestBrowser(client)
            let none = try await here.shown(try await here.asked(twice, here.mia.name), nil, by: twice)
            for _ in 0..<2 {
                here.house.clock.advance(by: .seconds(1))
                let again = try await twice.get(none)
                #expect(again.status == 401)
            }
        }
        let results = try await here.rows().filter { $0.status == .failure }.compactMap { $0.details.last?.result }
        #expect(results == ["wrongHandover", "noCertificate", "wrongHandover", "wrongHandover"])
    }

    @Test func `A078 a certificate in a header counts only from a trusted proxy`() async throws {
        let here = try await CardHouse(("certificates.worth", "multiFactor"))
        let made = try here.made()
        here.house.clock.advance(by: .seconds(1))
        try await here.serve(trusting: []) { client in
            let page = try await here.signIn(here.mia.name, made, by: TestBrowser(client))
            #expect(page.status == 401)
        }
        #expect(try await here.rows().first?.details.last?.result == "noCertificate")
    }

    @Test func `where names are not enough, what an administrator bound is`() async throws {
        let here = try await CardHouse(
            ("certificates.worth", "multiFactor"), ("certificates.wantsStrongBinding", "true"))
        let made = try here.made()
        let caller = try await here.house.operatorCaller()
        try await here.serve { client in
            #expect(try await here.signIn(here.mia.name, made, by: TestBrowser(client)).status == 401)
            // Bound to Ned, it is Ned's, whatever name is in it.
            _ = try await BindCertificate(here.house.tools)(
                BindCertificate.binding(of: made.pem), to: here.ned.id, by: caller)
            #expect(try await here.signIn(here.mia.name, made, by: TestBrowser(client)).status == 401)
            // He has a method, and proves it before there is another.
            let browser = TestBrowser(client)
            var page = try await here.signIn(here.ned.name, made, by: browser)
            #expect(page.asks("password"))
            page = try await browser.submit(page, "/password", [("password", here.ned.password)])
            page = try await browser.submit(page, "/code", [("code", here.ned.code(at: here.house.now))])
            #expect(page.asks("stay"))
            let again = try await here.signIn(here.ned.name, made, by: TestBrowser(client))
            #expect(again.asks("stay") || again.body.contains("Hello, "))
        }
        let taken = await #expect(throws: ActionError.self) {
            try await BindCertificate(here.house.tools)(
                BindCertificate.binding(of: made.pem), to: here.mia.id, by: caller)
        }
        #expect(taken == .invalid([FieldProblem("binding", .taken)]))
    }

    @Test func `a session ends with the trust in the authority`() async throws {
        let here = try await CardHouse(("certificates.worth", "multiFactor"))
        let made = try here.made()
        let caller = try await here.house.operatorCaller()
        try await here.serve { client in
            let browser = TestBrowser(client)
            let page = try await here.signIn(here.mia.name, made, by: browser)
            if page.asks("stay") { _ = try await browser.submit(page, "/stay", [("stay", "no")]) }
            #expect(try await browser.get("/account").body.contains("Hello, "))
            try await RemoveCertificateAuthority(here.house.tools)(here.authority, by: caller)
            // The session is over, and the certificate is nobody's.
            let app = try await here.house.app()
            let next = try await browser.get(TestBrowser.authorizePath(app))
            #expect(next.status == 200 && next.asks("name"))
            #expect(try await here.signIn(here.mia.name, made, by: TestBrowser(client)).status == 401)
        }
    }

    @Test func `nobody is offered a certificate where it is off, or asked for nowhere`() async throws {
        let off = try await CardHouse(("certificates.isEnabled", "false"))
        try await off.serve { client in
            let browser = TestBrowser(client)
            let page = try await browser.submit(
                try await browser.get("/account"), "/name", [("username", off.mia.name)])
            #expect(!page.body.contains("with=certificate"))
            let posted = try await browser.raw("/signin/\(page.handle)/certificate", [("token", page.token)])
            #expect(posted.status == 409)
        }
        let plain = try await TestHouse()
        _ = try await plain.setUp()
        try await plain.serve { client in
            let page = try await TestBrowser(client).get("/certificate?ticket=x")
            #expect(page.status == 404)
        }
    }
}
