import HTTPTypes
import HummingbirdTesting
import MartletActions
import MartletCredentials
import MartletDirectory
import MartletTesting
import Testing

/// RFC 9101, A156; the modules of the basic, dynamic and FAPI 2.0 plans about request objects.
@Suite struct `Signed authorization requests` {
    /// A house whose confidential app has registered a key, and that key.
    private struct Signing: Sendable {
        let here: TokenHouse
        let canned: CannedFetch
        let signer: JWTSigner
        /// What signs the assertions; the same key, but where the profile forbids its algorithm.
        let proving: JWTSigner

        init(algorithm: SigningKey.Algorithm = .es256, isFAPI: Bool = false) async throws {
            let canned = CannedFetch()
            self.canned = canned
            here = try await TokenHouse(house: try await TestHouse(outgoing: canned))
            let key = try KeyMaker.make(algorithm)
            signer = try JWTSigner(algorithm: algorithm, keyID: key.keyID, privateKey: key.privateKeyDER)
            let other = try KeyMaker.make(.es256)
            proving = try JWTSigner(algorithm: .es256, keyID: other.keyID, privateKey: other.privateKeyDER)
            try await here.house.edit(here.other) { app in
                app.settings.authentication.keySet = "{\"keys\":[\(key.publicJWK),\(other.publicJWK)]}"
                app.settings.authentication.isFAPI = isFAPI
                app.settings.requests.requestURIs = ["https://app.example/request.jwt"]
            }
        }

        /// The claims of a request that is right in every way.
        func claims(_ change: (inout JSONObject) -> Void = { _ in }) -> JSONObject {
            let now = here.house.now.seconds
            var claims: JSONObject = [
                "iss": .string(here.other.id.rawValue),
                "aud": .string(here.house.tools.publicURL.issuer(of: here.other.tenant)),
                "nbf": .integer(now), "exp": .integer(now + 300), "client_id": .string(here.other.id.rawValue),
                "response_type": "code", "redirect_uri": .string(here.other.redirectURI), "scope": "openid",
                "state": "inside", "nonce": "inside",
                "code_challenge": .string(PKCE.challenge(for: TestBrowser.verifier)), "code_challenge_method": "S256",
            ]
            change(&claims)
            return claims
        }

        /// The authorize address with a request object and what else there is.
        func path(_ object: String, extra: String = "") -> String {
            "/\(here.other.tenant)/oauth2/v2.0/authorize?client_id=\(here.other.id)&request=\(object)\(extra)"
        }

        /// Pushes a request object, as the app proves itself.
        func push(_ browser: TestBrowser, _ fields: [(String, String)]) async throws -> TestBrowser.Answer {
            try await here.push(browser, "/", by: proving, fields)
        }

        func sign(_ change: (inout JSONObject) -> Void = { _ in }) throws -> String {
            try signer.sign(claims: claims(change), type: .requestObject)
        }
    }

    private static func unsigned(_ claims: JSONObject) -> String {
        Base64URL.encode(Array("{\"alg\":\"none\"}".utf8)) + "." + Base64URL.encode(claims.utf8) + "."
    }

    @Test
    func
        `fapi2-security-profile-final-ensure-different-state-inside-and-outside-request-object: what is inside counts`()
        async throws
    {
        let signing = try await Signing()
        try await signing.here.house.serve { client in
            let browser = try await signing.here.signedIn(client)
            let answer = try await browser.get(signing.path(try signing.sign(), extra: "&state=outside&nonce=outside"))
            #expect(answer.parameters["state"] == "inside")
            let token = try #require(try await browser.redeem(answer, app: signing.here.other).json("id_token"))
            // fapi2-security-profile-final-ensure-different-nonce-inside-and-outside-request-object
            #expect(try `The authorize endpoint`.claims(of: token).string("nonce") == "inside")
        }
    }

    @Test func `fapi2-security-profile-final-state-only-outside-request-object-not-used: it is no part of the request`()
        async throws
    {
        let signing = try await Signing()
        try await signing.here.house.serve { client in
            let browser = try await signing.here.signedIn(client)
            let object = try signing.sign { $0["state"] = nil }
            let answer = try await browser.get(signing.path(object, extra: "&state=outside"))
            #expect(answer.parameters["code"] != nil && answer.parameters["state"] == nil)
        }
    }

