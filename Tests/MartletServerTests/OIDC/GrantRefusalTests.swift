import HummingbirdTesting
import MartletActions
import MartletCredentials
import MartletDirectory
import MartletStore
import MartletTesting
import Testing

/// A187, A188: a grant that an app may not use gives it nothing, whatever it brings.
@Suite struct `Grants that are off` {
    @Test func `A188 no app gets anything by a grant that it may not use`() async throws {
        let here = try await GrantHouse()
        try await here.configure(here.gateway) { app in
            app.allowsPasswordGrant = false
            app.settings.grants.allowsClientCredentials = false
            app.settings.grants.allowsOnBehalfOf = false
            app.settings.grants.allowsTokenExchange = false
        }
        try await here.house.serve { client in
            let browser = try await here.here.signedIn(client)
            let token = try await here.gatewayTokens(browser).json("access_token") ?? ""
            #expect(try await here.clientCredentials(browser, here.gateway).refuses("unauthorized_client"))
            #expect(try await here.onBehalfOf(browser, token).refuses("unauthorized_client"))
            #expect(try await here.exchange(browser, token).refuses("unauthorized_client"))
            #expect(try await here.deviceCodes(browser, app: here.gateway).refuses("unauthorized_client"))
            let password = [
                ("grant_type", "password"), ("username", here.here.member.name),
                ("password", here.here.member.password), ("scope", "openid"),
            ]
            #expect(try await browser.token(here.gateway, password).refuses("unauthorized_client"))
            // T-rules, D8: where the app may, the security defaults still do not let anybody in.
            #expect(try await browser.token(here.here.other, password).refuses())
            #expect(
                try await browser.token(here.gateway, [("grant_type", "implicit")]).refuses("unsupported_grant_type"))
        }
    }

    @Test func `A188 an app that may not keep refresh tokens gets none and uses none`() async throws {
        let here = try await GrantHouse()
        try await here.house.serve { client in
            let browser = try await here.here.signedIn(client)
            let kept = try await here.here.tokens(browser)
            #expect(kept.json("refresh_token") != nil)
            try await here.configure(here.here.app) { $0.settings.grants.allowsRefreshTokens = false }
            #expect(try await here.here.tokens(browser).json("refresh_token") == nil)
            #expect(try await here.here.refresh(browser, kept).refuses("unauthorized_client"))
            try await here.configure(here.here.app) { $0.settings.grants.allowsRefreshTokens = true }
            #expect(try await here.here.refresh(browser, kept).status == 200)
        }
    }

    @Test func `the discovery document names every grant, and where devices begin`() async throws {
        let here = try await GrantHouse()
        try await here.house.serve { client in
            let path = "/\(here.gateway.tenant)/v2.0/.well-known/openid-configuration"
            let document = try await TestBrowser(client).get(path)
            for grant in ExchangeToken.grantTypes { #expect(document.body.contains("\"\(grant)\""), "\(grant)") }
            #expect(document.json("device_authorization_endpoint")?.hasSuffix("/oauth2/v2.0/devicecode") == true)
        }
    }
}
