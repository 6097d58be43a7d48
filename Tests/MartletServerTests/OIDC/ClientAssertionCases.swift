import Crypto
import Foundation
import MartletCredentials
import MartletDirectory
import MartletTesting

/// What an honest app may send, and what a thief would.
extension `Client assertions` {
    static let accepted: [Case] = [
        Case(description: "RS256 by x5t#S256") { _, _ in },
        Case(description: "PS256 by a padded x5t#S256, times with a fraction, x5c beside it, as msal does") {
            it, here in
            it.header = [
                "alg": "PS256", "typ": "JWT", "x5c": .strings([Data(here.rsa.der).base64EncodedString()]),
                "x5t#S256": .string(Base64URL.encode(here.rsa.sha256) + "="),
            ]
            it.claims["exp"] = .raw("\(here.now + 600).8125")
            it.claims["iat"] = .raw("\(here.now).25")
        },
        Case(description: "RS256 by a padded x5t, as msal does") { it, here in
            it.header = ["alg": "RS256", "x5t": .string(Base64URL.encode(here.rsa.sha1) + "=")]
        },
        Case(description: "ES256 by kid in capital hexadecimal of SHA-1") { it, here in
            it.header = ["alg": "ES256", "kid": .string(Hexadecimal.text(of: here.elliptic.sha1).uppercased())]
            it.key = .certificate(here.elliptic)
        },
        Case(description: "RS256 by kid in base64url of SHA-256") { it, here in
            it.header = ["alg": "RS256", "kid": .string(Base64URL.encode(here.rsa.sha256))]
        },
        Case(description: "ES256 without a name and without client_id, as Authlib does") { it, here in
            it.header = ["alg": "ES256"]
            it.key = .certificate(here.elliptic)
        },
        Case(description: "a client_id that is the same") { it, here in
            it.fields = [("client_id", here.app.id.rawValue)]
        },
        Case(description: "the audience in a list of one") { it, here in it.claims["aud"] = .strings([here.endpoint]) },
        Case(description: "the issuer as the audience") { it, here in it.claims["aud"] = .string(here.issuer) },
        Case(description: "the domain as it was asked") { it, _ in
            it.organization = "example.com"
            it.claims["aud"] = "http://localhost:8080/example.com/oauth2/v2.0/token"
        },
        Case(description: "the id for the domain") { it, _ in it.organization = "example.com" },
        Case(description: "a clock that is a minute ahead (A175)") { it, here in
            it.claims["iat"] = .integer(here.now + 60)
            it.claims["nbf"] = .integer(here.now + 60)
            it.claims["exp"] = .integer(here.now + 660)
        },
        Case(description: "the last second (A175)") { it, here in it.claims["exp"] = .integer(here.now + 1) },
        Case(description: "exp in an hour, as Authlib has it unless told otherwise") { it, here in
            it.claims["exp"] = .integer(here.now + 3600)
        },
        Case(description: "no iat") { it, _ in it.claims["iat"] = nil },
    ]