    @Test func `oidcc-ensure-request-object-with-redirect-uri: the address inside counts`() async throws {
        let signing = try await Signing()
        try await signing.here.house.serve { client in
            let browser = try await signing.here.signedIn(client)
            let extra = "&redirect_uri=https%3A%2F%2Fevil.example"
            let answer = try await browser.get(signing.path(try signing.sign(), extra: extra))
            #expect(answer.location.hasPrefix("https://app.example/cb?") && answer.parameters["code"] != nil)
            let wrong = try signing.sign { $0["redirect_uri"] = "https://evil.example" }
            let refused = try await browser.get(
                signing.path(wrong, extra: "&redirect_uri=\(signing.here.other.redirectURI.formEncoded)"))
            #expect(refused.status == 400 && refused.headers[.location] == nil)
        }
    }

    @Test
    func
        `oidcc-unsigned-request-object-supported-correctly-or-rejected-as-unsupported: it is rejected, and says so`()
        async throws
    {
        let signing = try await Signing()
        try await signing.here.house.serve { client in
            let browser = try await signing.here.signedIn(client)
            let extra = "&redirect_uri=\(signing.here.other.redirectURI.formEncoded)&response_type=code&scope=openid"
            let answer = try await browser.get(signing.path(Self.unsigned(signing.claims()), extra: extra))
            #expect(answer.parameters["error"] == "request_not_supported" && answer.parameters["code"] == nil)
        }
    }

    @Test func `oidcc-request-uri-signed-rs256: a registered address is fetched and what is there counts`() async throws
    {
        let signing = try await Signing(algorithm: .rs256)
        signing.canned.put(try signing.sign(), at: "https://app.example/request.jwt")
        try await signing.here.house.serve { client in
            let browser = try await signing.here.signedIn(client)
            let path = signing.path("").replacing(
                "&request=", with: "&request_uri=https%3A%2F%2Fapp.example%2Frequest.jwt")
            #expect(try await browser.get(path).parameters["state"] == "inside")
            #expect(signing.canned.asked == ["https://app.example/request.jwt"])
        }
    }

    @Test(arguments: [
        "https://evil.example/request.jwt", "https://app.example/request.jwt?x", "http://169.254.169.254/",
        "file:///etc/passwd",
    ])
    func `A156 an address that was not registered is not fetched`(address: String) async throws {
        let signing = try await Signing()
        try await signing.here.house.serve { client in
            let browser = try await signing.here.signedIn(client)
            let outer =
                "&redirect_uri=\(signing.here.other.redirectURI.formEncoded)&response_type=code&scope=openid"
            let path = signing.path("").replacing("&request=", with: "&request_uri=\(address.formEncoded)\(outer)")
            #expect(try await browser.get(path).parameters["error"] == "request_uri_not_supported")
            #expect(signing.canned.asked.isEmpty)
        }
    }

    @Test
    func `oidcc-request-uri-unsigned-supported-correctly-or-rejected-as-unsupported: it is rejected, and says so`()
        async throws
    {
        let signing = try await Signing()
        signing.canned.put(Self.unsigned(signing.claims()), at: "https://app.example/request.jwt")
        try await signing.here.house.serve { client in
            let browser = try await signing.here.signedIn(client)
            let outer =
                "&redirect_uri=\(signing.here.other.redirectURI.formEncoded)&response_type=code&scope=openid"
            let path = signing.path("")
                .replacing("&request=", with: "&request_uri=https%3A%2F%2Fapp.example%2Frequest.jwt\(outer)")
            #expect(try await browser.get(path).parameters["error"] == "request_uri_not_supported")
        }
    }

    static let wrong: [(String, @Sendable (inout JSONObject, Int64) -> Void)] = [
        ("ensure-request-object-with-bad-aud-fails", { claims, _ in claims["aud"] = "https://other.example" }),
        ("ensure-expired-request-object-fails", { claims, now in claims["exp"] = .integer(now - 1) }),
        ("ensure-request-object-with-exp-over-60-fails", { claims, now in claims["exp"] = .integer(now + 4200) }),
        ("ensure-request-object-with-nbf-over-60-fails", { claims, now in claims["nbf"] = .integer(now - 4200) }),
        ("ensure-request-object-without-exp-fails", { claims, _ in claims["exp"] = nil }),
        ("ensure-request-object-without-nbf-fails", { claims, _ in claims["nbf"] = nil }),
        ("ensure-request-object-without-redirect-uri-fails", { claims, _ in claims["redirect_uri"] = nil }),
        (
            "par-authorization-request-containing-request_uri",
            { claims, _ in claims["request_uri"] = "urn:ietf:params:oauth:request_uri:x" }
        ),
        ("nested request", { claims, _ in claims["request"] = "a.b.c" }),
        ("another client_id", { claims, _ in claims["client_id"] = "00000000-0000-4000-8000-000000000000" }),
        ("another iss", { claims, _ in claims["iss"] = "other" }),
    ]

