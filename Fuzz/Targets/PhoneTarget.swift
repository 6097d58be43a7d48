import Crypto
import Foundation
import MartletDirectory

@testable import MartletCredentials

/// What a phone sends: read whole or not at all, and believed for what its key has signed alone (A051, A052).
enum PhoneTarget: FuzzTarget {
    static let name = "phone"

    private static let audience = "https://login.contoso.com"
    private static let now = Timestamp(seconds: 1_790_000_000)
    private static let question = PushQuestion(
        id: "request", user: "user", tenant: "tenant", client: "client", expiresAt: now + .seconds(60))

    static func check(_ input: [UInt8]) throws {
        guard let body = try? PhoneBody(input) else { return }
        try hold(input.count <= PhoneBody.longest, "what is read is limited")
        let theirs = (try? JSONSerialization.jsonObject(with: Data(input))) as? [String: Any]
        let fields = ["phone", "nonce", "request", "answer", "number", "pin", "code", "name"]
        var texts: [String: String] = [:]
        for field in fields {
            guard let text = try? body.text(field, 64) else { continue }
            try hold(text.utf8.count <= 64, "a text is limited")
            let same = (theirs?[field] as? String).map { Array($0.utf8) } == Array(text.utf8)
            try hold(same, "Foundation reads the same")
            texts[field] = text
        }
        if let key = try? body.bytes("key", 65) {
            try hold(key.count == 65 && Base64URL.encode(key) == body.object.string("key"), "a key has one spelling")
            if let read = PhoneKey(key) { try hold(read.bytes == key && key[0] == 4, "a key is a whole point") }
        }
        if let place = try? body.subscription() {
            try hold(place.endpoint.utf8.count <= PushSubscription.longestEndpoint, "an address is limited")
            if let url = URL(string: place.endpoint) { try hold(url.scheme == "https", "it is https") }
            try hold(place.publicKey.count == 65 && place.secret.count == 16, "key and secret are whole")
        }
        try checkWords(texts)
        try checkSignature(of: body, texts)
    }

    private static func checkWords(_ texts: [String: String]) throws {
        let sealer = try Sealer(key: [UInt8](repeating: 7, count: Sealer.keyLength))
        if let code = EnrolmentCode(typed: texts["code"] ?? "") {
            try hold(code.characters.utf8.count == 16, "a code has 16 characters")
            try hold(EnrolmentCode(typed: code.text) == code, "shown and typed again it is the same")
        }
        if let pin = PhonePIN(typed: texts["pin"] ?? "") {
            let spaced = (texts["pin"] ?? "").map { "\($0) " }.joined()
            if spaced.utf8.count <= 64 { try hold(PhonePIN(typed: spaced) == pin, "spaces do not matter") }
            let hash = pin.hash(phone: ID("phone"), sealer: sealer)
            try hold(hash.count == PhonePIN.hashLength, "its digest is whole")
            _ = pin.isEasilyGuessed
        }
        let nonce = texts["nonce"] ?? ""
        try hold(PhoneNonce.end(of: nonce, at: now, sealer: sealer) == nil, "a nonce of somebody else's is none")
        let random = Array(Array(nonce.utf8 + [UInt8](repeating: 0, count: PhoneNonce.randomLength)).prefix(8))
        let own = PhoneNonce.make(at: now, random: random, sealer: sealer)
        try hold(PhoneNonce.end(of: own, at: now, sealer: sealer) == now + PhoneNonce.lifetime, "ours is one")
    }

    /// The phone has signed one answer; whatever is sent, no other is taken for it.
    private static func checkSignature(of body: PhoneBody, _ texts: [String: String]) throws {
        let pair = try P256.Signing.PrivateKey(rawRepresentation: [UInt8](repeating: 0, count: 31) + [1])
        guard let key = PhoneKey(Array(pair.publicKey.x963Representation)) else {
            throw Broken(description: "a good key is read")
        }
        let (phone, nonce) = (texts["phone"] ?? "", texts["nonce"] ?? "")
        let (answer, number, pin) = (texts["answer"] ?? "", texts["number"] ?? "", texts["pin"] ?? "")
        let message = PhoneMessage.answer(
            audience: audience, phone: phone, nonce: nonce, request: question, answer: answer, number: number)
        let alone = PhoneMessage.answerAlone(
            audience: audience, phone: phone, nonce: nonce, request: question, answer: answer, number: number, pin: pin)
        for (text, count) in [(message.text, 12), (alone.text, 13)] {
            let lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            try hold(lines.count == count, "no field can begin another line")
        }
        let signature = try body.bytes("signature", 64, or: [UInt8](repeating: 0, count: 64))
        try hold(!key.signed(message, signature), "nobody knows the key")
        let good = Array(try pair.signature(for: SHA256.hash(data: Array(message.text.utf8))).rawRepresentation)
        try hold(key.signed(message, good), "what the key has signed is believed")
        try hold(!key.signed(alone, good), "an answer of one kind is none of the other")
        let other = PhoneMessage.answer(
            audience: audience, phone: phone, nonce: nonce, request: question, answer: answer, number: number + "0")
        try hold(!key.signed(other, good), "another number is another answer")
    }
}

extension PhoneBody {
    fileprivate func bytes(_ name: String, _ count: Int, or fallback: [UInt8]) throws -> [UInt8] {
        (try? bytes(name, count)) ?? fallback
    }
}
