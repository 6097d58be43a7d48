import HummingbirdTesting
import MartletActions
import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore
import MartletTesting
import Testing

/// RFC 6749 section 4.4; A180, A187–A189: an app that acts for itself, with its roles and nothing else.
@Suite struct `Client credentials` {
    @Test func `an app gets a token with its roles, and neither a refresh token nor an ID token`() async throws {
        let here = try await GrantHouse()
        try await here.give(GrantHouse.orderRole, of: here.orders.id, to: here.gateway)
        try await here.house.serve { client in
            let browser = TestBrowser(client)
            let answer = try await here.clientCredentials(
                browser, here.gateway, scope: "https://orders.example/.default")
            #expect(answer.status == 200 && answer.json("token_type") == "Bearer")
            #expect(answer.json("refresh_token") == nil && answer.json("id_token") == nil)
            let claims = answer.accessToken
            let id = here.gateway.id.rawValue
            #expect(claims.string("sub") == id && claims.string("oid") == id && claims.string("azp") == id)
            #expect(claims.string("aud") == here.orders.id.rawValue && claims.string("idtyp") == "app")
            #expect(claims.strings("roles") == ["Orders.Process"] && claims.string("azpacr") == "1")
            #expect(claims["scp"] == nil && claims["amr"] == nil && claims["sid"] == nil)
            // RFC 8707: by its name in `resource`, which then is the audience.
            let named = try await here.clientCredentials(browser, here.gateway, resource: "https://orders.example")
            #expect(named.accessToken.string("aud") == "https://orders.example")
            #expect(named.accessToken.strings("roles") == ["Orders.Process"])
        }
        let row = try #require(try await here.house.signIns().first)
        #expect(row.user == nil && row.protocolName == "clientCredentials" && row.status == .success)
        #expect(row.userPrincipalName == here.gateway.id.rawValue)
    }

    @Test func `Martlet's own API is what is meant where none is named`() async throws {
        let here = try await GrantHouse()
        let role = try #require(MartletScopes.find("User.Read.All")?.role)
        try await here.give(role, of: Application.martletAPI, to: here.gateway)
        try await here.house.serve { client in
            let browser = TestBrowser(client)
            for scope in [nil, "https://graph.microsoft.com/.default", "http://localhost:8080/.default"] {
                let answer = try await here.clientCredentials(browser, here.gateway, scope: scope)
                #expect(answer.accessToken.string("aud") == "http://localhost:8080", "\(scope ?? "")")
                #expect(answer.accessToken.strings("roles") == ["User.Read.All"])
                // It names no person, so it opens nothing that is a person's.
                #expect(try await here.here.userInfo(browser, answer) == 401)
            }
            let other = try await here.clientCredentials(browser, here.orders)
            #expect(other.status == 200 && other.accessToken["roles"] == nil)
        }
    }

    @Test(arguments: [
        "openid", "https://orders.example/Orders.Read", "https://orders.example/.default openid",
        "https://orders.example/.default api://gateway/.default", "https://nowhere.example/.default",
        "Directory.Read.All",
    ])
    func `A189 anything but one API as a whole is refused`(scope: String) async throws {
        let here = try await GrantHouse()
        try await here.house.serve { client in
            let answer = try await here.clientCredentials(TestBrowser(client), here.gateway, scope: scope)
            #expect(answer.refuses("invalid_scope"), "\(scope)")
        }
    }

    @Test func `RFC 8707 two names of two APIs, and a name of none, are refused`() async throws {
        let here = try await GrantHouse()
        try await here.house.serve { client in
            let browser = TestBrowser(client)
            let two = try await here.clientCredentials(
                browser, here.gateway, scope: "https://orders.example/.default", resource: "api://gateway")
            #expect(two.refuses("invalid_target"))
            let none = try await here.clientCredentials(browser, here.gateway, resource: "https://nowhere.example")
            #expect(none.refuses("invalid_target"))
        }
    }

    @Test func `A187, A188 a public app, an app that may not, and a disabled one get nothing`() async throws {
        let here = try await GrantHouse()
        try await here.house.serve { client in
            let browser = TestBrowser(client)
            #expect(try await here.clientCredentials(browser, here.here.app).refuses("unauthorized_client"))
            try await here.configure(here.gateway) { $0.settings.grants.allowsClientCredentials = false }
            #expect(try await here.clientCredentials(browser, here.gateway).refuses("unauthorized_client"))
            try await here.configure(here.gateway) { $0.settings.grants.allowsClientCredentials = true }
            #expect(try await here.clientCredentials(browser, here.gateway).status == 200)
            try await here.configure(here.gateway) { $0.isEnabled = false }
            #expect(try await here.clientCredentials(browser, here.gateway).status >= 400)
        }
    }

    @Test func `an API that lets in only who was assigned lets in no other app`() async throws {
        let here = try await GrantHouse()
        try await here.configure(here.orders) { $0.settings.api.requiresAssignment = true }
        try await here.house.serve { client in
            let browser = TestBrowser(client)
            let scope = "https://orders.example/.default"
            #expect(
                try await here.clientCredentials(browser, here.gateway, scope: scope).refuses("unauthorized_client"))
            try await here.give(GrantHouse.orderRole, of: here.orders.id, to: here.gateway)
            #expect(try await here.clientCredentials(browser, here.gateway, scope: scope).status == 200)
        }
        #expect(try await here.house.signIns().contains { $0.errorCode == 501_051 && $0.status == .failure })
    }

    @Test func `A180 an app that goes by the identifier of a person gets no token`() async throws {
        let here = try await GrantHouse()
        let (id, tenant) = (here.gateway.id.rawValue, here.gateway.tenant)
        let at = here.house.now
        try await here.house.store.write { tables in
            let name = UserPrincipalName(stored: "twin@example.com")
            try tables.users.insert(
                User(
                    id: ID(id), tenant: tenant, userPrincipalName: name, displayName: "Twin", createdAt: at,
                    sessionsValidFrom: at))
        }
        try await here.house.serve { client in
            let browser = TestBrowser(client)
            let twin = try await here.clientCredentials(browser, here.gateway)
            #expect(twin.refuses("unauthorized_client"))
            let other = try await here.clientCredentials(browser, here.orders)
            #expect(other.status == 200)
        }
    }
}
