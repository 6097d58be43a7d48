import Foundation
import MartletCredentials
import MartletDirectory

/// One person signs in to the app: every request that a browser and an app make.
struct SignInScript {
    let bed: TestBed
    let client: Connection
    let person: Int
    private static let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"

    /// Returns the refresh token.
    func run() throws -> String {
        var cookies: [String: String] = [:]
        let scope = "openid%20profile%20offline_access"
        let begun = try answer(
            client.get(
                "/\(bed.tenant)/oauth2/v2.0/authorize?client_id=\(bed.clientID)&response_type=code"
                    + "&redirect_uri=http%3A%2F%2Flocalhost%2Fcb&scope=\(scope)&state=s&nonce=n&code_challenge="
                    + "\(PKCE.challenge(for: Self.verifier))&code_challenge_method=S256"), &cookies, 303)
        let page = try answer(client.get(begun.location, cookies: header(cookies)), &cookies, 200)
        let form = try prove(begun.location, page, name: "u\(person)", secret: bed.secrets[person], &cookies)
        let done = try post("\(begun.location)/stay", "token=\(form)&stay=no", &cookies)
        guard let grant = done.location.split(separator: "code=").dropFirst().first?.prefix(while: { $0 != "&" }) else {
            throw BenchFailure.unexpected(done.location)
        }
        let tokens = try answer(
            client.post(
                "/\(bed.tenant)/oauth2/v2.0/token",
                "grant_type=authorization_code&client_id=\(bed.clientID)&code=\(grant)"
                    + "&redirect_uri=http%3A%2F%2Flocalhost%2Fcb&code_verifier=\(Self.verifier)"), &cookies, 200)
        guard let refreshToken = tokens.body.member("refresh_token") else { throw BenchFailure.unexpected(tokens.body) }
        return refreshToken
    }

    /// The administrator signs in to the admin center; returns the cookies of the browser.
    func runAsAdministrator() throws -> String {
        var cookies: [String: String] = [:]
        var page = try answer(client.get("/admin"), &cookies, 303)
        var location = page.location
        for _ in 0..<5 {
            location = path(location)
            page = try answer(client.get(location, cookies: header(cookies)), &cookies, nil)
            guard page.status == 303 else { break }
            location = page.location
        }
        guard let secret = bed.secrets.last else { throw BenchFailure.unexpected("no administrator") }
        _ = try prove(location, page, name: "admin", secret: secret, &cookies)
        return header(cookies)
    }

    private func path(_ location: String) -> String { location.replacingOccurrences(of: bed.url, with: "") }

    /// Name, password and code; returns the token of the flow's forms. Administrators are not asked to stay signed in.
    private func prove(
        _ flow: String, _ page: Connection.Answer, name: String, secret: [UInt8], _ cookies: inout [String: String]
    ) throws -> String {
        guard let token = page.body.hidden("token") else { throw BenchFailure.unexpected(page.body) }
        _ = try post("\(flow)/name", "token=\(token)&username=\(name)%40bench.example", &cookies)
        _ = try post("\(flow)/password", "token=\(token)&password=\(TestBed.password)", &cookies)
        let now = Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
        let code = TOTP.code(secret: secret, step: TOTP.step(at: now))
        _ = try post("\(flow)/code", "token=\(token)&code=\(code)", &cookies)
        return token
    }

    private func post(_ path: String, _ body: String, _ cookies: inout [String: String]) throws -> Connection.Answer {
        try answer(client.post(path, body, cookies: header(cookies)), &cookies, 303)
    }

    private func answer(
        _ answer: Connection.Answer?, _ cookies: inout [String: String], _ status: Int?
    ) throws -> Connection.Answer {
        guard let answer else { throw BenchFailure.unexpected("the connection was closed") }
        guard status == nil || answer.status == status else {
            throw BenchFailure.unexpected("\(answer.status): \(answer.body.prefix(3000))")
        }
        for cookie in answer.cookies { cookies[cookie.name] = cookie.value }
        return answer
    }

    private func header(_ cookies: [String: String]) -> String {
        cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")
    }
}
