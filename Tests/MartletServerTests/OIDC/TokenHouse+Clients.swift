import MartletActions
import MartletCredentials
import MartletDirectory
import MartletServer
import MartletStore
import MartletTesting
import Testing

/// What apps do at the endpoints at which they speak for themselves.
extension TokenHouse {
    /// Asks what a token is good for.
    func introspect(
        _ browser: TestBrowser, _ token: String?, as app: TestHouse.App
    ) async throws -> TestBrowser.Answer {
        try await asClient(browser, app, "introspect", token.map { [("token", $0)] } ?? [])
    }

    /// Gives a token back.
    func revoke(_ browser: TestBrowser, _ token: String?, as app: TestHouse.App) async throws -> TestBrowser.Answer {
        try await asClient(browser, app, "revoke", token.map { [("token", $0)] } ?? [])
    }

    /// Pushes the request of an authorize address; `fields` stand behind it.
    func push(
        _ browser: TestBrowser, _ path: String, as app: TestHouse.App, _ fields: [(String, String)] = []
    ) async throws -> TestBrowser.Answer {
        let query = path.split(separator: "?", maxSplits: 1).last ?? ""
        let parsed = FormBody(parsing: query)?.fields ?? []
        let pushed = parsed.filter { $0.name != "client_id" }.map { ($0.name, $0.value) }
        return try await asClient(browser, app, "par", pushed + fields)
    }

    /// Gives the confidential app a key and binds it to the FAPI 2.0 Security Profile.
    func bindToFAPI(algorithm: SigningKey.Algorithm = .es256) async throws -> JWTSigner {
        let key = try KeyMaker.make(algorithm)
        try await house.edit(other) { app in
            app.settings.authentication.keySet = "{\"keys\":[\(key.publicJWK)]}"
            app.settings.authentication.isFAPI = true
        }
        return try JWTSigner(algorithm: algorithm, keyID: key.keyID, privateKey: key.privateKeyDER)
    }

    /// Pushes a request as the confidential app, proven by an assertion that `signer` signs.
    func push(
        _ browser: TestBrowser, _ path: String, by signer: JWTSigner, _ fields: [(String, String)] = []
    ) async throws -> TestBrowser.Answer {
        let assertion: JSONObject = [
            "iss": .string(other.id.rawValue), "sub": .string(other.id.rawValue),
            "aud": .string(house.tools.publicURL.issuer(of: other.tenant)),
            "exp": .integer(house.now.seconds + 60), "iat": .integer(house.now.seconds),
            "jti": .string(house.tools.newCorrelationID()),
        ]
        var app = other
        app.secret = nil
        let proof = [
            ("client_assertion_type", ClientAssertion.type),
            ("client_assertion", try signer.sign(claims: assertion, type: .jwt)),
        ]
        return try await push(browser, path, as: app, fields + proof)
    }

    /// The authorize address that names a pushed request.
    func authorizePath(naming pushed: TestBrowser.Answer, as app: TestHouse.App, extra: String = "") -> String {
        let name = pushed.json("request_uri") ?? ""
        return "/\(app.tenant)/oauth2/v2.0/authorize?client_id=\(app.id)&request_uri=\(name.formEncoded)\(extra)"
    }

    private func asClient(
        _ browser: TestBrowser, _ app: TestHouse.App, _ endpoint: String, _ fields: [(String, String)]
    ) async throws -> TestBrowser.Answer {
        try await browser.raw(
            "/\(app.tenant)/oauth2/v2.0/\(endpoint)",
            fields + [("client_id", app.id.rawValue)] + (app.secret.map { [("client_secret", $0)] } ?? []))
    }
}

extension TestHouse {
    /// Changes what an app is, past every action.
    func edit(_ app: App, _ body: @escaping @Sendable (inout MartletDirectory.Application) -> Void) async throws {
        try await store.write { tables in
            guard var known = try tables.applications.find(app.id) else { return }
            body(&known)
            try tables.applications.update(known)
        }
    }
}