    static let badSignatures: [Case] = [
        Case(description: "A169 alg none") { it, _ in
            it.header["alg"] = "none"
            it.key = .nothing
        },
        Case(description: "A169 no signature") { it, _ in it.key = .nothing },
        Case(description: "A169 no alg") { it, _ in it.header["alg"] = nil },
        Case(description: "A169 two segments") { it, _ in it.tamper = { String($0.prefix { $0 != "." }) + ".e30" } },
        Case(description: "A170 HS256 with the public key as the secret") { it, here in
            it.header["alg"] = "HS256"
            it.key = .secret(here.rsa.publicKey)
        },
        Case(description: "A170 HS256 with the certificate as the secret") { it, here in
            it.header["alg"] = "HS256"
            it.key = .secret(here.rsa.der)
        },
        Case(description: "A170 ES256 named, RSA signed") { it, _ in it.header["alg"] = "ES256" },
        Case(description: "A170 RS256 named, PSS signed") { it, _ in it.pss = true },
        Case(description: "A170 PS256 named, PKCS #1 signed") { it, _ in
            it.header["alg"] = "PS256"
            it.pss = false
        },
        Case(description: "A170 RS384") { it, _ in it.header["alg"] = "RS384" },
        Case(description: "A171 the thief's x5c and thumbprint") { it, here in
            it.header["x5c"] = .strings([Data(here.foreign.der).base64EncodedString()])
            it.header["x5t#S256"] = .string(Base64URL.encode(here.foreign.sha256))
            it.key = .certificate(here.foreign)
        },
        Case(description: "A171 the thief's x5c alone") { it, here in
            it.header = ["alg": "RS256", "x5c": .strings([Data(here.foreign.der).base64EncodedString()])]
            it.key = .certificate(here.foreign)
        },
        Case(description: "A171 the thief's x5c beside the app's thumbprint") { it, here in
            it.header["x5c"] = .strings([Data(here.foreign.der).base64EncodedString()])
            it.key = .certificate(here.foreign)
        },
        Case(description: "A171 the thief's jwk") { it, here in
            let stranger = P256.Signing.PrivateKey()
            let point = Array(stranger.publicKey.rawRepresentation)
            it.header = [
                "alg": "ES256", "jku": "https://thief.example/keys", "x5u": "https://thief.example/x5u",
                "jwk": .object([
                    "kty": "EC", "crv": "P-256", "x": .string(Base64URL.encode(point[..<32])),
                    "y": .string(Base64URL.encode(point[32...])),
                ]),
            ]
            let now = here.tokens.house.now
            it.key = .certificate(try TestCertificate(.p256(stranger), from: now, until: now + .days(1)))
        },
        Case(description: "A171 a kid of SQL") { it, _ in it.header = ["alg": "RS256", "kid": "' OR 1=1 --"] },
        Case(description: "A171 a kid that is no text") { it, _ in it.header = ["alg": "RS256", "kid": 1] },
        Case(description: "A172 an access token's type") { it, _ in it.header["typ"] = "at+jwt" },
        Case(description: "A174 a certificate that has not begun", number: 7_000_222) { it, here in
            it.header = ["alg": "RS256", "x5t#S256": .string(Base64URL.encode(here.early.sha256))]
            it.key = .certificate(here.early)
        },
        Case(description: "A174 one certificate named, another signed") { it, here in
            it.header = ["alg": "RS256", "x5t#S256": .string(Base64URL.encode(here.early.sha256))]
        },
        Case(description: "A176 a repeated claim") { it, here in
            it.claims["iss"] = .raw("\"x\",\"iss\":\"\(here.app.id)\"")
        },
        Case(description: "A176 a critical extension") { it, _ in it.header["crit"] = .strings(["exp"]) },
        Case(description: "A178 a signature in DER") { it, here in
            it.header = ["alg": "ES256"]
            it.key = .certificate(here.elliptic)
            it.tamper = { text in
                let raw = Base64URL.decode(String(text.split(separator: ".")[2])) ?? []
                let der = (try? P256.Signing.ECDSASignature(rawRepresentation: raw))?.derRepresentation ?? Data()
                return text.split(separator: ".").prefix(2).joined(separator: ".") + "." + Base64URL.encode(der)
            }
        },
        Case(description: "A178 a signature of zeros") { it, here in
            it.header = ["alg": "ES256"]
            it.key = .certificate(here.elliptic)
            it.tamper = { text in
                text.split(separator: ".").prefix(2).joined(separator: ".") + "."
                    + Base64URL.encode([UInt8](repeating: 0, count: 64))
            }
        },
        Case(description: "A185 a PS256 header over an RS256 signature") { it, _ in
            it.tamper = { text in
                let header = Base64URL.encode(Array(#"{"alg":"PS256"}"#.utf8))
                return header + text.drop { $0 != "." }
            }
        },
        Case(description: "A185 another app's certificate") { it, here in
            it.header = ["alg": "RS256"]
            it.key = .certificate(here.foreign)
        },
        Case(description: "A185 another kind of assertion") { it, _ in
            it.type = "urn:ietf:params:oauth:client-assertion-type:saml2-bearer"
        },
        Case(description: "A185 an assertion without its type") { it, _ in it.type = "" },
        Case(description: "A093 an app that is not there") { it, _ in
            it.claims["iss"] = "00000000-0000-4000-8000-000000000000"
            it.claims["sub"] = "00000000-0000-4000-8000-000000000000"
        },
        Case(description: "A184 beside the secret", number: 7_000_215) { it, here in
            it.fields = [("client_id", here.app.id.rawValue), ("client_secret", here.app.secret ?? "")]
        },
        Case(description: "A184 beside the secret in the header", number: 7_000_215) { it, here in
            it.basic = `Client authentication`.basic("\(here.app.id):\(here.app.secret ?? "")")
        },
        Case(description: "A185 a fake beside the secret", number: 7_000_215) { it, here in
            it.tamper = { _ in "e30.e30." }
            it.fields = [("client_id", here.app.id.rawValue), ("client_secret", here.app.secret ?? "")]
        },
        Case(description: "A184 a public app", number: 700_025) { it, here in
            it.claims["iss"] = .string(here.tokens.app.id.rawValue)
            it.claims["sub"] = .string(here.tokens.app.id.rawValue)
        },
    ]

    static let badClaims: [Case] = [
        Case(description: "A185 iss is not sub") { it, _ in it.claims["iss"] = "x" },
        Case(description: "A185 no iss") { it, _ in it.claims["iss"] = nil },
        Case(description: "A173 the audience of another tenant") { it, _ in
            it.claims["aud"] = "http://localhost:8080/00000000-0000-4000-8000-000000000000/oauth2/v2.0/token"
        },
        Case(description: "A185 the audience of another endpoint") { it, here in
            it.claims["aud"] = .string("http://localhost:8080/\(here.app.tenant)/oauth2/v2.0/authorize")
        },
        Case(description: "A173 more behind the audience") { it, here in
            it.claims["aud"] = .string(here.endpoint + "/x")
        },
        Case(description: "A173 a second audience") { it, here in
            it.claims["aud"] = .strings([here.endpoint, "https://thief.example"])
        },
        Case(description: "A173 an empty list of audiences") { it, _ in it.claims["aud"] = .array([]) },
        Case(description: "A173 no audience") { it, _ in it.claims["aud"] = nil },
        Case(description: "A185 expired") { it, here in it.claims["exp"] = .integer(here.now) },
        Case(description: "A175 expired by a fraction") { it, here in it.claims["exp"] = .raw("\(here.now).99") },
        Case(description: "A175 no exp") { it, _ in it.claims["exp"] = nil },
        Case(description: "A175 exp a second too far") { it, here in it.claims["exp"] = .integer(here.now + 3661) },
        Case(description: "A175 exp as text") { it, here in it.claims["exp"] = .string("\(here.now + 600)") },
        Case(description: "A175 exp with an exponent") { it, _ in it.claims["exp"] = .raw("1.772442300e9") },
        Case(description: "A175 a negative exp") { it, _ in it.claims["exp"] = .raw("-1.5") },
        Case(description: "A175 exp beyond 2⁶³") { it, _ in it.claims["exp"] = .raw("9223372036854775808") },
        Case(description: "A175 exp beyond 2⁶³ with a fraction") { it, _ in
            it.claims["exp"] = .raw("9223372036854775808.5")
        },
        Case(description: "A175 exp null") { it, _ in it.claims["exp"] = .null },
        Case(description: "A175 nbf in the future") { it, here in it.claims["nbf"] = .integer(here.now + 61) },
        Case(description: "A175 iat in the future") { it, here in it.claims["iat"] = .raw("\(here.now + 61).0") },
        Case(description: "A185 no jti") { it, _ in it.claims["jti"] = nil },
        Case(description: "A185 an empty jti") { it, _ in it.claims["jti"] = "" },
        Case(description: "A185 a jti that is no text") { it, _ in it.claims["jti"] = 7 },
        Case(description: "A185 another app in sub than in client_id") { it, here in
            it.claims["iss"] = .string(here.tokens.app.id.rawValue)
            it.claims["sub"] = .string(here.tokens.app.id.rawValue)
            it.fields = [("client_id", here.app.id.rawValue)]
        },
    ].map { Case(description: $0.description, number: 50012, bend: $0.bend) }
}
