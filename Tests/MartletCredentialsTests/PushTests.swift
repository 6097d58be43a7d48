import Crypto
import MartletCredentials
import MartletDirectory
import Testing

/// RFC 8291, RFC 8292 and what a phone signs, against the vectors of the documents and against the other side.
@Suite struct `Push messages` {
    private static let phone = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
    private static let secret = "BTBZMqHH6r4Tts7J_aSIgg"

    private func subscription() throws -> PushSubscription {
        try #require(
            PushSubscription(endpoint: "https://push.example.net/x", publicKey: Self.phone, secret: Self.secret))
    }

    @Test func `the example of RFC 8291 section 5 comes out byte for byte`() throws {
        let body = try PushEncryption.encrypt(
            Array("When I grow up, I want to be a watermelon".utf8), for: try subscription(),
            privateKey: try #require(Base64URL.decode("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw")),
            salt: try #require(Base64URL.decode("DGv6ra1nlYgDCS1FRnbzlw")))
        #expect(
            Base64URL.encode(try #require(body)) == """
                DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBr\
                u3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN
                """)
    }

    @Test func `padding hides the length, and one record is all there is`() throws {
        let (key, salt) = ([UInt8](repeating: 7, count: 32), [UInt8](repeating: 8, count: 16))
        let phone = try subscription()
        func length(_ text: Int, _ padding: Int) throws -> Int? {
            try PushEncryption.encrypt(
                [UInt8](repeating: 65, count: text), for: phone, privateKey: key, salt: salt, padding: padding)?.count
        }
        #expect(try length(10, 90) == length(60, 40))
        #expect(try length(PushEncryption.longestText, 0) == PushEncryption.recordSize)
        #expect(throws: PushEncryption.Failure.tooLong) { _ = try length(PushEncryption.longestText, 1) }
        let none = try PushEncryption.encrypt(
            [], for: phone, privateKey: [UInt8](repeating: 0, count: 32), salt: salt)
        #expect(none == nil)
    }

    @Test func `a subscription is https, a point of the curve and sixteen bytes`() throws {
        func reads(_ endpoint: String, _ key: String = Self.phone, _ secret: String = Self.secret) -> Bool {
            PushSubscription(endpoint: endpoint, publicKey: key, secret: secret) != nil
        }
        #expect(reads("https://push.example.net/x"))
        #expect(!reads("http://push.example.net/x") && !reads("https://push.example.net/ x") && !reads(""))
        #expect(!reads("https://push.example.net/" + String(repeating: "x", count: 1024)))
        let off = [4] + [UInt8](repeating: 1, count: 64)
        for key in ["", "AAAA", String(Self.phone.dropLast()), Base64URL.encode(off), Self.phone + "="] {
            #expect(!reads("https://push.example.net/x", key), "\(key)")
        }
        for secret in ["", "AAAA", Self.secret + "AA"] {
            #expect(!reads("https://push.example.net/x", Self.phone, secret), "\(secret)")
        }
    }

    @Test func `the token of RFC 8292 section 2.4 and ours say the same in the same words`() throws {
        let example = """
            eyJ0eXAiOiJKV1QiLCJhbGciOiJFUzI1NiJ9.eyJhdWQiOiJodHRwczovL3B1c2guZXhhbXBsZS5uZXQiLCJleHAiOjE0NTM1MjM3NjgsInN1\
            YiI6Im1haWx0bzpwdXNoQGV4YW1wbGUuY29tIn0
            """
        let made = try KeyMaker.make(.es256)
        let identity = try PushIdentity(privateKey: made.privateKeyDER)
        let at = Timestamp(seconds: 1_453_523_768) - PushIdentity.lifetime
        let header = try identity.authorization(
            audience: "https://push.example.net", contact: "mailto:push@example.com", at: at)
        #expect(header.hasPrefix("vapid t=" + example + "."))
        #expect(header.hasSuffix(",k=" + identity.publicKey))
        let token = try #require(header.dropFirst("vapid t=".count).split(separator: ",").first)
        let parts = token.split(separator: ".")
        let key = try P256.Signing.PublicKey(x963Representation: try #require(Base64URL.decode(identity.publicKey)))
        let signature = try P256.Signing.ECDSASignature(
            rawRepresentation: try #require(Base64URL.decode(String(parts[2]))))
        #expect(key.isValidSignature(signature, for: SHA256.hash(data: Array(example.utf8))))
        // The signature of the document is over the very text that ours is over.
        let theirs = try P256.Signing.PublicKey(
            x963Representation: try #require(
                Base64URL.decode(
                    "BA1Hxzyi1RUM1b5wjxsn7nGxAszw2u61m164i3MrAIxHF6YK5h4SDYic-dRuU_RCPCfA5aq9ojSwk5Y2EmClBPs")))
        let signed = try P256.Signing.ECDSASignature(
            rawRepresentation: try #require(
                Base64URL.decode(
                    "i3CYb7t4xfxCDquptFOepC9GAu_HLGkMlMuCGSK2rpiUfnK9ojFwDXb1JrErtmysazNjjvW2L9OkSSHzvoD1oA")))
        #expect(theirs.isValidSignature(signed, for: SHA256.hash(data: Array(example.utf8))))
        #expect(throws: PushIdentity.BadKey.self) { try PushIdentity(privateKey: [1, 2, 3]) }
    }

    @Test func `A052 what a phone signs is about one answer to one request, in every part`() throws {
        let own = P256.Signing.PrivateKey()
        let key = try #require(PhoneKey(Array(own.publicKey.x963Representation)))
        func message(
            audience: String = "https://id.example", phone: String = "p", nonce: String = "n", id: String = "r",
            user: String = "u", tenant: String = "t", client: String = "c", expiry: Int64 = 5,
            answer: String = "approve", number: String = "42"
        ) -> PhoneMessage {
            .answer(
                audience: audience, phone: phone, nonce: nonce,
                request: PushQuestion(
                    id: id, user: user, tenant: tenant, client: client, expiresAt: Timestamp(milliseconds: expiry)),
                answer: answer, number: number)
        }
        let signature = Array(
            try own.signature(for: SHA256.hash(data: Array(message().text.utf8))).rawRepresentation)
        #expect(key.signed(message(), signature))
        for other in [
            message(audience: "https://evil.example"), message(phone: "q"), message(nonce: "m"), message(id: "s"),
            message(user: "v"), message(tenant: "w"), message(client: "d"), message(expiry: 6),
            message(answer: "deny"), message(number: "43"),
        ] { #expect(!key.signed(other, signature), "\(other.text)") }
        let stranger = try #require(PhoneKey(Array(P256.Signing.PrivateKey().publicKey.x963Representation)))
        #expect(!stranger.signed(message(), signature))
        #expect(!key.signed(message(), Array(signature.dropLast())) && !key.signed(message(), []))
        // No part can pass for two.
        #expect(message(id: "r\nu", user: "u").text != message(id: "r", user: "u\nu").text)
        #expect(!message(id: "a\nb").text.contains("a\nb"))
    }

    @Test func `a nonce is ours, fresh, and from no other time`() throws {
        let sealer = try Sealer(key: [UInt8](repeating: 3, count: 32))
        let other = try Sealer(key: [UInt8](repeating: 4, count: 32))
        let at = Timestamp(seconds: 1_800_000_000)
        let nonce = PhoneNonce.make(at: at, random: [1, 2, 3, 4, 5, 6, 7, 8], sealer: sealer)
        #expect(PhoneNonce.end(of: nonce, at: at, sealer: sealer) == at + PhoneNonce.lifetime)
        #expect(PhoneNonce.end(of: nonce, at: at + PhoneNonce.lifetime, sealer: sealer) == nil)
        #expect(PhoneNonce.end(of: nonce, at: at - .minutes(6), sealer: sealer) == nil)
        #expect(PhoneNonce.end(of: nonce, at: at, sealer: other) == nil)
        for text in ["", "AAAA", nonce + "A", String(nonce.reversed())] {
            #expect(PhoneNonce.end(of: text, at: at, sealer: sealer) == nil)
        }
    }

    @Test func `a code of an enrolment is the same each time, typed in any way, and another's is another`() throws {
        let sealer = try Sealer(key: [UInt8](repeating: 3, count: 32))
        let code = EnrolmentCode(enrolment: "e1", sealer: sealer)
        #expect(code == EnrolmentCode(enrolment: "e1", sealer: sealer))
        #expect(code != EnrolmentCode(enrolment: "e2", sealer: sealer))
        #expect(code.characters.utf8.count == 16 && code.text.utf8.count == 19)
        #expect(EnrolmentCode(typed: code.text.lowercased())?.digest(by: sealer) == code.digest(by: sealer))
        #expect(EnrolmentCode(typed: "ABCD") == nil && EnrolmentCode(typed: code.text + "A") == nil)
    }
}
