import HTTPTypes
import HummingbirdTesting
import MartletActions
import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletServer
import MartletTesting
import Testing

/// sign-in-and-policy section 4.1: the body of every error at the token endpoint and its neighbours.
@Suite struct `The error body` {
    private static let correlation = "3f0c2f5e-8d0e-4c5e-9b1f-2a7f4c8e6d10"

    /// The headers that msal sends with every request.
    private static func headers(id: String = correlation) throws -> HTTPFields {
        var headers: HTTPFields = [:]
        for (name, value) in [
            ("client-request-id", id), ("return-client-request-id", "true"), ("x-client-sku", "MSAL.Python"),
            ("x-client-ver", "1.39.0"), ("x-client-os", "linux"), ("x-client-cpu", "x64"),
            ("x-ms-lib-capability", "retry-after, h429"), ("x-client-current-telemetry", "4|301,0|"),
            ("x-client-last-telemetry", "4|0|||"), ("X-AnchorMailbox", "UPN:mia@example.com"),
        ] {
            headers[try #require(HTTPField.Name(name))] = value
        }
        return headers
    }

    @Test(arguments: [
        ("grant_type=authorization_code", "invalid_request", 90014),
        ("grant_type=nothing", "unsupported_grant_type", 70003),
        ("grant_type=refresh_token&refresh_token=x", "invalid_grant", 70000), ("", "invalid_request", 90014),
        ("grant_type=a&grant_type=a", "invalid_request", 9_002_313),
    ])
    func `every member is there, and the correlation id is the client's`(
        body: String, error: String, number: Int64
    ) async throws {
        let here = try await TokenHouse()
        for path in ["/\(here.app.tenant)/oauth2/v2.0/token", "/common/oauth2/token"] {
            try await here.house.serve { client in
                var headers = try Self.headers()
                headers[.contentType] = "application/x-www-form-urlencoded"
                let answer = try await TestBrowser(client).send(
                    path, .post, "client_id=\(here.app.id)&\(body)", headers)
                let object = answer.object
                #expect(answer.status == 400 && object.string("error") == error)
                #expect(object["error_codes"] == .array([.integer(number)]))
                #expect(object.string("timestamp") == "2026-03-02 09:00:00Z")
                #expect(object.string("correlation_id") == Self.correlation)
                #expect(answer.header("client-request-id") == Self.correlation)
                let trace = try #require(object.string("trace_id"))
                #expect(
                    object.string("error_description")?.hasSuffix(
                        "\r\nTrace ID: \(trace)\r\nCorrelation ID: \(Self.correlation)\r\n"
                            + "Timestamp: 2026-03-02 09:00:00Z") == true)
                #expect(object.string("error_description")?.hasPrefix("AADSTS\(number): ") == true)
                #expect(object.string("error_uri") == "http://localhost:8080/error?code=\(number)")
                #expect(answer.header("cache-control") == "no-store")
            }
        }
    }

    @Test func `only a GUID comes back as a correlation id, and only to who asks`() async throws {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            for id in ["x", "<script>", "3f0c2f5e-8d0e-4c5e-9b1f-2a7f4c8e6d1", String(repeating: "a", count: 4000)] {
                let answer = try await TestBrowser(client).raw(
                    "/common/oauth2/v2.0/token", [("client_id", "x")], headers: try Self.headers(id: id))
                #expect(answer.header("client-request-id") == nil && !answer.body.contains(id + "\""))
            }
            let quiet = try await TestBrowser(client).raw(
                "/common/oauth2/v2.0/token", [("client_id", "x")],
                headers: [try #require(HTTPField.Name("client-request-id")): Self.correlation])
            #expect(quiet.header("client-request-id") == nil && quiet.body.contains(Self.correlation))
        }
    }

    @Test func `only an app that is not who it says is answered 401`() async throws {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let browser = TestBrowser(client)
            let wrong = try await browser.raw(
                "/common/oauth2/v2.0/token",
                [("client_id", here.other.id.rawValue), ("client_secret", "x"), ("grant_type", "refresh_token")])
            #expect(wrong.refuses("invalid_client", status: 401))
            let right = try await browser.token(here.other, [("grant_type", "refresh_token")])
            #expect(right.refuses("invalid_request"))
        }
    }

