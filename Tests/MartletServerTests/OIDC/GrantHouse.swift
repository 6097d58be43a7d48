import HummingbirdTesting
import MartletActions
import MartletCredentials
import MartletDirectory
import MartletStore
import MartletTesting
import Testing

/// A house with services behind an app: a gateway that the app calls, and orders behind the gateway.
struct GrantHouse: Sendable {
    let here: TokenHouse
    /// Takes tokens of people and passes them on.
    let gateway: TestHouse.App
    /// The API behind it.
    let orders: TestHouse.App
    /// The one role of each.
    static let orderRole = ID<AppRole>("0a0a0a0a-0000-4000-8000-000000000001")
    static let gatewayRole = ID<AppRole>("0a0a0a0a-0000-4000-8000-000000000002")

    init(consentMode: Application.ConsentMode = .organization) async throws {
        here = try await TokenHouse(consentMode: consentMode)
        gateway = try await here.house.app("Gateway", kind: .confidential)
        orders = try await here.house.app("Orders", kind: .confidential)
        let (gateway, orders) = (gateway, orders)
        try await configure(orders) { app in
            app.settings.api.identifierURIs = ["https://orders.example"]
            app.settings.api.scopes = [
                ExposedScope(value: "Orders.Read", displayName: "Read"),
                ExposedScope(value: "Orders.Write", displayName: "Write"),
                ExposedScope(value: "Orders.Admin", displayName: "Administer", needsAdministrator: true),
            ]
            app.settings.api.roles = [
                AppRole(
                    id: Self.orderRole, value: "Orders.Process", displayName: "Process", holders: [.application])
            ]
        }
        try await configure(gateway) { app in
            app.settings.grants.allowsTokenExchange = true
            app.settings.requiredScopes = ["\(orders.id)/Orders.Read"]
            app.settings.api.identifierURIs = ["api://gateway"]
            app.settings.api.scopes = [
                ExposedScope(value: "Access", displayName: "Use"),
                ExposedScope(value: "Orders.Read", displayName: "Read"),
            ]
            app.settings.api.roles = [
                AppRole(
                    id: Self.gatewayRole, value: "Orders.Process", displayName: "Process", holders: [.application])
            ]
        }
        try await configure(here.app) { app in
            app.allowsDeviceCode = true
            app.settings.requiredScopes = ["\(gateway.id)/Access", "\(gateway.id)/Orders.Read"]
        }
    }

    var house: TestHouse { here.house }

    /// Changes an app behind everybody's back.
    func configure(_ app: TestHouse.App, _ change: @escaping @Sendable (inout Application) -> Void) async throws {
        try await house.store.write { tables in
            var application = try #require(try tables.applications.find(app.id, in: app.tenant))
            change(&application)
            try tables.applications.update(application)
        }
    }

    /// Gives an app a role.
    func give(_ role: ID<AppRole>, of resource: ID<Application>, to app: TestHouse.App) async throws {
        try await AssignAppRole(house.tools)(
            role, of: resource, to: .application(app.id), by: try await here.caller)
    }

    /// A person's tokens for the gateway, got by the app.
    func gatewayTokens(_ browser: TestBrowser) async throws -> TestBrowser.Answer {
        let answer = try await browser.get(
            TestBrowser.authorizePath(
                here.app, scope: "openid offline_access api://gateway/Access api://gateway/Orders.Read"))
        let tokens = try await browser.redeem(answer, app: here.app)
        try #require(tokens.status == 200)
        return tokens
    }

    /// Asks the gateway's way for a token behind it.
    func onBehalfOf(
        _ browser: TestBrowser, _ assertion: String, scope: String = "https://orders.example/Orders.Read",
        app: TestHouse.App? = nil
    ) async throws -> TestBrowser.Answer {
        try await browser.token(
            app ?? gateway,
            [
                ("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"), ("assertion", assertion),
                ("requested_token_use", "on_behalf_of"), ("scope", scope),
            ])
    }

    /// Exchanges a token as the gateway.
    func exchange(
        _ browser: TestBrowser, _ subject: String, extra: [(String, String)] = [], app: TestHouse.App? = nil
    ) async throws -> TestBrowser.Answer {
        try await browser.token(
            app ?? gateway,
            [
                ("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"), ("subject_token", subject),
                ("subject_token_type", "urn:ietf:params:oauth:token-type:access_token"),
            ] + extra)
    }

    /// The token of an app that acts for itself.
    func clientCredentials(
        _ browser: TestBrowser, _ app: TestHouse.App, scope: String? = nil, resource: String? = nil
    ) async throws -> TestBrowser.Answer {
        try await browser.token(
            app,
            [("grant_type", "client_credentials")] + (scope.map { [("scope", $0)] } ?? [])
                + (resource.map { [("resource", $0)] } ?? []))
    }

    /// A device's codes.
    func deviceCodes(
        _ device: TestBrowser, app: TestHouse.App? = nil, scope: String = "openid profile offline_access"
    ) async throws -> TestBrowser.Answer {
        let app = app ?? here.app
        var fields = [("client_id", app.id.rawValue), ("scope", scope)]
        if let secret = app.secret { fields.append(("client_secret", secret)) }
        return try await device.raw("/\(app.tenant)/oauth2/v2.0/devicecode", fields)
    }

    /// A device's question whether it was let in.
    func poll(
        _ device: TestBrowser, _ codes: TestBrowser.Answer, app: TestHouse.App? = nil, extra: [(String, String)] = []
    ) async throws -> TestBrowser.Answer {
        try await device.token(
            app ?? here.app,
            [
                ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"),
                ("device_code", codes.json("device_code") ?? ""),
            ] + extra)
    }

    /// The page to which a typed code leads.
    func type(_ browser: TestBrowser, _ code: String) async throws -> TestBrowser.Answer {
        try await browser.submit(try await browser.get("/device"), "/device", [("user_code", code)])
    }

    /// Signs in, types the code and lets the device in.
    func approve(
        _ client: any TestClientProtocol, _ codes: TestBrowser.Answer
    ) async throws -> (browser: TestBrowser, page: TestBrowser.Answer) {
        let browser = try await here.signedIn(client)
        let page = try await type(browser, codes.json("user_code") ?? "")
        return (browser, try await browser.submit(page, "/consent", [("consent", "yes")]))
    }
}

extension TestBrowser.Answer {
    /// The claims of the access token in the answer, unverified.
    var accessToken: JSONObject {
        let parts = (json("access_token") ?? "").split(separator: ".")
        guard parts.count == 3, let bytes = Base64URL.decode(String(parts[1])) else { return [:] }
        return (try? JSONReader.object(bytes)) ?? [:]
    }
}
