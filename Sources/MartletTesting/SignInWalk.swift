import HummingbirdTesting
import MartletActions
import MartletCredentials
import MartletDirectory

/// The steps of a sign-in as a person takes them, for tests that begin where one ends.
extension TestBrowser {
    /// The authorize address of an app with PKCE; the verifier is `verifier`.
    package static func authorizePath(
        _ app: TestHouse.App, scope: String = "openid profile email offline_access", extra: String = ""
    ) -> String {
        "/\(app.tenant)/oauth2/v2.0/authorize?client_id=\(app.id)&response_type=code"
            + "&redirect_uri=\(app.redirectURI.formEncoded)&scope=\(scope.formEncoded)&state=s1&nonce=n1"
            + "&code_challenge=\(PKCE.challenge(for: verifier))&code_challenge_method=S256\(extra)"
    }

    /// A code verifier of 43 characters.
    package static let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"

    /// Types name and password on whatever sign-in page the browser is at.
    package func password(_ page: Answer, _ person: TestHouse.Person, password: String? = nil) async throws -> Answer {
        var page = page
        if page.forms.contains(where: { $0.hasSuffix("/name") }),
            !page.forms.contains(where: { $0.hasSuffix("/password") })
        {
            page = try await submit(page, "/name", [("username", person.name)])
        }
        return try await submit(page, "/password", [("password", password ?? person.password)])
    }

    /// Name, password, code, and *no* to staying signed in, as far as they are asked.
    package func signIn(
        _ path: String, as person: TestHouse.Person, at time: Timestamp, stepsAhead: Int64 = 0, stays: Bool = false
    ) async throws -> Answer {
        var page = try await get(path)
        page = try await password(page, person)
        if page.forms.contains(where: { $0.hasSuffix("/code") }) {
            page = try await submit(page, "/code", [("code", person.code(at: time, stepsAhead: stepsAhead))])
        }
        if page.forms.contains(where: { $0.hasSuffix("/stay") }) {
            page = try await submit(page, "/stay", [("stay", stays ? "yes" : "no")])
        }
        return page
    }

    /// Redeems the code of an answer.
    package func redeem(
        _ answer: Answer, app: TestHouse.App, verifier: String? = TestBrowser.verifier
    ) async throws -> Answer {
        try await token(
            app,
            [
                ("grant_type", "authorization_code"), ("code", answer.parameters["code"] ?? ""),
                ("redirect_uri", app.redirectURI),
            ] + (verifier.map { [("code_verifier", $0)] } ?? []))
    }

    /// Posts to the token endpoint as the app.
    package func token(_ app: TestHouse.App, _ fields: [(String, String)]) async throws -> Answer {
        try await raw(
            "/\(app.tenant)/oauth2/v2.0/token",
            fields + [("client_id", app.id.rawValue)] + (app.secret.map { [("client_secret", $0)] } ?? []))
    }
}

extension TestBrowser.Answer {
    /// A member of a JSON answer that is a text.
    package func json(_ name: String) -> String? {
        (try? JSONReader.object(Array(body.utf8)))?.string(name)
    }
}
