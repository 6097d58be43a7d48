import HTTPTypes
import HummingbirdTesting
import MartletActions
import MartletCredentials
import MartletDirectory
import MartletStore
import MartletTesting
import Testing

/// A193, A194: who agrees to what, and to exactly what they were shown.
@Suite struct `Consent` {
    private static let scopes = "openid profile offline_access User.Read"

    private func page(
        _ here: TokenHouse, _ client: any TestClientProtocol, as person: TestHouse.Person, scope: String = scopes,
        extra: String = ""
    ) async throws -> (TestBrowser, TestBrowser.Answer) {
        let browser = try await here.signedIn(client, as: person)
        return (browser, try await browser.get(TestBrowser.authorizePath(here.app, scope: scope, extra: extra)))
    }

    @Test func `A193 the page says who asks, for what, for how long, and where the answer goes`() async throws {
        let here = try await TokenHouse(consentMode: .eachUser)
        try await here.house.edit(here.app) { app in
            app.settings.presentation.publisher = "Harbour & Sons"
            app.settings.presentation.policyURI = "https://app.example/privacy"
            app.settings.presentation.termsURI = "javascript:alert(1)"
        }
        try await here.house.serve { client in
            let (browser, page) = try await page(here, client, as: here.member)
            for text in [
                "Portal", "Harbour &amp; Sons", "https://app.example/privacy", "https://app.example", "See your name",
                "Sign you in and read your profile", "Until you or your organisation end it",
            ] { #expect(page.body.contains(text), "\(text)") }
            #expect(!page.body.contains("javascript:") && !page.body.contains("value=\"organization\""))
            let answer = try await browser.submit(page, "/consent", [("consent", "yes")])
            #expect(try await browser.redeem(answer, app: here.app).status == 200)
            // Remembered.
            #expect(try await browser.get(TestBrowser.authorizePath(here.app)).parameters["code"] == nil)
            let again = try await browser.get(TestBrowser.authorizePath(here.app, scope: Self.scopes))
            #expect(again.parameters["code"] != nil)
            // And asked again where the app says so, with what was allowed before.
            let asked = try await browser.get(
                TestBrowser.authorizePath(here.app, scope: Self.scopes, extra: "&prompt=consent"))
            #expect(asked.body.contains("What you have allowed before"))
        }
    }

    @Test func `A194 an answer to what was shown does not count for what is asked now`() async throws {
        let here = try await TokenHouse(consentMode: .eachUser)
        try await here.house.serve { client in
            let (browser, page) = try await page(here, client, as: here.member)
            try await here.house.edit(here.app) { $0.displayName = "Portal of the Bank" }
            let changed = try await browser.submit(page, "/consent", [("consent", "yes")])
            #expect(changed.status == 409 && changed.body.contains("Portal of the Bank"))
            #expect(changed.body.contains("has changed"))
            let answer = try await browser.submit(changed, "/consent", [("consent", "yes")])
            #expect(answer.parameters["code"] != nil)
        }
    }

    @Test func `A194 without the digest of what was shown there is no consent`() async throws {
        let here = try await TokenHouse(consentMode: .eachUser)
        try await here.house.serve { client in
            let (browser, page) = try await page(here, client, as: here.member)
            let action = try #require(page.forms.first { $0.hasSuffix("/consent") })
            let blind = try await browser.post(action, [("token", page.token), ("consent", "yes")])
            #expect(blind.status == 409 && blind.parameters["code"] == nil)
            let forAll = try await browser.submit(page, "/consent", [("consent", "organization")])
            #expect(forAll.status == 409 && forAll.parameters["code"] == nil)
            #expect(try await here.audits(.organizationConsentGiven) == 0)
        }
    }

    @Test func `A193 what only an administrator can allow is not the person's to allow, also not silently`()
        async throws
    {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let wanted = "openid Directory.Read.All"
            let (browser, page) = try await page(here, client, as: here.member, scope: wanted)
            #expect(page.status == 403 && page.body.contains("AADSTS90094"))
            #expect(page.body.contains("Read the directory") && page.body.contains("/v2.0/adminconsent?client_id="))
            #expect(!page.forms.contains { $0.hasSuffix("/consent") })
            let answer = try await browser.submit(page, "/cancel")
            #expect(answer.parameters["error"] == "access_denied")
            #expect(answer.parameters["error_description"]?.contains("AADSTS90094") == true)
            let silent = try await browser.get(
                TestBrowser.authorizePath(here.app, scope: wanted, extra: "&prompt=none"))
            #expect(silent.parameters["error"] == "consent_required")
        }
    }

    @Test func `A193 an administrator allows it for everybody, and nobody is asked again`() async throws {
        let here = try await TokenHouse(consentMode: .eachUser)
        try await here.house.serve { client in
            let wanted = "openid profile Directory.Read.All"
            let (browser, page) = try await page(here, client, as: here.admin, scope: wanted)
            #expect(page.body.contains("value=\"organization\"") && !page.body.contains("value=\"yes\""))
            let answer = try await browser.submit(page, "/consent", [("consent", "organization")])
            #expect(answer.parameters["code"] != nil)
            #expect(try await here.audits(.organizationConsentGiven) == 1)
            let (_, silent) = try await self.page(here, client, as: here.member, scope: wanted, extra: "&prompt=none")
            #expect(silent.parameters["code"] != nil || silent.parameters["error"] == "interaction_required")
            let kept = try await here.house.store.read { try $0.organizationConsents.find(here.app.id) }
            #expect(kept?.scopes.contains("Directory.Read.All") == true && kept?.grantedBy == here.admin.id.rawValue)
        }
    }

    @Test func `the admin consent endpoint asks an administrator, and leads back to the app`() async throws {
        let here = try await TokenHouse(consentMode: .eachUser)
        let path =
            "/\(here.app.tenant)/v2.0/adminconsent?client_id=\(here.app.id)&scope=Directory.Read.All"
            + "&redirect_uri=\(here.app.redirectURI.formEncoded)&state=s7"
        try await here.house.serve { client in
            let browser = TestBrowser(client)
            let page = try await browser.signIn(path, as: here.admin, at: here.house.now)
            #expect(page.status == 200 && page.body.contains("Read the directory"))
            let declined = try await browser.submit(page, "state=s7", [("consent", "no")])
            #expect(declined.parameters["error"] == "access_denied" && declined.parameters["state"] == "s7")
            #expect(try await here.house.store.read { try $0.organizationConsents.find(here.app.id) } == nil)
            let agreed = try await browser.submit(page, "state=s7", [("consent", "organization")])
            #expect(agreed.location.hasPrefix("https://app.example/cb?admin_consent=True"))
            #expect(agreed.parameters["tenant"] == here.app.tenant.rawValue && agreed.parameters["state"] == "s7")
            #expect(try await here.audits(.organizationConsentGiven) == 1)
            let evil = path.replacing("app.example", with: "evil.example")
            #expect(try await browser.get(evil).status == 400)
        }
    }

    @Test func `A193 nobody else agrees for everybody`() async throws {
        let here = try await TokenHouse(consentMode: .eachUser)
        let reader = try await here.house.add("rea", role: .globalReader)
        try await here.house.serve { client in
            let path = "/\(here.app.tenant)/adminconsent?client_id=\(here.app.id)"
            for person in [here.member, reader] {
                let page = try await TestBrowser(client).signIn(path, as: person, at: here.house.now)
                #expect(page.status == 403 && !page.body.contains("name=\"consent\""))
            }
        }
    }
}
