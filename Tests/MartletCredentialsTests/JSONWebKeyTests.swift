import MartletCredentials
import MartletDirectory
import Testing

@Suite struct `Keys of strangers` {
    static let rfc7638 = """
        {"kty":"RSA","n":"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPeb\
        WKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgn\
        Yb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44\
        -csFCur-kEgU8awapJzKnqDKgw","e":"AQAB","alg":"RS256","kid":"2011-04-29"}
        """
    static let rfc7517EC = """
        {"kty":"EC","crv":"P-256","x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",\
        "y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM","use":"enc","kid":"1"}
        """
    static let rfc8037 = #"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#

    @Test func `RFC 7638 section 3.1 and RFC 8037 A.3: thumbprints`() throws {
        #expect(try JSONWebKey(json: Self.rfc7638).thumbprint == "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs")
        #expect(try JSONWebKey(json: Self.rfc8037).thumbprint == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k")
        for (jwk, keyID) in [
            (Forge.rsaJWK, Witness.rsaKeyID), (Forge.ecJWK, Witness.ecKeyID), (Forge.ed25519JWK, Witness.ed25519KeyID),
        ] { #expect(try JSONWebKey(json: jwk).thumbprint == keyID) }
    }

    @Test func `RFC 8037 A.5: a signature is verified`() throws {
        let key = try JSONWebKey(json: Self.rfc8037)
        let signed = Array("eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc".utf8)
        var signature = try #require(
            Base64URL.decode("hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg"))
        #expect(key.isValid(signature, by: .edDSA, for: signed[...]))
        #expect(!key.isValid(signature, by: .edDSA, for: signed.dropLast()))
        #expect(!key.isValid(signature, by: .es256, for: signed[...]))
        signature[63] ^= 0x80
        #expect(!key.isValid(signature, by: .edDSA, for: signed[...]))
        #expect(!key.isValid([], by: .edDSA, for: signed[...]))
        #expect(!key.isValid(Array(repeating: 0, count: 64), by: .edDSA, for: signed[...]))
    }

    @Test func `RFC 7517 A.1: a set is read, and a key for encryption verifies nothing`() throws {
        let set = try JSONWebKeySet(json: "{\"keys\":[\(Self.rfc7517EC),\(Self.rfc7638)]}")
        #expect(set.keys.map(\.keyID) == ["1", "2011-04-29"])
        #expect(set.keys.map { $0.fits(.es256) } == [false, false])
        #expect(set.keys.map { $0.fits(.rs256) } == [false, true])
        // It says RS256, so it is not for PS256 (A170).
        #expect(!set.keys[1].fits(.ps256))
        #expect(try JSONWebKeySet(json: set.json) == set)
    }

    @Test(arguments: JWSAlgorithm.allCases)
    func `what is printed is read again, and holds nothing private`(algorithm: JWSAlgorithm) throws {
        var jwk = try Stranger(algorithm).jwk
        jwk["alg"] = .string(algorithm.rawValue)
        jwk["use"] = "sig"
        jwk["x5u"] = "https://thief.example"
        let key = try JSONWebKey(jwk)
        #expect(key.fits(algorithm))
        #expect(JWSAlgorithm.allCases.filter(key.fits) == [algorithm])
        #expect(try JSONWebKey(json: key.object.text) == key)
        #expect(key.object["x5u"] == nil)
    }

