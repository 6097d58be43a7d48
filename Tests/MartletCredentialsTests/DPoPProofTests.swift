import MartletCredentials
import MartletDirectory
import Testing

/// RFC 9449, A182.
@Suite struct `Proofs of possession` {
    private static let now = Timestamp(seconds: 1_790_000_000)
    private static let address = "https://login.contoso.com/token"
    private static let claims: JSONObject = [
        "jti": "p1", "htm": "POST", "htu": .string(address), "iat": .integer(now.seconds),
    ]

    private static func proof(
        _ algorithm: JWSAlgorithm = .es256, header: JSONObject = [:], claims: JSONObject = [:]
    ) throws -> String {
        let stranger = try Stranger(algorithm)
        var top: JSONObject = [
            "typ": "dpop+jwt", "alg": .string(algorithm.rawValue), "jwk": .object(try stranger.jwk),
        ]
        var body = Self.claims
        for member in header.members { top[member.name] = member.value == .null ? nil : member.value }
        for member in claims.members { body[member.name] = member.value == .null ? nil : member.value }
        return try stranger.sign(top, body)
    }

    @discardableResult
    private static func verify(
        _ proof: String, method: String = "POST", address: String = address, token: String? = nil
    ) throws -> DPoPProof.Shown {
        try DPoPProof(proof).verify(method: method, address: address, accessToken: token, at: now)
    }

    @Test func `RFC 9449 section 4.2: the proof of the example is right`() throws {
        let proof = """
            eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVTMjU2IiwiandrIjp7Imt0eSI6IkVDIiwieCI6Imw4dEZyaHgtMzR0VjNoUklDUkRZOXpDa0RscEJo\
            RjQyVVFVZldWQVdCRnMiLCJ5IjoiOVZFNGpmX09rX282NHpiVFRsY3VOSmFqSG10NnY5VERWclUwQ2R2R1JEQSIsImNydiI6IlAtMjU2In19.\
            eyJqdGkiOiItQndDM0VTYzZhY2MybFRjIiwiaHRtIjoiUE9TVCIsImh0dSI6Imh0dHBzOi8vc2VydmVyLmV4YW1wbGUuY29tL3Rva2VuIiwi\
            aWF0IjoxNTYyMjYyNjE2fQ.2-GxA6T8lP4vfrg8v-FdWP0A0zdrj8igiMLvqRMUvwnQg4PtFLbdLXiOSsX0x7NVY-FNyJK70nfbV37xRZT3Lg
            """
        let shown = try DPoPProof(proof).verify(
            method: "POST", address: "https://server.example.com/token", accessToken: nil,
            at: Timestamp(seconds: 1_562_262_617))
        #expect(shown.keyThumbprint == "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I")
    }

