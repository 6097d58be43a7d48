import MartletCredentials
import MartletDirectory
import Testing

/// A185 and the conformance modules about client assertions, for apps that registered a key set.
@Suite struct `Assertions by key sets` {
    private static let now = Timestamp(seconds: 1_790_000_000)
    private static let issuer = "https://login.contoso.com/v2.0"
    private static let client = ID<Application>("11111111-2222-4333-8444-555555555555")
    private static let claims: JSONObject = [
        "iss": .string(client.rawValue), "sub": .string(client.rawValue), "aud": .string(issuer), "jti": "j1",
        "exp": .integer(now.seconds + 300), "iat": .integer(now.seconds),
    ]

    private static func assertion(
        by stranger: Stranger, _ algorithm: JWSAlgorithm, kid: String? = "k1", claims: JSONObject = [:]
    ) throws -> ClientAssertion {
        var header: JSONObject = ["alg": .string(algorithm.rawValue), "typ": "JWT"]
        if let kid { header["kid"] = .string(kid) }
        var body = Self.claims
        for member in claims.members { body[member.name] = member.value == .null ? nil : member.value }
        return try ClientAssertion(try stranger.sign(header, body))
    }

    private static func judge(
        _ assertion: ClientAssertion, audience: ClientAssertion.Audience = .anyOf([issuer])
    ) throws -> ClientAssertion.OneTime {
        try assertion.judge(client: client, audience: audience, at: now)
    }

    @Test(arguments: JWSAlgorithm.allCases)
    func `a key of the set is found by its name, or tried where none is given`(algorithm: JWSAlgorithm) throws {
        let (owner, other) = (try Stranger(algorithm), try Stranger(.es256, keyID: "k2"))
        let keys = JSONWebKeySet(keys: try other.keys.keys + owner.keys.keys)
        for kid in ["k1", nil] {
            let assertion = try Self.assertion(by: owner, algorithm, kid: kid)
            #expect(throws: Never.self) { try assertion.verify(with: [], keys: keys, at: Self.now) }
        }
        let assertion = try Self.assertion(by: owner, algorithm, kid: "k3")
        #expect(throws: ClientAssertion.Refused.unknownKey) { try assertion.verify(with: [], keys: keys, at: Self.now) }
        #expect(throws: ClientAssertion.Refused.unknownKey) {
            try Self.assertion(by: owner, algorithm).verify(with: [], at: Self.now)
        }
        // The name of one key, the signature of another.
        let thief = try Stranger(.es256)
        #expect(throws: ClientAssertion.Refused.badSignature) {
            try Self.assertion(by: thief, .es256, kid: "k2").verify(with: [], keys: keys, at: Self.now)
        }
    }

    @Test func `fapi2 ensure-signed-client-assertion-with-RS256-fails`() throws {
        for algorithm in [JWSAlgorithm.rs256, .es384] {
            let owner = try Stranger(algorithm)
            let assertion = try Self.assertion(by: owner, algorithm)
            #expect(throws: ClientAssertion.Refused.wrongAlgorithm) {
                try assertion.verify(with: [], keys: owner.keys, algorithms: .fapi, at: Self.now)
            }
        }
        for algorithm in [JWSAlgorithm.ps256, .es256, .edDSA] {
            let owner = try Stranger(algorithm)
            let assertion = try Self.assertion(by: owner, algorithm)
            #expect(throws: Never.self) {
                try assertion.verify(with: [], keys: owner.keys, algorithms: .fapi, at: Self.now)
            }
        }
    }

    @Test func `A170 the declared algorithm of a key is its only one`() throws {
        let owner = try Stranger(.ps256)
        var jwk = try owner.jwk
        jwk["alg"] = "PS256"
        let keys = JSONWebKeySet(keys: [try JSONWebKey(jwk)])
        #expect(throws: Never.self) {
            try Self.assertion(by: owner, .ps256).verify(with: [], keys: keys, at: Self.now)
        }
        #expect(throws: ClientAssertion.Refused.unknownKey) {
            try Self.assertion(by: owner, .rs256).verify(with: [], keys: keys, at: Self.now)
        }
    }

    @Test func `fapi2 par-test-array-as-audience-fails, and endpoints as the audience`() throws {
        let owner = try Stranger(.es256)
        let (endpoint, pushed) = ("https://login.contoso.com/token", "https://login.contoso.com/par")
        let all: Set<String> = [Self.issuer, endpoint, pushed]
        for (audience, isFAPI) in [
            (.string(Self.issuer), true), (.array([.string(Self.issuer)]), false), (.string(endpoint), false),
            (.string(pushed), false),
        ] as [(JSONValue, Bool)] {
            let assertion = try Self.assertion(by: owner, .es256, claims: ["aud": audience])
            #expect(throws: Never.self) { try Self.judge(assertion, audience: .anyOf(all)) }
            if isFAPI {
                #expect(throws: Never.self) { try Self.judge(assertion, audience: .exactly(Self.issuer)) }
            } else {
                #expect(throws: ClientAssertion.Refused.wrongAudience) {
                    try Self.judge(assertion, audience: .exactly(Self.issuer))
                }
            }
        }
        for audience in [.null, 7, .array([]), .array([.string(Self.issuer), "https://thief.example"])] as [JSONValue] {
            let assertion = try Self.assertion(by: owner, .es256, claims: ["aud": audience])
            #expect(throws: ClientAssertion.Refused.wrongAudience) { try Self.judge(assertion, audience: .anyOf(all)) }
        }
    }

    @Test(
        arguments: [
            (["nbf": 1_790_000_008], nil), (["nbf": 1_790_000_061], .notYetValid),
            (["iat": 1_790_000_061], .notYetValid),
            (["exp": .raw("1790000300.25")], nil), (["exp": 1_790_003_660], nil),
            (["exp": 1_790_003_661], .livesTooLong),
            (["exp": 1_789_999_700], .expired), (["exp": .null], .badTime), (["sub": .null], .wrongClient),
            (["sub": "x"], .wrongClient), (["iss": .null], .wrongClient), (["jti": .null], .noIdentifier),
        ] as [(JSONObject, ClientAssertion.Refused?)])
    func `fapi2 client assertions: nbf 8 and over 60 seconds ahead, exp in the past, no sub`(
        claims: JSONObject, refused: ClientAssertion.Refused?
    ) throws {
        let assertion = try Self.assertion(by: try Stranger(.es256), .es256, claims: claims)
        guard let refused else {
            #expect(throws: Never.self) { try Self.judge(assertion) }
            return
        }
        #expect(throws: refused) { try Self.judge(assertion) }
    }

    @Test func `a shorter life can be asked for`() throws {
        let assertion = try Self.assertion(by: try Stranger(.es256), .es256, claims: ["exp": 1_790_000_661])
        #expect(throws: ClientAssertion.Refused.livesTooLong) {
            try assertion.judge(
                client: Self.client, audience: .anyOf([Self.issuer]), longestLife: .minutes(10), at: Self.now)
        }
    }
}
