import MartletDirectory

/// What a phone signs: everything that its answer is about, a line each, so that an answer means one thing and cannot
/// be used for another (A052).
///
/// The server makes the text of what it has stored, not of what was sent: a signature over another number, request,
/// person, organisation, app or expiry is none. No line can hold the end of a line.
package struct PhoneMessage: Sendable, Equatable {
    /// The text whose UTF-8 bytes are signed.
    package let text: String

    private init(_ purpose: String, audience: String, _ lines: [String]) {
        text = (["martlet-authenticator-1", purpose, audience] + lines).map(Self.line).joined(separator: "\n")
    }

    /// By bytes: a carriage return before it hides the end of a line from a comparison of characters.
    private static func line(_ text: String) -> String {
        let end = UInt8(ascii: "\n")
        guard text.utf8.contains(end) else { return text }
        return String(decoding: text.utf8.map { $0 == end ? UInt8(ascii: " ") : $0 }, as: UTF8.self)
    }

    /// A phone wants to be registered with a code that its owner gave it. `audience` is this installation's address, here
    /// and below; `name` the one that the phone calls itself.
    package static func enrol(audience: String, code: String, key: [UInt8], name: String) -> PhoneMessage {
        PhoneMessage("enrol", audience: audience, [code, Base64URL.encode(key), name])
    }

    /// A phone asks what waits for it.
    package static func sync(audience: String, phone: String, nonce: String, wantsSecret: Bool) -> PhoneMessage {
        PhoneMessage("sync", audience: audience, [phone, nonce, wantsSecret ? "secret" : ""])
    }

    /// A phone says where its messages go; nowhere without a subscription.
    package static func subscribe(
        audience: String, phone: String, nonce: String, subscription: PushSubscription?
    ) -> PhoneMessage {
        PhoneMessage(
            "subscribe", audience: audience,
            [
                phone, nonce, subscription?.endpoint ?? "",
                subscription.map { Base64URL.encode($0.publicKey) } ?? "",
                subscription.map { Base64URL.encode($0.secret) } ?? "",
            ])
    }

    /// A phone's person has given an address for messages; empty for none from now on.
    package static func address(audience: String, phone: String, nonce: String, address: String) -> PhoneMessage {
        PhoneMessage("address", audience: audience, [phone, nonce, address])
    }

    /// A phone answers a request that stands alone: the PIN is part of the answer, empty for a no (PH-1).
    package static func answerAlone(
        audience: String, phone: String, nonce: String, request: PushQuestion, answer: String, number: String,
        pin: String
    ) -> PhoneMessage {
        PhoneMessage(
            "answer-alone", audience: audience,
            answerLines(phone: phone, nonce: nonce, request: request, answer: answer, number: number) + [pin])
    }

    /// A phone answers a request.
    package static func answer(
        audience: String, phone: String, nonce: String, request: PushQuestion, answer: String, number: String
    ) -> PhoneMessage {
        PhoneMessage(
            "answer", audience: audience,
            answerLines(phone: phone, nonce: nonce, request: request, answer: answer, number: number))
    }

    private static func answerLines(
        phone: String, nonce: String, request: PushQuestion, answer: String, number: String
    ) -> [String] {
        [
            phone, nonce, request.id, request.user, request.tenant, request.client,
            String(request.expiresAt.milliseconds), answer, number,
        ]
    }
}

/// What a request is about, as far as a phone signs it.
package struct PushQuestion: Sendable, Equatable {
    /// The request's identifier.
    package let id: String
    /// Whose sign-in it is.
    package let user: String
    /// In which organisation.
    package let tenant: String
    /// The app that the person signs in to, or the word for a page of Martlet's own.
    package let client: String
    /// Until when it may be answered.
    package let expiresAt: Timestamp

    /// A question with every field given.
    package init(id: String, user: String, tenant: String, client: String, expiresAt: Timestamp) {
        self.id = id
        self.user = user
        self.tenant = tenant
        self.client = client
        self.expiresAt = expiresAt
    }
}