    @Test(arguments: ["d", "p", "q", "dp", "dq", "qi", "oth", "k"])
    func `A181 a key with a private member is refused, alone and in a set`(member: String) throws {
        for algorithm in JWSAlgorithm.allCases {
            var jwk = try Stranger(algorithm).jwk
            #expect(throws: Never.self) { try JSONWebKey(jwk) }
            jwk[member] = "AAAA"
            #expect(throws: JSONWebKey.Refused.privateKey) { try JSONWebKey(jwk) }
            let set: JSONObject = ["keys": .array([.object(jwk)])]
            #expect(throws: JSONWebKeySet.Refused.badKey(.privateKey)) {
                try JSONWebKeySet(set, unsoundKey: .isLeftOut)
            }
        }
        #expect(throws: JSONWebKey.Refused.privateKey) { try JSONWebKey(json: #"{"kty":"oct","k":"AAAA"}"#) }
    }

    /// One member of a sound RSA key changed.
    struct Crooked: Sendable {
        let name: String
        let value: JSONValue
        let refused: JSONWebKey.Refused

        init(_ name: String, _ value: JSONValue, _ refused: JSONWebKey.Refused) {
            self.name = name
            self.value = value
            self.refused = refused
        }

        init(_ name: String, bytes: [UInt8], _ refused: JSONWebKey.Refused) {
            self.init(name, .string(Base64URL.encode(bytes)), refused)
        }

        static let all: [Crooked] = [
            // 2047 bits, an even modulus, one of 8200 bits.
            Crooked("n", bytes: [0x7f] + Array(repeating: 0xff, count: 255), .weakKey),
            Crooked("n", bytes: Array(repeating: 0xff, count: 255) + [0xfe], .weakKey),
            Crooked("n", bytes: Array(repeating: 0xff, count: 1025), .weakKey),
            Crooked("n", bytes: Array(repeating: 0xff, count: 1100), .malformed),
            Crooked("n", bytes: [], .weakKey), Crooked("n", "A QAB", .malformed), Crooked("n", "AQAB==", .malformed),
            // 1, 2, an even one, one beyond 2³², and a zero in front.
            Crooked("e", bytes: [1], .weakKey), Crooked("e", bytes: [2], .weakKey),
            Crooked("e", bytes: [1, 0, 0], .weakKey), Crooked("e", bytes: [2, 0, 0, 0, 1], .weakKey),
            Crooked("e", bytes: [], .weakKey), Crooked("e", bytes: [0, 1, 0, 1], .malformed),
            Crooked("kty", "rsa", .unknownKind), Crooked("kty", 1, .malformed), Crooked("kid", 7, .malformed),
            Crooked("kid", .string(String(repeating: "k", count: 257)), .malformed),
            Crooked("alg", "ES256", .wrongAlgorithm), Crooked("use", .null, .malformed),
        ]
    }

    @Test(arguments: Crooked.all)
    func `A183 a crooked RSA key is refused`(change: Crooked) throws {
        var jwk = try Stranger(.rs256).jwk
        #expect(throws: Never.self) { try JSONWebKey(jwk) }
        jwk[change.name] = change.value
        #expect(throws: change.refused) { try JSONWebKey(jwk) }
    }

    @Test func `A183 a small key is refused`() {
        let small = String(repeating: "_", count: 170) + "w"
        #expect(throws: JSONWebKey.Refused.weakKey) {
            try JSONWebKey(json: #"{"kty":"RSA","e":"AQAB","n":"\#(small)"}"#)
        }
    }

    @Test func `A178 a point off its curve or of a small group is refused`() throws {
        for algorithm in [JWSAlgorithm.es256, .es384] {
            var jwk = try Stranger(algorithm).jwk
            jwk["y"] = jwk["x"]
            #expect(throws: JSONWebKey.Refused.badPoint) { try JSONWebKey(jwk) }
            jwk["y"] = "AA"
            #expect(throws: JSONWebKey.Refused.badPoint) { try JSONWebKey(jwk) }
            jwk["crv"] = algorithm == .es256 ? "P-384" : "P-256"
            #expect(throws: JSONWebKey.Refused.badPoint) { try JSONWebKey(jwk) }
            jwk["crv"] = "secp256k1"
            #expect(throws: JSONWebKey.Refused.unknownKind) { try JSONWebKey(jwk) }
        }
        let zero = [UInt8](repeating: 0, count: 32)
        // The neutral point, a point of order 2, one of order 4, one that is none, and a coordinate that is too large.
        for point in [
            [1] + zero.dropLast(), [0xec] + [UInt8](repeating: 0xff, count: 30) + [0x7f], zero,
            [2] + zero.dropLast(), [UInt8](repeating: 0xff, count: 32), [], Array(zero.dropLast()),
        ] as [[UInt8]] {
            let jwk: JSONObject = ["kty": "OKP", "crv": "Ed25519", "x": .string(Base64URL.encode(point))]
            #expect(throws: JSONWebKey.Refused.badPoint) { try JSONWebKey(jwk) }
        }
    }

    @Test func `RFC 7517 section 5: unknown kinds are left out, unsound ones of another house too`()
        throws
    {
        let good = try Stranger(.es256).jwk
        let unknown: JSONObject = ["kty": "OKP", "crv": "X25519", "x": "AA"]
        let unsound: JSONObject = ["kty": "RSA", "n": "AQAB", "e": "AQAB"]
        func set(_ keys: JSONObject...) -> JSONObject { ["keys": .array(keys.map { .object($0) })] }
        #expect(try JSONWebKeySet(set(unknown, good)).keys == [JSONWebKey(good)])
        #expect(throws: JSONWebKeySet.Refused.badKey(.weakKey)) { try JSONWebKeySet(set(good, unsound)) }
        #expect(try JSONWebKeySet(set(unsound, good), unsoundKey: .isLeftOut).keys == [JSONWebKey(good)])
    }

    @Test func `A177 a set has its limits`() throws {
        let key = try JSONWebKey(Stranger(.edDSA).jwk)
        let most = JSONWebKeySet(keys: Array(repeating: key, count: JSONWebKeySet.mostKeys))
        #expect(try JSONWebKeySet(json: most.json) == most)
        let more = JSONWebKeySet(keys: most.keys + [key])
        #expect(throws: JSONWebKeySet.Refused.tooManyKeys) { try JSONWebKeySet(json: more.json) }
        let space = String(repeating: " ", count: JSONWebKeySet.longest - 11)
        #expect(try JSONWebKeySet(json: "{\"keys\":[]}" + space).keys.isEmpty)
        #expect(throws: JSONWebKeySet.Refused.tooLarge) { try JSONWebKeySet(json: "{\"keys\":[]} " + space) }
        for text in ["", "[]", "{}", "{\"keys\":{}}", "{\"keys\":[1]}", "{\"keys\":[],\"keys\":[]}"] {
            #expect(throws: JSONWebKeySet.Refused.malformed) { try JSONWebKeySet(json: text) }
        }
    }
}
