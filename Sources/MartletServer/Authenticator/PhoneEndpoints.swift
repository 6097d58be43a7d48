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
            if let host = state.messageHost { object["messageHost"] = .string(host) }
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

    /// A phone's person gives an address of ntfy or UnifiedPush.
    @Sendable func address(_ visit: Visit) async throws -> Response {
        try await answering(visit) { body in
            // Longer ones are read as well, so that the answer can say what is wrong with them.
            let outcome = try await GiveMessageAddress(doors.tools)(
                try body.call(), try body.text("address", 4 * GiveMessageAddress.longest))
            return ["outcome": .string(outcome.rawValue), "nonce": .string(doors.tools.newPhoneNonce())]
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
        } catch is PhoneBody.Malformed {
            return visit.json(#"{"error":"malformed"}"#, status: .badRequest)
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

extension PhoneBody {
    /// Reads the body of a call.
    /// - Throws: `PhoneBody.Malformed`, and what `boundedBody()` throws.
    fileprivate init(_ visit: Visit) async throws {
        // A page of another site cannot send this type without asking first, and nobody answers it.
        guard visit.request.headers[.contentType]?.lowercased().hasPrefix("application/json") == true else {
            throw Stop.unsupportedMediaType
        }
        try self.init(try await visit.boundedBody())
    }

    /// Who calls.
    fileprivate func call() throws -> PhoneCall {
        guard let phone = ID<TOTPMethod>(parsing: try text("phone", 64)) else { throw Malformed() }
        return PhoneCall(phone: phone, nonce: try text("nonce", 64), signature: try bytes("signature", 64))
    }
}
