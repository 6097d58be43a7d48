import Crypto
import Foundation
import HummingbirdTesting
import MartletActions
import MartletCredentials
import MartletDirectory
import MartletTesting
import Testing

/// A169–A177, A181: at UserInfo and at sign-out nothing is a token but what the house signed, for that use, in its time.
@Suite struct `Forged tokens` {
    /// A forged token, by what is wrong with it.
    struct Forgery: Sendable, CustomStringConvertible {
        let description: String
        let make: @Sendable (TokenForge) throws -> String

        init(_ description: String, _ make: @escaping @Sendable (TokenForge) throws -> String) {
            self.description = description
            self.make = make
        }
    }

    /// The header or the signature is not the house's.
    static let signatures: [Forgery] =
        ["none", "None", "nOnE", "", "HS256", "RS256", "ES384"].map { algorithm in
            Forgery("A169 alg \(algorithm), no signature") {
                TokenForge.unsigned($0.header("alg", .string(algorithm)), $0.claims.text) + "."
            }
        } + [
            Forgery("A169 alg none, well signed") { try $0.signed($0.header("alg", "none")) },
            Forgery("A169 no alg") { try $0.signed($0.header("alg", nil)) },
            Forgery("A169 no signature part") { TokenForge.unsigned($0.header.text, $0.claims.text) },
            Forgery("A169 the signature of other claims") { forge in
                let other = try forge.with("name", "x")
                return TokenForge.unsigned(forge.header.text, forge.claims.text) + "."
                    + (other.split(separator: ".").last.map(String.init) ?? "")
            },
            Forgery("A170 the public key as a shared secret") { forge in
                let text = TokenForge.unsigned(forge.header("alg", "HS256"), forge.claims.text)
                let key = SymmetricKey(data: Array(forge.publicKey.utf8))
                let code = HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: key)
                return text + "." + Base64URL.encode(Array(code))
            },
            Forgery("A171 a stranger's key under the house's kid") {
                try TokenForge.signed($0.header.text, $0.claims.text, by: stranger)
            },
            Forgery("A171 a key of its own in the header") { forge in
                let point = Array(stranger.publicKey.rawRepresentation)
                let jwk: JSONObject = [
                    "kty": "EC", "crv": "P-256", "kid": "mine", "alg": "ES256",
                    "x": .string(Base64URL.encode(point[..<32])), "y": .string(Base64URL.encode(point[32...])),
                ]
                var header = forge.header
                header["jwk"] = .object(jwk)
                header["kid"] = "mine"
                return try TokenForge.signed(header.text, forge.claims.text, by: stranger)
            },
            Forgery("A171 jku") { forge in
                var header = forge.header
                header["jku"] = "https://evil.example/keys"
                header["kid"] = "mine"
                return try TokenForge.signed(header.text, forge.claims.text, by: stranger)
            },
            Forgery("A171 no kid") { try $0.signed($0.header("kid", nil)) },
            Forgery("A171 a list of kid") { try $0.signed($0.header("kid", ["a"])) },
            Forgery("A176 alg twice") { forge in
                try forge.signed("{\"alg\":\"none\"," + forge.header.text.dropFirst())
            },
            Forgery("A176 a byte order mark") { try $0.signed("\u{feff}" + $0.header.text) },
            Forgery("A176 a comment") { try $0.signed($0.header.text + "/**/") },
            Forgery("A172 a critical extension") { try $0.signed($0.header("crit", ["exp"])) },
            Forgery("A177 nested a hundred deep") { forge in
                try forge.signed(String(forge.header.text.dropLast()) + ",\"x\":" + nest(100) + "}")
            },
            Forgery("A177 a million dots") { $0.good + String(repeating: ".", count: 15_000) },
            Forgery("A177 encrypted, compressed") { forge in
                Base64URL.encode(#"{"alg":"dir","enc":"A128GCM","zip":"DEF"}"#.utf8) + "..AAAA.AAAA.AAAA"
            },
        ]
        + ["../../etc/passwd", "' OR 1=1 --", "https://evil.example/key", "\u{0}", String(repeating: "k", count: 9000)]
        .map { keyID in
            Forgery("A171 kid \(keyID.prefix(20))") { forge in
                var header = forge.header
                header["kid"] = .string(keyID)
                return try TokenForge.signed(header.text, forge.claims.text, by: stranger)
            }
        }

