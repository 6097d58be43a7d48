import MartletCredentials
import MartletDirectory
import Testing

@Suite struct `Assertions of other issuers` {
    private static let now = Timestamp(seconds: 1_790_000_000)
    private static let issuer = "https://tokens.ci.example"
    private static let subject = "repo:contoso/payroll:ref:refs/heads/main"
    private static let claims: JSONObject = [
        "iss": .string(issuer), "sub": .string(subject), "aud": "api://contoso", "jti": "j1",
        "iat": .integer(now.seconds), "exp": .integer(now.seconds + 300),
    ]

    private static func prove(
        _ stranger: Stranger, _ header: JSONObject = [:], _ claims: JSONObject = [:]
    ) throws
        -> FederatedAssertion.Proven
    {
        var top: JSONObject = ["alg": "ES256", "typ": "JWT", "kid": "k1"]
        var body = Self.claims
        for member in header.members { top[member.name] = member.value == .null ? nil : member.value }
        for member in claims.members { body[member.name] = member.value == .null ? nil : member.value }
        let assertion = try FederatedAssertion(try stranger.sign(top, body))
        return try assertion.verify(
            with: try stranger.keys, issuer: issuer, subject: subject, audience: "api://contoso", at: now)
    }

    @Test func `a workload elsewhere proves itself`() throws {
        let stranger = try Stranger(.es256)
        let proven = try Self.prove(stranger)
        #expect(proven.claims.string("sub") == Self.subject)
        #expect(proven.expiresAt == Self.now + .seconds(300))
        #expect(try Self.prove(stranger).digest == proven.digest)
        #expect(try Self.prove(stranger, [:], ["jti": "j2"]).digest != proven.digest)
        #expect(throws: Never.self) { try Self.prove(stranger, [:], ["aud": ["api://contoso"], "jti": .null]) }
    }

    @Test(
        arguments: [
            (["iss": "https://tokens.ci.example/"], .wrongIssuer), (["iss": .null], .wrongIssuer),
            (["sub": "repo:contoso/payroll:ref:refs/heads/main2"], .wrongSubject), (["sub": .null], .wrongSubject),
            (["sub": "REPO:contoso/payroll:ref:refs/heads/main"], .wrongSubject),
            (["aud": "api://contoso/"], .wrongAudience),
            (["aud": ["api://contoso", "x"]], .wrongAudience), (["aud": .null], .wrongAudience),
            (["exp": .null], .badTime), (["iat": .null], .badTime), (["exp": 1_790_000_000], .expired),
            (["exp": 1_790_086_461], .livesTooLong), (["iat": 1_790_000_061], .notYetValid),
            (["nbf": 1_790_000_061], .notYetValid), (["nbf": "x"], .badTime),
        ] as [(JSONObject, FederatedAssertion.Refused)])
    func `A173 A175 claims other than those written down are refused`(
        claims: JSONObject, refused: FederatedAssertion.Refused
    ) throws {
        #expect(throws: refused) { try Self.prove(try Stranger(.es256), [:], claims) }
    }

    @Test(
        arguments: [
            (["alg": "none"], .wrongAlgorithm), (["alg": "HS256"], .wrongAlgorithm), (["typ": "at+jwt"], .wrongType),
            (["typ": "dpop+jwt"], .wrongType), (["kid": "other"], .unknownKey), (["crit": ["x"]], .criticalHeader),
            (["alg": "RS256"], .unknownKey),
        ] as [(JSONObject, FederatedAssertion.Refused)])
    func `A169 A170 A172 a header that is not right is refused`(
        header: JSONObject, refused: FederatedAssertion.Refused
    ) throws {
        #expect(throws: refused) { try Self.prove(try Stranger(.es256), header) }
    }

    @Test func `A171 only the keys of the issuer count`() throws {
        let (owner, thief) = (try Stranger(.es256), try Stranger(.es256))
        let header: JSONObject = [
            "alg": "ES256", "kid": "k1", "jwk": .object(try thief.jwk), "jku": "https://thief.example",
        ]
        let assertion = try FederatedAssertion(try thief.sign(header, Self.claims))
        #expect(throws: FederatedAssertion.Refused.badSignature) {
            try assertion.verify(
                with: owner.keys, issuer: Self.issuer, subject: Self.subject, audience: "api://contoso", at: Self.now)
        }
    }
}
