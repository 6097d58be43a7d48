import HummingbirdTesting
import MartletActions
import MartletDirectory
import MartletPolicy
import MartletStore
import MartletTesting
import Testing

@testable import MartletServer

/// AS-4: an app that demands certificates of an authority and a policy, and people with several.
@Suite struct `A strength that limits certificates` {
    private static let policy = "1.3.6.1.4.1.99999.1"

    private func house() async throws -> (here: CardHouse, app: TestHouse.App, issuer: String) {
        let here = try await CardHouse(("certificates.worth", "multiFactor"))
        let app = try await here.house.app()
        let stored = try await here.house.store.read { try $0.certificateAuthorities.list(in: app.tenant) }
        return (here, app, try #require(stored.first).keyIdentifier)
    }

    private func demand(_ limit: CertificateLimit, by app: TestHouse.App, in here: CardHouse) async throws {
        let caller = try await here.house.operatorCaller()
        let wish = SaveStrength.Wish(
            displayName: "Staff cards", combinations: ["x509CertificateMultiFactor"], certificates: limit)
        let strength = try await SaveStrength(here.house.tools)(wish, by: caller)
        try await EditApplicationSettings(here.house.tools)(app.id, by: caller) { settings in
            settings.requiredStrength = strength.id
        }
    }

    /// Shows a certificate on the way to the app.
    private func open(
        _ app: TestHouse.App, _ here: CardHouse, with made: TestAuthority.Made, by browser: TestBrowser
    ) async throws -> TestBrowser.Answer {
        let first = try await browser.get(TestBrowser.authorizePath(app))
        let named = try await browser.submit(first, "/name", [("username", here.mia.name)])
        let page = try await browser.get("/signin/\(named.handle)?with=certificate")
        let shown = try await browser.get(try await here.shown(page, made, by: browser))
        return shown.asks("stay") ? try await browser.submit(shown, "/stay", [("stay", "no")]) : shown
    }

    @Test func `AS-4 AS-14 a certificate that fits gets in, and another reads that it does not`() async throws {
        let (here, app, issuer) = try await house()
        try await demand(CertificateLimit(issuers: [issuer], policies: [Self.policy]), by: app, in: here)
        let other = try here.made { $0.policies = ["9.9.9"] }
        let good = try here.made { $0.policies = ["9.9.9", Self.policy] }
        try await here.serve { client in
            let refused = try await open(app, here, with: other, by: TestBrowser(client))
            #expect(refused.status == 403 && refused.body.contains("certificates of certain authorities"))
            #expect(try await here.rows().first?.errorCode == 53003)
            here.house.clock.advance(by: .seconds(1))
            let entered = try await open(app, here, with: good, by: TestBrowser(client))
            #expect(entered.parameters["code"] != nil, "\(entered.body.prefix(2000))")
        }
    }

    @Test func `AS-4 another authority's certificate does not count where the policy is right`() async throws {
        let (here, app, _) = try await house()
        try await demand(CertificateLimit(issuers: ["0102"], policies: [Self.policy]), by: app, in: here)
        let made = try here.made { $0.policies = [Self.policy] }
        try await here.serve { client in
            let refused = try await open(app, here, with: made, by: TestBrowser(client))
            #expect(refused.status == 403 && refused.parameters["code"] == nil)
        }
    }

    @Test func `AS-4 AS-8 the session remembers which certificate it was`() async throws {
        let (here, app, issuer) = try await house()
        let other = try here.made()
        let good = try here.made { $0.policies = [Self.policy] }
        try await here.serve { client in
            let browser = try await here.inside(client, here.mia, with: other)
            here.house.clock.advance(by: .seconds(1))
            let second = try await here.inside(client, here.mia, with: good)
            try await demand(CertificateLimit(issuers: [issuer], policies: [Self.policy]), by: app, in: here)
            // The one that fits was shown in this session, and the other in that one, where it is asked for.
            let through = try await second.get(TestBrowser.authorizePath(app))
            #expect(through.parameters["code"] != nil, "\(through.body.prefix(2000))")
            let asked = try await browser.get(TestBrowser.authorizePath(app))
            #expect(asked.parameters["code"] == nil && asked.asks("certificate"), "\(asked.body.prefix(2000))")
            let again = try await browser.get(try await here.shown(asked, other, by: browser))
            #expect(again.parameters["code"] == nil && again.asks("certificate"))
            let entered = try await browser.get(try await here.shown(again, good, by: browser))
            #expect(entered.parameters["code"] != nil, "\(entered.body.prefix(2000))")
        }
    }

    @Test func `a certificate of two factors is a choice after the password, where a strength wants it`() async throws {
        let (here, app, _) = try await house()
        let made = try here.made()
        try await here.serve { client in
            _ = try await here.inside(client, here.mia, with: made)
            let caller = try await here.house.operatorCaller()
            try await EditApplicationSettings(here.house.tools)(app.id, by: caller) { settings in
                settings.requiredStrength = ID(AuthenticationStrength.phishingResistant.id.rawValue)
            }
            let browser = TestBrowser(client)
            let page = try await browser.password(
                try await browser.get(TestBrowser.authorizePath(app)), here.mia)
            #expect(page.asks("certificate"), "\(page.body.prefix(2000))")
        }
    }
}