    /// Well signed by the house's own key, and wrong in what it says.
    static let claims: [Forgery] = [
        Forgery("A172 an ID token's type") { try $0.signed($0.header("typ", "JWT")) },
        Forgery("A172 a logout token's type") { try $0.signed($0.header("typ", "logout+jwt")) },
        Forgery("A172 no type") { try $0.signed($0.header("typ", nil)) },
        Forgery("A173 no audience") { try $0.with("aud", nil) },
        Forgery("A173 an app's audience") { try $0.with("aud", .string($0.claims.string("client_id") ?? "")) },
        Forgery("A173 a list of other audiences") { try $0.with("aud", ["a", "b"]) },
        Forgery("A173 the beginning of the audience") { try $0.with("aud", "http://localhost") },
        Forgery("A173 more than the audience") { try $0.with("aud", "http://localhost:8080/x") },
        Forgery("A173 another issuer") { try $0.with("iss", "https://evil.example/v2.0") },
        Forgery("A173 no issuer") { try $0.with("iss", nil) },
        Forgery("A173 another organisation") { try $0.with("tid", "0d9f4c1e-5b1a-4d7e-9c3f-2a6b8e7d1f00") },
        Forgery("A173 no organisation") { try $0.with("tid", nil) },
        Forgery("A175 no end") { try $0.with("exp", nil) },
        Forgery("A175 long past") { try $0.with("exp", 1) },
        Forgery("A175 far away") { try $0.with("exp", 9_007_199_254_740_992) },
        Forgery("A175 negative") { try $0.with("exp", -1) },
        Forgery("A175 a text") { try $0.with("exp", "1999999999") },
        Forgery("A175 a fraction") { try $0.with("exp", .raw("1.9e9")) },
        Forgery("A175 more than 2^63") { try $0.with("exp", .raw("9223372036854775808")) },
        Forgery("A175 not yet") { try $0.with("nbf", .integer(($0.claims.integer("iat") ?? 0) + 120)) },
        Forgery("A175 issued tomorrow") { try $0.with("iat", .integer(($0.claims.integer("iat") ?? 0) + 86_400)) },
        Forgery("A180 the app in place of the person") { try $0.with("family", nil) },
    ]

    @Test func `A169–A177 a token that was not made here, for this and now tells nothing`() async throws {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let browser = try await here.signedIn(client)
            let forge = try await TokenForge(here, try await here.tokens(browser))
            #expect(try await browser.userInfo(forge.good).status == 200)
            // What the test signs itself is as good as long as nothing is changed.
            #expect(try await browser.userInfo(try forge.signed()).status == 200)
            for forgery in Self.signatures + Self.claims {
                let answer = try await browser.userInfo(try forgery.make(forge))
                #expect(answer.tellsNothing, "\(forgery): \(answer.status) \(answer.body)")
            }
            #expect(try await browser.userInfo(forge.good).status == 200)
        }
    }

    @Test func `A172 no token, code or secret of another kind is an access token`() async throws {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let browser = try await here.signedIn(client)
            let tokens = try await here.tokens(browser, for: here.other)
            let code = try await here.code(browser)
            #expect(try await here.userInfo(browser, tokens) == 200)
            for text in [
                tokens.json("id_token"), tokens.json("refresh_token"), code.parameters["code"], here.other.secret,
                browser.cookie("martlet-session"),
            ] {
                #expect(try await browser.userInfo(try #require(text)).tellsNothing)
            }
        }
    }

    @Test func `A169, A172 a hint that is no ID token of this session signs nobody out unasked`() async throws {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let browser = try await here.signedIn(client)
            let tokens = try await here.tokens(browser)
            let forge = try await TokenForge(here, tokens)
            let hint = try #require(tokens.json("id_token"))
            let parts = hint.split(separator: ".").map(String.init)
            let logout = "/\(here.app.tenant)/oauth2/v2.0/logout?id_token_hint="
            for text in [
                forge.good, parts[0] + "." + parts[1] + ".", hint + "A", try forge.with("typ", "JWT"),
                try TokenForge.signed(
                    forge.header("typ", "JWT"), String(decoding: Base64URL.decode(parts[1]) ?? [], as: UTF8.self),
                    by: Self.stranger),
            ] {
                let asked = try await browser.get(logout + text)
                #expect(asked.status == 200 && asked.forms.contains { $0.hasSuffix("/signout") })
                #expect(try await browser.get("/account").location == "/account")
            }
            #expect(!(try await browser.get(logout + hint)).forms.contains { $0.hasSuffix("/signout") })
            #expect(try await browser.get("/account").location != "/account")
        }
    }

    @Test func `A174, A181 a rotation keeps what was signed before it, and an emergency does not`() async throws {
        let here = try await TokenHouse()
        try await here.house.serve { client in
            let browser = try await here.signedIn(client)
            let old = try await here.tokens(browser)
            let forge = try await TokenForge(here, old)
            let keys = try await RotateSigningKeys(here.house.tools)(by: try await here.caller)
            #expect(try await here.userInfo(browser, old) == 200)
            // The next key is published, and signs nothing that counts before its day.
            let next = try #require(keys.first { $0.algorithm == .es256 })
            let early = try JWTSigner(next, sealer: here.house.tools.sealer)
                .sign(claims: forge.claims, type: .accessToken)
            #expect(try await browser.userInfo(early).tellsNothing)
            let listed = try await browser.get("/\(here.app.tenant)/discovery/v2.0/keys")
            #expect(listed.body.contains(next.keyID) && listed.body.contains(forge.header.string("kid") ?? "?"))
            #expect(!listed.body.contains("\"d\"") && !listed.body.contains("\"p\""))

            try await RotateSigningKeys(here.house.tools)(immediately: true, by: try await here.caller)
            #expect(try await here.userInfo(browser, old) == 401)
            #expect(try await browser.userInfo(try forge.signed()).tellsNothing)
            let after = try await browser.get("/\(here.app.tenant)/discovery/v2.0/keys")
            #expect(!after.body.contains(forge.header.string("kid") ?? "?"))
            // The refresh token is no signature: it gives one by the new key.
            let fresh = try await here.refresh(browser, old)
            #expect(try await here.userInfo(browser, fresh) == 200)
        }
    }

    private static let stranger = P256.Signing.PrivateKey()

    private static func nest(_ depth: Int) -> String {
        String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
}