    @Test(arguments: 0..<11)
    func `fapi2-security-profile-final: a pushed request object that is wrong is refused`(number: Int) async throws {
        let signing = try await Signing(isFAPI: true)
        let now = signing.here.house.now.seconds
        let (module, change) = Self.wrong[number]
        try await signing.here.house.serve { client in
            let browser = TestBrowser(client)
            let wrong = try signing.sign { change(&$0, now) }
            let refused = try await signing.push(browser, [("request", wrong)])
            #expect(refused.status == 400 && refused.json("request_uri") == nil, "\(module)")
            #expect(["invalid_request_object", "invalid_request"].contains(refused.json("error")))
            let right = try await signing.push(browser, [("request", try signing.sign())])
            #expect(right.status == 201)
        }
    }

    static let right: [(String, @Sendable (inout JSONObject, Int64) -> Void)] = [
        (
            "ensure-request-object-with-multiple-aud-succeeds",
            { claims, _ in
                claims["aud"] = .strings(["https://other.example", claims.string("aud") ?? ""])
            }
        ),
        (
            "ensure-request-object-with-nbf-8-seconds-in-the-future-is-accepted",
            { claims, now in claims["nbf"] = .integer(now + 8) }
        ),
    ]

    @Test(arguments: 0..<2)
    func `fapi2-security-profile-final: a pushed request object that is right is taken`(number: Int) async throws {
        let signing = try await Signing(isFAPI: true)
        let now = signing.here.house.now.seconds
        try await signing.here.house.serve { client in
            let browser = try await signing.here.signedIn(client)
            let object = try signing.sign { Self.right[number].1(&$0, now) }
            let pushed = try await signing.push(browser, [("request", object)])
            #expect(pushed.status == 201, "\(Self.right[number].0)")
            let answer = try await browser.get(signing.here.authorizePath(naming: pushed, as: signing.here.other))
            #expect(answer.parameters["state"] == "inside")
        }
    }

    @Test func `A156 unsigned, of another key, with a broken signature or with RS256 for FAPI: refused`() async throws {
        let signing = try await Signing(isFAPI: true)
        let stranger = try Self.signer(.es256)
        // fapi2-security-profile-final-ensure-signed-request-object-with-RS256-fails
        let weak = try await Signing(algorithm: .rs256, isFAPI: true)
        try await weak.here.house.serve { client in
            let pushed = try await weak.push(TestBrowser(client), [("request", try weak.sign())])
            #expect(pushed.refuses("invalid_request_object"))
        }
        let good = try signing.sign()
        let broken = String(good.dropLast(4)) + "AAAA"
        let objects = [
            // fapi2-security-profile-final-ensure-request-object-signature-algorithm-is-not-none
            Self.unsigned(signing.claims()),
            // fapi2-security-profile-final-ensure-matching-key-in-authorization-request
            try stranger.sign(claims: signing.claims(), type: .requestObject),
            // fapi2-security-profile-final-ensure-request-object-with-invalid-signature-fails
            broken, "a.b.c", "nonsense", "a.b.c.d.e",
        ]
        try await signing.here.house.serve { client in
            for object in objects {
                let pushed = try await signing.push(TestBrowser(client), [("request", object)])
                #expect(pushed.refuses("invalid_request_object"))
            }
        }
    }

    private static func signer(_ algorithm: SigningKey.Algorithm) throws -> JWTSigner {
        let key = try KeyMaker.make(algorithm)
        return try JWTSigner(algorithm: algorithm, keyID: key.keyID, privateKey: key.privateKeyDER)
    }

    @Test func `RFC 9101 an app that must sign gets nothing by an unsigned request`() async throws {
        let signing = try await Signing()
        try await signing.here.house.edit(signing.here.other) { $0.settings.requests.requiresSigning = true }
        try await signing.here.house.serve { client in
            let browser = try await signing.here.signedIn(client)
            // fapi2-security-profile-final-ensure-unsigned-request-at-par-endpoint-fails
            let pushed = try await signing.here.push(
                browser, TestBrowser.authorizePath(signing.here.other), as: signing.here.other)
            #expect(pushed.refuses("invalid_request_object"))
            let plain = try await browser.get(TestBrowser.authorizePath(signing.here.other))
            #expect(plain.parameters["error"] == "invalid_request_object")
            #expect(try await browser.get(signing.path(try signing.sign())).parameters["code"] != nil)
        }
    }
}
