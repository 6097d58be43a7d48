import Crypto
import CryptoExtras
import Foundation
import MartletCredentials
import MartletDirectory
import Testing

@Suite struct `Signatures of tokens` {
    @Test func `RS256 gives byte for byte what OpenSSL gives`() throws {
        let der = try #require(Data(base64Encoded: Witness.rsaKey))
        let signer = try JWTSigner(algorithm: .rs256, keyID: Witness.rsaKeyID, privateKey: Array(der))
        #expect(try signer.sign(claims: Forge.claims, type: .jwt) == Witness.rsaToken)
    }

    @Test func `tokens of OpenSSL are verified`() throws {
        let verifier = try Forge.verifier()
        #expect(
            try verifier.verify(Witness.rsaToken, type: .jwt, issuer: Forge.issuer, audience: "app", at: Forge.now)
                == Forge.claims)
        #expect(
            try verifier.verify(
                Witness.ecToken, type: .accessToken, issuer: Forge.issuer, audience: "app", at: Forge.now)
                == Forge.claims)
    }

    @Test(arguments: SigningKey.Algorithm.allCases, JWTType.allCases)
    func `what is signed here is verified here`(algorithm: SigningKey.Algorithm, type: JWTType) throws {
        let signer = try Forge.signer(algorithm)
        let token = try signer.sign(claims: Forge.claims, type: type)
        #expect(try Forge.verify(token, type: type) == Forge.claims)
        let header = try JSONReader.object(try #require(Base64URL.decode(token.prefix { $0 != "." }.utf8)))
        #expect(header.members.map(\.name) == ["alg", "typ", "kid"])
        #expect(header.string("typ") == type.rawValue)
    }

    @Test(arguments: ["none", "None", "nOnE", "NONE", "", "HS256", "RS384", "PS256", "ES256", "rs256", " RS256"])
    func `A169: another algorithm in the header is refused, with or without a signature`(algorithm: String) throws {
        let header: JSONObject = ["alg": .string(algorithm), "typ": "JWT", "kid": .string(Witness.rsaKeyID)]
        let signed = Forge.signingInput(header.text, Forge.claims.text)
        for signature in [
            "", "AAAA", Forge.text(try Forge.rsaSignature(signed)), Forge.text(try Forge.ecSignature(signed)),
        ] {
            #expect(throws: JWTVerifier.Refused.wrongAlgorithm) { try Forge.verify(signed + "." + signature) }
        }
    }

    @Test func `A169: a missing algorithm, an empty and a foreign signature are refused`() throws {
        let header: JSONObject = ["typ": "JWT", "kid": .string(Witness.rsaKeyID)]
        let signed = Forge.signingInput(header.text, Forge.claims.text)
        #expect(throws: JWTVerifier.Refused.wrongAlgorithm) {
            try Forge.verify(signed + "." + Forge.text(try Forge.rsaSignature(signed)))
        }
        let parts = Witness.rsaToken.split(separator: ".").map(String.init)
        #expect(throws: JWTVerifier.Refused.badSignature) { try Forge.verify("\(parts[0]).\(parts[1]).") }
        #expect(throws: JWTVerifier.Refused.malformed) { try Forge.verify("\(parts[0]).\(parts[1])") }
        var changed = Forge.claims
        changed["sub"] = "mallory"
        #expect(throws: JWTVerifier.Refused.badSignature) {
            try Forge.verify("\(parts[0]).\(Base64URL.encode(changed.utf8)).\(parts[2])")
        }
    }

    @Test func `A170: the public key is not a shared secret`() throws {
        let jwk = Forge.rsaJWK
        let key = try _RSA.Signing.PrivateKey(derRepresentation: try #require(Data(base64Encoded: Witness.rsaKey)))
            .publicKey
        let header: JSONObject = ["alg": "HS256", "typ": "JWT", "kid": .string(Witness.rsaKeyID)]
        let signed = Forge.signingInput(header.text, Forge.claims.text)
        for secret in [Array(jwk.utf8), Array(key.derRepresentation), Array(key.pemRepresentation.utf8)] {
            let mac = HMAC<SHA256>.authenticationCode(for: Array(signed.utf8), using: SymmetricKey(data: secret))
            #expect(throws: JWTVerifier.Refused.wrongAlgorithm) {
                try Forge.verify(signed + "." + Base64URL.encode(mac))
            }
        }
    }

    @Test func `A170: the name of one key does not open the algorithm of another`() throws {
        // Signed by our own P-256 key, but under the RSA key's name.
        let header: JSONObject = ["alg": "ES256", "typ": "JWT", "kid": .string(Witness.rsaKeyID)]
        let signed = Forge.signingInput(header.text, Forge.claims.text)
        #expect(throws: JWTVerifier.Refused.wrongAlgorithm) {
            try Forge.verify(signed + "." + Forge.text(try Forge.ecSignature(signed)))
        }
    }

    @Test(arguments: [
        "", "unknown", "' OR 1=1 --", "../../etc/passwd", "file:///dev/null", "https://evil.example/key",
        String(repeating: "k", count: 10_000),
    ])
    func `A171: only a key that is registered counts, whatever the kid`(keyID: String) throws {
        let header: JSONObject = ["alg": "RS256", "typ": "JWT", "kid": .string(keyID)]
        #expect(throws: JWTVerifier.Refused.unknownKey) { try Forge.verify(try Forge.rsaToken(header)) }
    }

    @Test func `A171: a key in the header is not looked at`() throws {
        let own = P256.Signing.PrivateKey()
        let point = Array(own.publicKey.rawRepresentation)
        let jwk: JSONObject = [
            "kty": "EC", "crv": "P-256", "x": .string(Base64URL.encode(point[..<32])),
            "y": .string(Base64URL.encode(point[32...])),
        ]
        for name in ["jwk", "jku", "x5u", "x5c"] {
            let header: JSONObject = [
                "alg": "ES256", "typ": "JWT", "kid": .string(Witness.ecKeyID),
                name: name == "jwk" ? .object(jwk) : name == "x5c" ? ["AAAA"] : "https://evil.example/keys",
            ]
            let signed = Forge.signingInput(header.text, Forge.claims.text)
            let signature = try own.signature(for: Array(signed.utf8)).rawRepresentation
            #expect(throws: JWTVerifier.Refused.badSignature) {
                try Forge.verify(signed + "." + Base64URL.encode(signature))
            }
            var nameless = header
            nameless["kid"] = nil
            let other = Forge.signingInput(nameless.text, Forge.claims.text)
            let otherSignature = try own.signature(for: Array(other.utf8)).rawRepresentation
            #expect(throws: JWTVerifier.Refused.unknownKey) {
                try Forge.verify(other + "." + Base64URL.encode(otherSignature))
            }
        }
    }

    @Test func `a critical extension is refused, as none is understood`() throws {
        let header: JSONObject = [
            "alg": "RS256", "typ": "JWT", "kid": .string(Witness.rsaKeyID), "crit": ["b64"], "b64": false,
        ]
        #expect(throws: JWTVerifier.Refused.criticalHeader) { try Forge.verify(try Forge.rsaToken(header)) }
    }

    @Test func `A178: an ECDSA signature has one form, and zero is not a number in it`() throws {
        let header: JSONObject = ["alg": "ES256", "typ": "JWT", "kid": .string(Witness.ecKeyID)]
        let signed = Forge.signingInput(header.text, Forge.claims.text)
        let raw = try Forge.ecSignature(signed)
        #expect(throws: Never.self) { try Forge.verify(signed + "." + Forge.text(raw)) }
        let zero = [UInt8](repeating: 0, count: 32)
        let der = try P256.Signing.ECDSASignature(rawRepresentation: raw).derRepresentation
        let (left, right) = (Array(raw[..<32]), Array(raw[32...]))
        let forgeries: [[UInt8]] = [
            zero + zero, zero + right, left + zero, Array(repeating: 255, count: 64), raw + [0], Array(raw.dropLast()),
            [0] + raw, Array(der), [], right + left,
        ]
        for bad in forgeries {
            #expect(throws: JWTVerifier.Refused.badSignature) { try Forge.verify(signed + "." + Forge.text(bad)) }
        }
    }

    @Test func `A178: an RSA signature has the length of its modulus`() throws {
        let signed = Witness.rsaToken.split(separator: ".").dropLast().joined(separator: ".")
        let raw = try Forge.rsaSignature(signed)
        let forgeries: [[UInt8]] = [
            [0] + raw, Array(raw.dropLast()), raw + [0], Array(repeating: 0, count: 256),
            Array(repeating: 255, count: 256),
        ]
        for bad in forgeries {
            #expect(throws: JWTVerifier.Refused.badSignature) { try Forge.verify(signed + "." + Forge.text(bad)) }
        }
    }
}
