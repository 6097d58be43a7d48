import MartletCredentials
import MartletDirectory
import Testing

@Suite struct `Claims of tokens` {
    @Test func `A172: a token of one type is nothing as another`() throws {
        for made in JWTType.allCases {
            let token = try Forge.signer(.rs256).sign(claims: Forge.claims, type: made)
            for wanted in JWTType.allCases where wanted != made {
                #expect(throws: JWTVerifier.Refused.wrongType) { try Forge.verify(token, type: wanted) }
            }
        }
        for type in ["", "jwt", "AT+JWT", "application/at+jwt"] {
            let header: JSONObject = ["alg": "RS256", "typ": .string(type), "kid": .string(Witness.rsaKeyID)]
            #expect(throws: JWTVerifier.Refused.wrongType) { try Forge.verify(try Forge.rsaToken(header)) }
        }
        let untyped: JSONObject = ["alg": "RS256", "kid": .string(Witness.rsaKeyID)]
        #expect(throws: JWTVerifier.Refused.wrongType) { try Forge.verify(try Forge.rsaToken(untyped)) }
    }

    @Test(
        arguments: [
            ("iss", .string("https://login.fabrikam.com/v2.0"), .wrongIssuer), ("iss", nil, .wrongIssuer),
            ("iss", .string("https://login.contoso.com/v2.0/"), .wrongIssuer),
            ("iss", .array([.string(Forge.issuer)]), .wrongIssuer),
            ("aud", nil, .wrongAudience), ("aud", "application", .wrongAudience), ("aud", "ap", .wrongAudience),
            ("aud", "APP", .wrongAudience), ("aud", [], .wrongAudience),
            ("aud", ["other", "application"], .wrongAudience),
            ("aud", ["app", 1], .wrongAudience), ("aud", 1, .wrongAudience),
        ] as [(String, JSONValue?, JWTVerifier.Refused)])
    func `A173: another issuer or audience is refused`(
        name: String, value: JSONValue?, expected: JWTVerifier.Refused
    ) throws {
        var claims = Forge.claims
        claims[name] = value
        let token = try Forge.signer(.rs256).sign(claims: claims, type: .jwt)
        #expect(throws: expected) { try Forge.verify(token) }
    }

    @Test func `A173: an audience among several is accepted`() throws {
        var claims = Forge.claims
        claims["aud"] = ["other", "app"]
        #expect(throws: Never.self) { try Forge.verify(try Forge.signer(.rs256).sign(claims: claims, type: .jwt)) }
    }

    @Test func `A174: a key counts from its beginning to its end`() throws {
        func verify(from: Timestamp?, until: Timestamp?) throws {
            let key = try VerificationKey(publicJWK: Forge.rsaJWK, validFrom: from, validUntil: until)
            _ = try JWTVerifier(keys: [key]).verify(
                Witness.rsaToken, type: .jwt, issuer: Forge.issuer, audience: "app", at: Forge.now)
        }
        #expect(throws: Never.self) { try verify(from: Forge.now + .seconds(60), until: Forge.now + .seconds(1)) }
        #expect(throws: JWTVerifier.Refused.keyNotInUse) { try verify(from: Forge.now + .seconds(61), until: nil) }
        #expect(throws: JWTVerifier.Refused.keyNotInUse) { try verify(from: nil, until: Forge.now) }
    }

    @Test(
        arguments: [
            ("exp", nil, .noExpiry), ("exp", .integer(1_790_000_040), .expired), ("exp", .integer(1_790_000_041), nil),
            ("exp", .integer(1_790_086_560), nil), ("exp", .integer(1_790_086_561), .livesTooLong),
            ("exp", .integer(1_789_000_000), .expired), ("exp", .integer(.max), .badTime),
            ("exp", .integer(-1), .badTime),
            ("exp", .string("1790003600"), .badTime), ("exp", .raw("1790003600.0"), .badTime),
            ("exp", .raw("1e300"), .badTime),
            ("exp", .raw("1.79e9"), .badTime), ("exp", .raw("9223372036854775808"), .badTime), ("exp", .null, .badTime),
            ("exp", .bool(true), .badTime), ("exp", .array([.integer(1_790_003_600)]), .badTime),
            ("nbf", .integer(1_790_000_160), nil), ("nbf", .integer(1_790_000_161), .notYetValid),
            ("nbf", .string("0"), .badTime), ("nbf", .raw("0.5"), .badTime), ("nbf", .integer(-1), .badTime),
            ("iat", .integer(1_790_000_160), nil), ("iat", .integer(1_790_000_161), .notYetValid),
            ("iat", .raw("1790000000.5"), .badTime), ("iat", .null, .badTime), ("iat", nil, nil),
        ] as [(String, JSONValue?, JWTVerifier.Refused?)])
    func `A175: times are whole numbers, a minute apart at most`(
        name: String, value: JSONValue?, expected: JWTVerifier.Refused?
    ) throws {
        var claims = Forge.claims
        claims[name] = value
        let token = try Forge.signer(.es256).sign(claims: claims, type: .jwt)
        if let expected {
            #expect(throws: expected) { try Forge.verify(token) }
        } else {
            #expect(throws: Never.self) { try Forge.verify(token) }
        }
    }