    @Test func `RFC 9449 section 7.1: a proof names the token that it comes with`() throws {
        let proof = try DPoPProof(
            """
            eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVTMjU2IiwiandrIjp7Imt0eSI6IkVDIiwieCI6Imw4dEZyaHgtMzR0VjNoUklDUkRZOXpDa0RscEJo\
            RjQyVVFVZldWQVdCRnMiLCJ5IjoiOVZFNGpmX09rX282NHpiVFRsY3VOSmFqSG10NnY5VERWclUwQ2R2R1JEQSIsImNydiI6IlAtMjU2In19.\
            eyJqdGkiOiJlMWozVl9iS2ljOC1MQUVCIiwiaHRtIjoiR0VUIiwiaHR1IjoiaHR0cHM6Ly9yZXNvdXJjZS5leGFtcGxlLm9yZy9wcm90ZWN0\
            ZWRyZXNvdXJjZSIsImlhdCI6MTU2MjI2MjYxOCwiYXRoIjoiZlVIeU8ycjJaM0RaNTNFc05yV0JiMHhXWG9hTnk1OUlpS0NBcWtzbVFFbyJ9.\
            2oW9RP35yRqzhrtNP86L-Ey71EOptxRimPPToA1plemAgR6pxHF8y6-yqyVnmcw6Fy1dqd-jfxSYoMxhAJpLjA
            """)
        let (address, point) = ("https://resource.example.org/protectedresource", Timestamp(seconds: 1_562_262_618))
        let token = "Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU"
        #expect(throws: Never.self) {
            try proof.verify(method: "GET", address: address, accessToken: token, at: point)
        }
        for other in ["", token + "x"] {
            #expect(throws: DPoPProof.Refused.wrongToken) {
                try proof.verify(method: "GET", address: address, accessToken: other, at: point)
            }
        }
    }

    @Test(arguments: [JWSAlgorithm.es256, .ps256, .rs256, .edDSA])
    func `a proof shows its key and counts once`(algorithm: JWSAlgorithm) throws {
        let text = try Self.proof(algorithm)
        let (first, second) = (try Self.verify(text), try Self.verify(text))
        #expect(first == second)
        #expect(first.keyThumbprint == (try DPoPProof(text).unverifiedKeyThumbprint))
        // Until the proof is too old by itself.
        #expect(first.expiresAt == Self.now + .seconds(DPoPProof.oldest + 1))
        let other = try Self.verify(try Self.proof(algorithm, claims: ["jti": "p2"]))
        #expect(other.digest != first.digest)
    }

    @Test(arguments: [
        "https://LOGIN.contoso.com/token", "https://login.contoso.com:443/token", "HTTPS://login.contoso.com/token",
        "https://login.contoso.com/token?x=1#y", "https://login.contoso.com/%74oken",
        "https://login.contoso.com/a/../token", "https://login.contoso.com/./token",
    ])
    func `RFC 9449 section 4.3: another spelling of the address is the same`(address: String) throws {
        #expect(throws: Never.self) { try Self.verify(try Self.proof(claims: ["htu": .string(address)])) }
    }

    @Test(arguments: [
        "https://login.contoso.com/Token", "http://login.contoso.com/token", "https://login.contoso.com:8443/token",
        "https://login.contoso.com/token/", "https://thief@login.contoso.com/token", "//login.contoso.com/token",
        "https://login.contoso.com.thief.example/token", "https://login.contoso.com/%2ftoken",
        "https://login.contoso.com",
        "/token", "", "https://login.contoso.com/%7", "https://login.contoso.com/t oken",
        "ftp://login.contoso.com/token",
        "https://login.contoso.com\\token",
    ])
    func `A182 another address is refused`(address: String) throws {
        #expect(throws: DPoPProof.Refused.wrongAddress) {
            try Self.verify(try Self.proof(claims: ["htu": .string(address)]))
        }
    }

    @Test(
        arguments: [
            (["typ": "JWT"], .wrongType), (["typ": .null], .wrongType), (["alg": "none"], .wrongAlgorithm),
            (["alg": "HS256"], .wrongAlgorithm), (["alg": "RS256"], .wrongAlgorithm),
            (["alg": "ES384"], .wrongAlgorithm),
            (["jwk": .null], .badKey), (["jwk": "x"], .badKey),
            (["jwk": .object(["kty": "oct", "k": "AAAA"])], .badKey),
            (["crit": ["x"]], .criticalHeader), (["kid": 1], .malformed),
        ] as [(JSONObject, DPoPProof.Refused)])
    func `A182 A169 a header that is not right is refused`(header: JSONObject, refused: DPoPProof.Refused) throws {
        let proof = try Self.proof(header: header)
        #expect(throws: refused) { try Self.verify(proof) }
    }

    @Test(
        arguments: [
            (["htm": "GET"], .wrongMethod), (["htm": "post"], .wrongMethod), (["htm": .null], .wrongMethod),
            (["htu": .null], .wrongAddress), (["htu": 7], .wrongAddress), (["jti": .null], .noIdentifier),
            (["jti": ""], .noIdentifier), (["jti": .string(String(repeating: "j", count: 257))], .noIdentifier),
            (["iat": .null], .badTime), (["iat": "1790000000"], .badTime), (["iat": -1], .badTime),
            (["iat": 1_790_000_031], .notYetValid), (["iat": 1_789_999_909], .tooOld),
            (["iat": 1_789_996_400], .tooOld),
            (["nbf": 1_790_000_031], .notYetValid), (["exp": 1_789_999_970], .expired), (["exp": "x"], .badTime),
        ] as [(JSONObject, DPoPProof.Refused)])
    func `A182 claims that are not right are refused`(claims: JSONObject, refused: DPoPProof.Refused) throws {
        let proof = try Self.proof(claims: claims)
        #expect(throws: refused) { try Self.verify(proof) }
    }

    @Test(
        arguments: [
            ["iat": 1_790_000_010], ["iat": 1_789_999_990], ["iat": 1_790_000_030], ["iat": 1_789_999_910],
            ["iat": .raw("1790000000.5")], ["nbf": 1_789_999_990, "exp": 1_790_000_060],
        ] as [JSONObject])
    func `fapi2 ensure-dpopproof-with-iat-10seconds-before and after, check-dpop-proof-nbf-exp`(
        claims: JSONObject
    ) throws {
        let proof = try Self.proof(claims: claims)
        #expect(throws: Never.self) { try Self.verify(proof) }
    }

    @Test func `A182 a key with its private half, another's signature and no signature are refused`() throws {
        let (owner, thief) = (try Stranger(.es256), try Stranger(.es256))
        var header: JSONObject = ["typ": "dpop+jwt", "alg": "ES256", "jwk": .object(try owner.jwk)]
        #expect(throws: Never.self) { try Self.verify(try owner.sign(header, Self.claims)) }
        #expect(throws: DPoPProof.Refused.badSignature) { try Self.verify(try thief.sign(header, Self.claims)) }
        let unsigned = try owner.sign(header, Self.claims).split(separator: ".").prefix(2).joined(separator: ".") + "."
        #expect(throws: DPoPProof.Refused.badSignature) { try Self.verify(unsigned) }
        var jwk = try owner.jwk
        jwk["d"] = "AAAA"
        header["jwk"] = .object(jwk)
        #expect(throws: DPoPProof.Refused.badKey) { try Self.verify(try owner.sign(header, Self.claims)) }
    }

    @Test func `A177 a proof of more than 8 KiB is not looked at`() throws {
        let long = try Self.proof(claims: ["x": .string(String(repeating: "x", count: 8192))])
        #expect(throws: DPoPProof.Refused.tooLarge) { try Self.verify(long) }
        for text in ["", "..", String(repeating: ".", count: 8000), "a.b.c"] {
            #expect(throws: DPoPProof.Refused.malformed) { try Self.verify(text) }
        }
    }
}