    @Test func `a refresh that needs a second factor says by which claims it can be had`() async throws {
        // The words are those that the authorize endpoint understands.
        let error = OAuthError("interaction_required", 50076)
        let claims = try JSONReader.object(Array(try #require(error.claims).utf8))
        guard case .object(let idToken) = claims["id_token"], case .object(let acr) = idToken["acr"] else {
            Issue.record("no acr")
            return
        }
        #expect(acr.strings("values") == ["mfa"] && acr.bool("essential") == true)
        #expect(error.suberror == "basic_action")
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let browser = try await here.signedIn(client)
            let answer = try await browser.get(
                TestBrowser.authorizePath(here.app, extra: "&claims=\((error.claims ?? "").formEncoded)"))
            #expect(answer.parameters["code"] != nil)
        }
    }

    @Test func `a password alone earns neither suberror nor claims`() {
        for number in [50126, 530_035, 50034, 50053, 50057] {
            let error = OAuthError("invalid_grant", number)
            #expect(error.suberror == nil && error.claims == nil)
        }
    }

    @Test(arguments: [
        ("50126", "AADSTS50126"), ("", nil), ("x", nil), ("-1", nil), ("9999999999", nil), ("7", "AADSTS7"),
    ])
    func `error_uri leads to a page that says what the number means`(code: String, shown: String?) async throws {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let answer = try await TestBrowser(client).get("/error?code=\(code)")
            #expect(answer.status == 200 && answer.body.contains("AADSTS") == (shown != nil))
            if let shown { #expect(answer.body.contains(shown)) }
        }
    }

    @Test func `the page says it in the reader's language, also of a number of which nothing is known`() async throws {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let languages = try #require(HTTPField.Name("Accept-Language"))
            for (code, english, japanese) in [
                ("54005", "The authorization code was used before.", "この認可コードはすでに使われています。"),
                ("500011", "The resource is not known in this organisation.", "リソースがこの組織にありません。"),
                ("7", "The request was refused.", "要求は拒否されました。"),
            ] {
                let browser = TestBrowser(client)
                #expect(try await browser.get("/error?code=\(code)").body.contains(english))
                let page = try await browser.get("/error?code=\(code)", headers: [languages: "ja"]).body
                #expect(page.contains(japanese) && !page.contains(english), "\(code)")
            }
        }
    }

    @Test func `every number has its sentence in both languages, and the English one is that of the log`()
        throws
    {
        let messages = try Messages(folder: PageResources.folder + "/Messages")
        let numbers = AADSTS.meanings.flatMap(\.numbers)
        #expect(Set(numbers).count == numbers.count && !numbers.isEmpty)
        for meaning in AADSTS.meanings {
            let key = "errorCode.sentence.\(try #require(meaning.numbers.first))"
            #expect(messages.text(key, in: .en) == meaning.sentence)
            #expect(messages.text(key, in: .ja) != nil)
        }
        #expect(messages.text("errorCode.unknown", in: .en) == AADSTS.sentence(for: 7))
    }

    @Test(arguments: [
        "api-version=1.0", "client-request-id=3f0c2f5e-8d0e-4c5e-9b1f-2a7f4c8e6d10", "x-client-SKU=msal.js",
    ])
    func `A184 what libraries put into the address of the token endpoint is harmless; anything else is refused`(
        query: String
    ) async throws {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let browser = try await here.signedIn(client)
            let tokens = try await here.tokens(browser)
            let fields = [
                ("grant_type", "refresh_token"), ("refresh_token", tokens.json("refresh_token") ?? ""),
                ("client_id", here.app.id.rawValue),
            ]
            for secret in ["client_secret=x", "code=x", "client_id=\(here.app.id)", "password=x"] {
                let answer = try await browser.raw("/common/oauth2/v2.0/token?\(query)&\(secret)", fields)
                #expect(answer.refuses("invalid_request"))
            }
            #expect(try await browser.raw("/common/oauth2/v2.0/token?\(query)", fields).status == 200)
        }
    }
}