    @Test func `a hint may have expired, but not be forged`() throws {
        var claims = Forge.claims
        claims["exp"] = 1_780_000_000
        let token = try Forge.signer(.rs256).sign(claims: claims, type: .jwt)
        let verifier = try Forge.verifier()
        #expect(throws: JWTVerifier.Refused.expired) {
            try verifier.verify(token, type: .jwt, issuer: Forge.issuer, audience: nil, at: Forge.now)
        }
        #expect(throws: Never.self) {
            try verifier.verify(
                token, type: .jwt, issuer: Forge.issuer, audience: nil, at: Forge.now, allowsExpired: true)
        }
        #expect(throws: JWTVerifier.Refused.badSignature) {
            try verifier.verify(
                String(token.dropLast(8)) + "AAAAAAAA", type: .jwt, issuer: Forge.issuer, audience: nil, at: Forge.now,
                allowsExpired: true)
        }
    }

    @Test func `A176: duplicate members in header or payload are refused, though well signed`() throws {
        let kid = Witness.rsaKeyID
        for header in [
            #"{"alg":"RS256","alg":"RS256","typ":"JWT","kid":"\#(kid)"}"#,
            #"{"alg":"none","typ":"JWT","kid":"\#(kid)","alg":"RS256"}"#, "\u{feff}{\"alg\":\"RS256\"}",
            #"{"alg":"RS256",/**/"typ":"JWT","kid":"\#(kid)"}"#,
        ] {
            #expect(throws: JWTVerifier.Refused.malformed) {
                try Forge.verify(try Forge.rsaToken(header, Forge.claims.text))
            }
        }
        let header: JSONObject = ["alg": "RS256", "typ": "JWT", "kid": .string(kid)]
        for payload in [
            Forge.claims.text.dropLast() + #","sub":"mallory"}"#,
            Forge.claims.text.dropLast() + #","s\u0075b":"mallory"}"#,
            Forge.claims.text.dropLast() + #","x":"\ud800"}"#, "[]", "", "null",
        ] as [any StringProtocol] {
            #expect(throws: JWTVerifier.Refused.malformed) {
                try Forge.verify(try Forge.rsaToken(header.text, String(payload)))
            }
        }
    }

    @Test func `A177: what is too long or has too many parts is refused before any work`() throws {
        #expect(throws: JWTVerifier.Refused.tooLarge) { try Forge.verify(String(repeating: ".", count: 1_000_000)) }
        #expect(throws: JWTVerifier.Refused.tooLarge) {
            try Forge.verify(Witness.rsaToken + String(repeating: "A", count: 16_384))
        }
        for text in [
            "", ".", "..", "...", String(repeating: ".", count: 16_384), "a.b.c.d.e", Witness.rsaToken + ".",
            "." + Witness.rsaToken,
        ] {
            #expect(throws: JWTVerifier.Refused.malformed) { try Forge.verify(text) }
        }
        let deep = "{\"a\":" + String(repeating: "[", count: 5000) + String(repeating: "]", count: 5000) + "}"
        #expect(throws: JWTVerifier.Refused.malformed) { try Forge.verify("\(Base64URL.encode(deep.utf8)).e30.AAAA") }
        // A JWE, compressed or derived from a password with a billion rounds, has five parts.
        let jwe = Base64URL.encode(#"{"alg":"PBES2-HS256+A128KW","p2c":1000000000,"enc":"A128GCM","zip":"DEF"}"#.utf8)
        #expect(throws: JWTVerifier.Refused.malformed) { try Forge.verify(jwe + ".AAAA.AAAA.AAAA.AAAA") }
    }

    @Test func `A176: padding, line ends and the other alphabet are refused in each part`() throws {
        let parts = Witness.rsaToken.split(separator: ".").map(String.init)
        for index in parts.indices {
            for tail in ["=", "==", "\n", " ", "+", "/", "%3D"] {
                var changed = parts
                changed[index] += tail
                // The payload is not even read before the signature over it holds.
                let expected: JWTVerifier.Refused = index == 1 ? .badSignature : .malformed
                #expect(throws: expected) { try Forge.verify(changed.joined(separator: ".")) }
            }
        }
    }

    @Test func `changing any one character makes a token worthless`() throws {
        let token = Array(Witness.ecToken.utf8)
        for index in token.indices {
            var changed = token
            changed[index] = changed[index] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
            #expect(throws: JWTVerifier.Refused.self) {
                try Forge.verify(String(decoding: changed, as: UTF8.self), type: .accessToken)
            }
        }
    }
}
