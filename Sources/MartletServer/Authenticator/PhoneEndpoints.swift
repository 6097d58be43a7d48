import HTTPTypes
import Hummingbird
import MartletActions
import MartletCredentials
import MartletDirectory

/// What phones call: JSON, no cookie, each call signed with the phone's key but for the first, which brings a code.
struct PhoneEndpoints: Sendable {
    let doors: Doors

    /// A phone comes with the code of an enrolment.
    @Sendable func enrol(_ visit: Visit) async throws -> Response {
        try await answering(visit) { body in
            let joined = try await EnrolPhone(doors.tools)(
                EnrolPhone.Request(
                    code: try body.text("code", 64), publicKey: try body.bytes("key", 65),
                    name: try body.text("name", 256), subscription: try body.subscription(),
                    signature: try body.bytes("signature", 64)))
            return ["phone": .string(joined.phone.rawValue), "nonce": .string(joined.nonce)]
        }
    }

    /// A phone asks what waits for it.
    @Sendable func sync(_ visit: Visit) async throws -> Response {
        try await answering(visit) { body in
            let state = try await SyncPhone(doors.tools)(
                try body.call(), wantsSecret: body.object.bool("wantsSecret") ?? false)
            var object: JSONObject = [
                "organization": .string(state.organization), "userName": .string(state.userName),
                "isRegistered": .bool(state.isRegistered), "nonce": .string(doors.tools.newPhoneNonce()),
                "now": .integer(doors.tools.now.milliseconds),
                "questions": .array(state.questions.map { .object(Self.view(of: $0)) }),
            ]
            if let secret = state.secret { object["secret"] = .string(Base64URL.encode(secret)) }
            if let end = state.pausedUntil { object["pausedUntil"] = .integer(end.milliseconds) }
            return object
        }
    }

    /// A phone says yes or no.
    @Sendable func answer(_ visit: Visit) async throws -> Response {
        try await answering(visit) { body in
            guard let answer = AnswerPush.Answer(rawValue: try body.text("answer", 16)) else {
                throw PhoneRefusal.malformed
            }
            let pin = body.object["pin"] == nil ? "" : try body.text("pin", 64)
            let outcome = try await AnswerPush(doors.tools)(
                try body.call(), request: try body.text("request", 64), answer, number: try body.text("number", 8),
                pin: pin)
            return ["outcome": .string(outcome.rawValue), "nonce": .string(doors.tools.newPhoneNonce())]
        }
    }

    /// A phone says where its messages go.
    @Sendable func subscribe(_ visit: Visit) async throws -> Response {
        try await answering(visit) { body in
            try await SubscribePhone(doors.tools)(try body.call(), try body.subscription())
            return ["nonce": .string(doors.tools.newPhoneNonce())]
        }
    }

    private static func view(of waiting: SyncPhone.Waiting) -> JSONObject {
        let question = waiting.question
        var object: JSONObject = [
            "id": .string(question.id), "user": .string(question.user), "tenant": .string(question.tenant),
            "client": .string(question.client), "expiresAt": .integer(question.expiresAt.milliseconds),
            "askedAt": .integer(waiting.askedAt.milliseconds), "isTest": .bool(waiting.isTest),
        ]
        if waiting.wantsPIN { object["wantsPIN"] = true }
        if let name = waiting.applicationName { object["application"] = .string(name) }
        if let origin = waiting.origin {
            object["address"] = .string(origin.address)
            let agent = AgentName(userAgent: origin.userAgent)
            let browser = [agent.program, agent.system].compactMap { $0 }.joined(separator: ", ")
            if !browser.isEmpty { object["browser"] = .string(browser) }
            if let country = origin.country { object["country"] = .string(country) }
        }
        return object
    }

    private func answering(
        _ visit: Visit, _ body: (PhoneBody) async throws -> JSONObject
    ) async throws -> Response {
        do {
            return visit.json(try await body(try await PhoneBody(visit)).text)
        } catch let refusal as PhoneRefusal {
            switch refusal {
            case .malformed: return visit.json(#"{"error":"malformed"}"#, status: .badRequest)
            case .unknown: return visit.json(#"{"error":"unknownPhone"}"#, status: .unauthorized)
            case .staleNonce(let next):
                let object: JSONObject = ["error": "staleNonce", "nonce": .string(next)]
                return visit.json(object.text, status: .unauthorized)
            }
        }
    }
}

/// What a phone sent.
private struct PhoneBody {
    let object: JSONObject

    /// Reads the body of a call.
    /// - Throws: `PhoneRefusal.malformed`, and what `boundedBody()` throws.
    init(_ visit: Visit) async throws {
        // A page of another site cannot send this type without asking first, and nobody answers it.
        guard visit.request.headers[.contentType]?.lowercased().hasPrefix("application/json") == true else {
            throw Stop.unsupportedMediaType
        }
        let bytes = try await visit.boundedBody()
        guard bytes.count <= 8 * 1024, let object = try? JSONReader.object(bytes) else {
            throw PhoneRefusal.malformed
        }
        self.object = object
    }

    /// A text of at most `limit` bytes.
    func text(_ name: String, _ limit: Int) throws -> String {
        guard let text = object.string(name), text.utf8.count <= limit else { throw PhoneRefusal.malformed }
        return text
    }

    /// Exactly `count` bytes in base64url.
    func bytes(_ name: String, _ count: Int) throws -> [UInt8] {
        guard let bytes = Base64URL.decode(try text(name, count * 2)), bytes.count == count else {
            throw PhoneRefusal.malformed
        }
        return bytes
    }

    /// Who calls.
    func call() throws -> PhoneCall {
        guard let phone = ID<TOTPMethod>(parsing: try text("phone", 64)) else { throw PhoneRefusal.malformed }
        return PhoneCall(phone: phone, nonce: try text("nonce", 64), signature: try bytes("signature", 64))
    }

    /// Where the phone takes messages; nowhere where nothing is said.
    func subscription() throws -> PushSubscription? {
        switch object["subscription"] {
        case nil, .null: return nil
        case .object(let object):
            guard let endpoint = object.string("endpoint"), let key = object.string("p256dh"),
                let secret = object.string("auth"),
                let subscription = PushSubscription(endpoint: endpoint, publicKey: key, secret: secret)
            else { throw PhoneRefusal.malformed }
            return subscription
        default: throw PhoneRefusal.malformed
        }
    }
}
