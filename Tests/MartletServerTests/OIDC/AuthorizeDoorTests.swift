import HTTPTypes
import HummingbirdTesting
import MartletActions
import MartletCredentials
import MartletDirectory
import MartletTesting
import NIOCore
import Testing

/// A095, A137, A140, A141, A149, A152, A153, A156, A157: what the authorize endpoint takes and gives back.
@Suite struct `The authorize endpoint` {
    @Test(arguments: [
        ("&response_mode=fragment", "invalid_request"), ("&response_mode=web_message", "invalid_request"),
        ("&response_mode=fragment.jwt", "invalid_request"), ("&response_mode=", nil), ("&response_mode=query", nil),
        ("&response_type=token", "invalid_request"), ("&state=twice", "invalid_request"),
        ("&nonce=twice", "invalid_request"), ("&scope=openid", "invalid_request"), ("&unknown=1", nil),
        ("&unknown=1&unknown=2", "invalid_request"), ("&request=e30.e30.", "invalid_request_object"),
        ("&request_uri=https%3A%2F%2Fevil.example", "request_uri_not_supported"),
        ("&registration=%7B%7D", "registration_not_supported"),
    ])
    func `A137, A140, A156 what is repeated, unknown or not offered is told to the app, with iss and state`(
        extra: String, error: String?
    ) async throws {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let browser = try await here.signedIn(client)
            let answer = try await browser.get(TestBrowser.authorizePath(here.app, extra: extra))
            #expect(answer.parameters["error"] == error)
            #expect((answer.parameters["code"] != nil) == (error == nil))
            #expect(answer.location.hasPrefix("https://app.example/cb?"))
            // A152: every answer says which issuer it is from.
            #expect(answer.parameters["iss"] == "http://localhost:8080/\(here.app.tenant)/v2.0")
            #expect(answer.parameters["state"] == "s1" || extra.contains("state"))
        }
    }

    @Test(arguments: ["token", "id_token", "code token", "id_token token", "none", "CODE", ""])
    func `A141 no response type but code gives anything`(type: String) async throws {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let browser = try await here.signedIn(client)
            let path = TestBrowser.authorizePath(here.app)
                .replacing("response_type=code", with: "response_type=\(type.formEncoded)")
            let answer = try await browser.get(path)
            #expect(answer.parameters["error"] == (type.isEmpty ? "invalid_request" : "unsupported_response_type"))
            #expect(answer.parameters["code"] == nil && !answer.location.contains("token="))
        }
    }

    @Test(arguments: [
        ("&code_challenge_method=S256", "&code_challenge_method=plain"), ("&code_challenge_method=S256", ""),
        ("&code_challenge_method=S256", "&code_challenge_method=s256"), ("code_challenge=", "code_challenge=x"),
        ("code_challenge=", "other="),
    ])
    func `A149 a public app needs PKCE with S256`(part: String, instead: String) async throws {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let browser = try await here.signedIn(client)
            let answer = try await browser.get(
                TestBrowser.authorizePath(here.app).replacing(part, with: instead))
            #expect(answer.parameters["error"] == "invalid_request" && answer.parameters["code"] == nil)
        }
    }

    @Test func `A137 a parameter in the query and in the body is repeated`() async throws {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let browser = try await here.signedIn(client)
            let path = TestBrowser.authorizePath(here.app)
            let query = try #require(path.split(separator: "?", maxSplits: 1).last)
            let headers: HTTPFields = [.contentType: "application/x-www-form-urlencoded"]
            let bare = "/\(here.app.tenant)/oauth2/v2.0/authorize"
            let posted = try await browser.send(bare, .post, String(query), headers)
            #expect(posted.headers[.location]?.contains("code=") == true)
            let twice = try await browser.send(
                bare + "?redirect_uri=https%3A%2F%2Fevil.example", .post, String(query), headers)
            #expect(twice.status == 400 && twice.headers[.location] == nil)
            let mixed = try await browser.send(bare + "?state=evil", .post, String(query), headers)
            #expect(mixed.headers[.location]?.contains("error=invalid_request") == true)
        }
    }

    static let texts = [
        "", "a", String(repeating: "x", count: 2048), "ümlaut 🦊", "\"<script>", "a&code=evil#x",
        "%00%0d",
    ]

    @Test(arguments: texts)
    func `A153 state comes back as it was, and the nonce is in the ID token`(text: String) async throws {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let browser = try await here.signedIn(client)
            let path = TestBrowser.authorizePath(here.app)
                .replacing("state=s1", with: "state=\(text.formEncoded)")
                .replacing("nonce=n1", with: "nonce=\(text.formEncoded)")
            let answer = try await browser.get(path)
            #expect(answer.parameters["state"] ?? "" == text)
            #expect(answer.headers[values: .setCookie].allSatisfy { !$0.contains("b=c") })
            let token = try #require(try await browser.redeem(answer, app: here.app).json("id_token"))
            #expect(try Self.claims(of: token).string("nonce") ?? "" == text)
        }
    }

    @Test(arguments: [String(repeating: "x", count: 10_240), "a\r\nSet-Cookie: b=c", "\u{0}", "a\u{7F}b"])
    func `A153 a state that is too long or no text is refused and not echoed`(text: String) async throws {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let browser = try await here.signedIn(client)
            let answer = try await browser.get(
                TestBrowser.authorizePath(here.app).replacing("state=s1", with: "state=\(text.formEncoded)"))
            // A NUL ends the reading of the request before there is anywhere to send anybody.
            #expect(answer.parameters["error"] == (text == "\u{0}" ? nil : "invalid_request"))
            #expect(answer.parameters["state"] != text && answer.parameters["code"] == nil)
            #expect(answer.headers[values: .setCookie].allSatisfy { !$0.contains("b=c") })
        }
    }

    @Test func `A095 a forged host reaches nothing, and forwarded ones change no address`() async throws {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let path = "/\(here.app.tenant)/v2.0/.well-known/openid-configuration"
            let plain = try await TestBrowser(client).get(path)
            var headers: HTTPFields = [:]
            for name in ["X-Forwarded-Host", "X-Forwarded-Proto", "Forwarded", "X-Original-Host", "X-Host"] {
                headers[try #require(HTTPField.Name(name))] = "evil.example"
            }
            let forged = try await TestBrowser(client).get(path, headers: headers)
            #expect(plain.status == 200 && forged.body == plain.body && !forged.body.contains("evil"))
            let host = try await client.execute(uri: "http://evil.example\(path)", method: .get) { $0 }
            #expect(host.status.code == 421 || !String(buffer: host.body).contains("evil"))
        }
    }

    @Test func `A157 the pages of a flow load nothing from elsewhere and send no referrer`() async throws {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let browser = TestBrowser(client)
            var page = try await browser.get(TestBrowser.authorizePath(here.app))
            for _ in 0..<3 {
                #expect(page.headers[.init("Referrer-Policy") ?? .via] == "no-referrer")
                #expect(page.headers[.contentSecurityPolicy]?.contains("default-src 'none'") == true)
                for needle in ["src=\"http", "src=\"//", "url(http", "@import", "<iframe"] {
                    #expect(!page.body.contains(needle), "\(needle)")
                }
                page = try await browser.password(page, here.member)
                if page.forms.contains(where: { $0.hasSuffix("/code") }) { break }
            }
            page = try await browser.submit(page, "/code", [("code", here.member.code(at: here.house.now))])
            page = try await browser.submit(page, "/stay", [("stay", "no")])
            #expect(page.parameters["code"] != nil)
            #expect(page.headers[.init("Referrer-Policy") ?? .via] == "no-referrer")
            #expect(page.headers[.cacheControl]?.contains("no-store") == true)
        }
    }

    static func claims(of token: String) throws -> JSONObject {
        let parts = token.split(separator: ".")
        return try JSONReader.object(try #require(Base64URL.decode(parts[1].utf8)))
    }
}
