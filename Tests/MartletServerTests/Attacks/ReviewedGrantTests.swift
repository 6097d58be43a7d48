import MartletActions
import MartletCredentials
import MartletDirectory
import MartletTesting
import Testing

@testable import MartletServer

/// Holes that a reading of the newer doors found; each is closed, and stays so.
@Suite struct `Attacks on the newer doors that a review found` {
    @Test func `D9, A193 a password alone agrees for nobody else, whatever the policies are`() async throws {
        let house = try await GrantHouse(consentMode: .eachUser)
        let here = house.here
        try await SwitchSecurityDefaults(house.house.tools).off(reason: .tooManyPrompts, by: try await here.caller)
        try await house.house.serve { client in
            let scope = "openid https://orders.example/Orders.Admin"
            let browser = TestBrowser(client)
            let first = try await browser.get(TestBrowser.authorizePath(here.app, scope: scope))
            var page = try await browser.password(first, here.admin)
            if page.forms.contains(where: { $0.hasSuffix("/stay") }) {
                page = try await browser.submit(page, "/stay", [("stay", "no")])
            }
            #expect(!page.body.contains("value=\"organization\"") && page.parameters["code"] == nil)
            let handle = page.location.split(separator: "/").last.map(String.init) ?? ""
            let forced = try await browser.post(
                "/signin/\(handle)/consent", [("token", page.token), ("consent", "organization")])
            #expect(forced.parameters["code"] == nil)
            #expect(try await here.audits(.organizationConsentGiven) == 0)
            // With the second factor it is theirs to give.
            let proven = try await TestBrowser(client).signIn(
                TestBrowser.authorizePath(here.app, scope: scope, extra: "&acr_values=mfa"), as: here.admin,
                at: house.house.now)
            #expect(proven.body.contains("value=\"organization\""))
        }
    }

    @Test func `a pairwise app learns nobody's object id by client_info`() async throws {
        let here = try await TokenHouse()
        try await here.house.edit(here.app) { $0.settings.tokens.subjectType = .pairwise }
        try await here.house.serve { client in
            let browser = try await here.signedIn(client)
            for (app, learns) in [(here.app, false), (here.other, true)] {
                let answer = try await here.code(browser, for: app, extra: "&client_info=1")
                #expect((answer.parameters["client_info"] != nil) == learns)
                let tokens = try await browser.token(
                    app,
                    [
                        ("grant_type", "authorization_code"), ("code", answer.parameters["code"] ?? ""),
                        ("redirect_uri", app.redirectURI), ("code_verifier", TestBrowser.verifier),
                        ("client_info", "1"),
                    ])
                #expect((tokens.json("client_info") != nil) == learns)
                for name in ["id_token", "access_token"] {
                    let payload = try #require(tokens.json(name)?.split(separator: ".").dropFirst().first)
                    let claims = String(decoding: try #require(Base64URL.decode(payload.utf8)), as: UTF8.self)
                    #expect(claims.contains(here.member.id.rawValue) == learns, "\(name)")
                }
            }
        }
    }

    @Test(arguments: [
        ("https://app.example/cb?a=b", "https://app.example"), ("com.example.app:/cb", "com.example.app:"),
        ("com.example.app:/a;sandbox;q?c://login.example", "com.example.app:"),
        ("com.example.app://host;sandbox/cb", "com.example.app://host"), ("com.example.app:///cb", "com.example.app:"),
    ])
    func `what an app writes behind its scheme is no host and no directive`(uri: String, origin: String) {
        #expect(FlowAnswer.origin(of: uri) == origin)
    }

    @Test func `a scheme of one's own proves no sector`() async throws {
        let here = try await RegistrationHouse()
        try await here.house.serve { client in
            for uri in ["com.evil.app://victim.example/cb", "http://localhost/cb"] {
                let refused = try await here.register(
                    client,
                    [
                        "redirect_uris": .strings([uri]), "token_endpoint_auth_method": "none",
                        "subject_type": "pairwise",
                    ])
                #expect(refused.error == "invalid_client_metadata", "\(uri)")
            }
            let own = try await here.register(
                client, ["redirect_uris": .strings(["https://victim.example/cb"]), "subject_type": "pairwise"])
            #expect(own.status == 201)
        }
    }

    @Test func `A197 the device endpoint looks nothing up for an endless list of scopes`() async throws {
        let house = try await GrantHouse()
        try await house.house.serve { client in
            let path = "/\(house.here.app.tenant)/oauth2/v2.0/devicecode"
            let endless = (0..<400).map { "api://\($0)/a" }.joined(separator: " ")
            for (scope, status) in [(endless, 400), ("openid", 200)] {
                let answer = try await TestBrowser(client).raw(
                    path, [("client_id", house.here.app.id.rawValue), ("scope", scope)])
                #expect(answer.status == status)
            }
        }
    }

    @Test func `an API that wants people who were assigned has them at every grant`() async throws {
        let house = try await GrantHouse()
        let here = house.here
        try await house.house.serve { client in
            let browser = try await here.signedIn(client)
            let scope = "openid offline_access api://gateway/Access"
            let path = TestBrowser.authorizePath(here.app, scope: scope)
            let good = try await browser.redeem(try await browser.get(path), app: here.app)
            #expect(good.status == 200 && good.json("scope")?.contains("Access") == true)
            try await house.configure(house.gateway) { $0.settings.api.requiresAssignment = true }
            let refused = try await browser.redeem(try await browser.get(path), app: here.app)
            #expect(refused.refuses() && refused.body.contains("50105"))
            // So has the log, and the refresh token is worth something again with the assignment.
            here.house.clock.advance(by: .seconds(11))
            #expect(try await here.refresh(browser, good, scope: scope).refuses())
            let rows = try await here.house.signIns().filter { $0.errorCode == 50105 }
            #expect(rows.map(\.protocolName) == ["refreshToken", "authorizationCode"])
            try await house.configure(house.gateway) { $0.settings.api.requiresAssignment = false }
            #expect(try await here.refresh(browser, good, scope: scope).status == 200)
        }
    }

    @Test func `T12 an app that wants assigned people tells no right password from a wrong one`() async throws {
        let here = try await TokenHouse()
        try await SwitchSecurityDefaults(here.house.tools).off(reason: .tooManyPrompts, by: try await here.caller)
        try await here.house.edit(here.app) { $0.allowsPasswordGrant = true }
        try await here.house.serve { client in
            func enter(_ password: String) async throws -> TestBrowser.Answer {
                try await TestBrowser(client).token(
                    here.app,
                    [("grant_type", "password"), ("username", here.member.name), ("password", password)])
            }
            #expect(try await enter(here.member.password).status == 200)
            try await here.house.edit(here.app) { $0.settings.api.requiresAssignment = true }
            for password in [here.member.password, "Wrong-Harbour-93-lamp"] {
                here.house.clock.advance(by: .seconds(1))
                let answer = try await enter(password)
                #expect(answer.refuses() && answer.body.contains("AADSTS50126"))
            }
            // The log tells them apart, and nothing was issued to either.
            let rows = try await here.house.signIns()
            #expect(rows.map(\.errorCode).prefix(3) == [50126, 50105, 0])
            #expect(rows[1].status == .failure && rows[1].session == nil)
            #expect(rows[1].details.contains { $0.method == "password" && $0.succeeded })
        }
    }
}
