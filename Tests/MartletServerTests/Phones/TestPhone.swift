import Crypto
import Foundation
import HTTPTypes
import MartletActions
import MartletCredentials
import MartletDirectory
import MartletTesting
import Testing

/// A phone with Martlet Authenticator, as its script behaves: a key, and calls that are signed with it.
final class TestPhone {
    let browser: TestBrowser
    let key = P256.Signing.PrivateKey()
    let audience: String
    var phone = ""
    var nonce = ""

    init(_ browser: TestBrowser, audience: String = "http://localhost:8080") {
        self.browser = browser
        self.audience = audience
    }

    /// A question as the phone is told it.
    struct Question: Equatable {
        var id: String
        var user: String
        var tenant: String
        var client: String
        var expiresAt: Int64
        var isTest: Bool
        var application: String?
        var address: String?
        var wantsPIN = false

        var signed: PushQuestion {
            PushQuestion(
                id: id, user: user, tenant: tenant, client: client, expiresAt: Timestamp(milliseconds: expiresAt))
        }
    }

    struct Answer {
        var status: Int
        var object: JSONObject
        var error: String? { object.string("error") }
        var outcome: String? { object.string("outcome") }

        var questions: [Question] {
            guard case .array(let all) = object["questions"] else { return [] }
            return all.compactMap { value in
                guard case .object(let one) = value, let id = one.string("id"), let user = one.string("user"),
                    let tenant = one.string("tenant"), let client = one.string("client"),
                    let end = one.integer("expiresAt")
                else { return nil }
                return Question(
                    id: id, user: user, tenant: tenant, client: client, expiresAt: end,
                    isTest: one.bool("isTest") ?? false, application: one.string("application"),
                    address: one.string("address"), wantsPIN: one.bool("wantsPIN") ?? false)
            }
        }
    }

    func post(_ path: String, _ object: JSONObject) async throws -> Answer {
        let answer = try await browser.send(
            "/authenticator/api/\(path)", .post, object.text, [.contentType: "application/json"])
        let body = try JSONReader.object(Array(answer.body.utf8))
        if let next = body.string("nonce") { nonce = next }
        return Answer(status: answer.status, object: body)
    }

    func sign(_ message: PhoneMessage) throws -> String {
        Base64URL.encode(try key.signature(for: SHA256.hash(data: Array(message.text.utf8))).rawRepresentation)
    }

    /// Comes with a code.
    func enrol(_ code: String, name: String = "Mia's phone", subscription: JSONObject? = nil) async throws -> Answer {
        let canonical = EnrolmentCode(typed: code)?.characters ?? code
        let own = Array(key.publicKey.x963Representation)
        let signature = try sign(.enrol(audience: audience, code: canonical, key: own, name: name))
        var object: JSONObject = [
            "code": .string(code), "key": .string(Base64URL.encode(own)), "name": .string(name),
            "signature": .string(signature),
        ]
        if let subscription { object["subscription"] = .object(subscription) }
        let answer = try await post("enrol", object)
        phone = answer.object.string("phone") ?? phone
        return answer
    }

    /// Asks what waits; takes up a fresh nonce where that is the answer, as the script does.
    func sync(wantsSecret: Bool = false) async throws -> Answer {
        var answer = Answer(status: 0, object: [:])
        for _ in 0..<2 {
            let signature = try sign(
                .sync(audience: audience, phone: phone, nonce: nonce, wantsSecret: wantsSecret))
            answer = try await post(
                "sync",
                [
                    "phone": .string(phone), "nonce": .string(nonce), "signature": .string(signature),
                    "wantsSecret": .bool(wantsSecret),
                ])
            guard answer.error == "staleNonce" else { break }
        }
        return answer
    }

    /// Answers a question; `signedAs` is another one, or another number, whose signature is sent instead.
    func answer(
        _ question: Question, _ said: String = "approve", number: String = "", signedAs: Question? = nil,
        signedNumber: String? = nil, pin: String? = nil
    ) async throws -> Answer {
        _ = try await sync()
        let body = try answerBody(
            question, said, number: number, signedAs: signedAs, signedNumber: signedNumber, pin: pin)
        return try await post("answer", body)
    }

    func answerBody(
        _ question: Question, _ said: String, number: String, signedAs: Question? = nil, signedNumber: String? = nil,
        pin: String? = nil
    ) throws -> JSONObject {
        let (asked, shown) = ((signedAs ?? question).signed, signedNumber ?? number)
        let message: PhoneMessage =
            pin.map {
                .answerAlone(
                    audience: audience, phone: phone, nonce: nonce, request: asked, answer: said, number: shown,
                    pin: $0)
            }
            ?? .answer(
                audience: audience, phone: phone, nonce: nonce, request: asked, answer: said, number: shown)
        let signature = try sign(message)
        var body: JSONObject = [
            "phone": .string(phone), "nonce": .string(nonce), "signature": .string(signature),
            "request": .string(question.id), "answer": .string(said), "number": .string(number),
        ]
        if let pin { body["pin"] = .string(pin) }
        return body
    }
}

extension TestBrowser.Answer {
    /// The code that a registration page shows.
    var enrolmentCode: String {
        String(body.components(separatedBy: "id=\"phone-code\">").dropFirst().first?.prefix { $0 != "<" } ?? "")
    }

    /// The number that a page shows to be typed on a phone.
    var number: String {
        String(body.components(separatedBy: "data-number>").dropFirst().first?.prefix { $0 != "<" } ?? "")
    }
}
