import MartletCredentials
import MartletDirectory
import Testing

/// RFC 9101, A156, and the conformance modules about request objects.
@Suite struct `Request objects` {
    private static let now = Timestamp(seconds: 1_790_000_000)
    private static let issuer = "https://login.contoso.com/v2.0"
    private static let claims: JSONObject = [
        "iss": "app", "aud": .string(issuer), "nbf": .integer(now.seconds), "exp": .integer(now.seconds + 300),
        "client_id": "app", "response_type": "code", "scope": "openid", "max_age": 60,
        "claims": .object(["id_token": .object(["acr": .null])]), "ui_locales": .null,
    ]

    private static func request(
        _ header: JSONObject = [:], _ claims: JSONObject = [:], by stranger: Stranger? = nil
    ) throws -> RequestObject {
        var top: JSONObject = ["alg": "ES256", "typ": "oauth-authz-req+jwt", "kid": "k1"]
        var body = Self.claims
        for member in header.members { top[member.name] = member.value == .null ? nil : member.value }
        for member in claims.members { body[member.name] = member.value == .null ? nil : member.value }
        return try RequestObject(try (stranger ?? Stranger(.es256)).sign(top, body))
    }

    private static func parameters(
        _ request: RequestObject, _ strictness: RequestObject.Strictness = .fapi
    ) throws -> [RequestObject.Parameter] {
        try request.parameters(clientID: "app", issuer: issuer, strictness: strictness, at: now)
    }

    @Test func `the parameters come in their order, and what is no text as JSON`() throws {
        let parameters = try Self.parameters(try Self.request())
        #expect(
            parameters.map { "\($0.name)=\($0.value)" } == [
                "client_id=app", "response_type=code", "scope=openid", "max_age=60",
                #"claims={"id_token":{"acr":null}}"#,
            ])
        #expect(try Self.request().unverifiedClient == "app")
    }

    @Test(arguments: ["oauth-authz-req+jwt", "JWT", .null] as [JSONValue])
    func `A172 it is of its own type, or says none`(type: JSONValue) throws {
        #expect(throws: Never.self) { try Self.request(["typ": type]) }
        for other in ["at+jwt", "client-authentication+jwt", "dpop+jwt", "logout+jwt", "", 7] as [JSONValue] {
            #expect(throws: RequestObject.Refused.wrongType) { try Self.request(["typ": other]) }
        }
    }

    @Test func `fapi2 ensure-matching-key, invalid-signature, none and RS256`() throws {
        let (owner, thief) = (try Stranger(.es256), try Stranger(.es256))
        let keys = try owner.keys
        let request = try Self.request(by: owner)
        #expect(throws: Never.self) { try request.verify(with: [], keys: keys, algorithms: .fapi, at: Self.now) }
        #expect(throws: RequestObject.Refused.badSignature) {
            try Self.request(by: thief).verify(with: [], keys: keys, at: Self.now)
        }
        #expect(throws: RequestObject.Refused.unknownKey) {
            try Self.request(["kid": "other"], by: thief).verify(with: [], keys: keys, at: Self.now)
        }
        for algorithm in ["none", "None", "HS256", ""] {
            #expect(throws: RequestObject.Refused.wrongAlgorithm) { try Self.request(["alg": .string(algorithm)]) }
        }
        let rsa = try Stranger(.rs256)
        let old = try Self.request(["alg": "RS256"], by: rsa)
        #expect(throws: Never.self) { try old.verify(with: [], keys: rsa.keys, at: Self.now) }
        #expect(throws: RequestObject.Refused.wrongAlgorithm) {
            try old.verify(with: [], keys: rsa.keys, algorithms: .fapi, at: Self.now)
        }
        let pem = try CertificateReader(pem: Witness.certificate)
        let certificate = try RegisteredCertificate(der: pem.der)
        #expect(throws: RequestObject.Refused.unknownKey) {
            try request.verify(with: [certificate], keys: JSONWebKeySet(), at: Self.now)
        }
    }

    @Test(
        arguments: [
            ([:], nil), (["aud": ["https://other.example", .string(issuer)]], nil), (["nbf": 1_790_000_008], nil),
            (["aud": "https://other.example"], .wrongAudience), (["aud": .null], .wrongAudience),
            (["aud": 7], .wrongAudience), (["iss": "other"], .wrongClient), (["iss": .null], .wrongClient),
            (["client_id": "other"], .wrongClient), (["sub": "app"], .wrongType), (["exp": 1_790_000_000], .expired),
            (["exp": .null], .badTime), (["nbf": .null], .badTime), (["exp": "x"], .badTime),
            (["exp": 1_790_003_601], .livesTooLong), (["nbf": 1_789_996_399, "exp": 1_789_999_000], .expired),
            (["nbf": 1_789_996_399, "exp": 1_790_000_001], .livesTooLong), (["nbf": 1_790_000_061], .notYetValid),
            (["request": "x"], .nested), (["request_uri": "urn:x"], .nested),
        ] as [(JSONObject, RequestObject.Refused?)])
    func `fapi2 request objects: bad aud, multiple aud, exp and nbf missing, over 60 minutes and 8 seconds ahead`(
        claims: JSONObject, refused: RequestObject.Refused?
    ) throws {
        let request = try Self.request([:], claims)
        guard let refused else {
            #expect(throws: Never.self) { try Self.parameters(request) }
            return
        }
        #expect(throws: refused) { try Self.parameters(request) }
    }

    @Test func `OpenID Connect Core section 6 - what is not said is not demanded, what is said must be right`() throws {
        for name in ["iss", "aud", "nbf", "exp", "client_id"] {
            let request = try Self.request([:], JSONObject([(name, .null)]))
            #expect(throws: Never.self) { try Self.parameters(request, .ordinary) }
        }
        for (name, value, refused) in [
            ("iss", "other", .wrongClient), ("aud", "other", .wrongAudience), ("nbf", 1_790_000_061, .notYetValid),
            ("exp", 1_789_999_940, .expired), ("client_id", "other", .wrongClient), ("request", "x", .nested),
        ] as [(String, JSONValue, RequestObject.Refused)] {
            let request = try Self.request([:], JSONObject([(name, value)]))
            #expect(throws: refused) { try Self.parameters(request, .ordinary) }
        }
    }

    @Test func `A176 A177 what is no request object is refused`() {
        #expect(throws: RequestObject.Refused.tooLarge) {
            try RequestObject(String(repeating: "x", count: RequestObject.longest + 1))
        }
        // Five segments: an encrypted one.
        for text in ["", "..", "a.b.c", "e30.e30.e30.e30.e30", "e30"] {
            #expect(throws: RequestObject.Refused.malformed) { try RequestObject(text) }
        }
        #expect(throws: RequestObject.Refused.criticalHeader) { try Self.request(["crit": ["b64"]]) }
    }
}

extension JSONObject {
    init(_ members: [(String, JSONValue)]) {
        self.init()
        for (name, value) in members { self[name] = value }
    }
}
