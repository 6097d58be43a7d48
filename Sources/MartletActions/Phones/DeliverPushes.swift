import Logging
import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore

/// Tells phones that something waits for them (RFC 8030): one round over the requests that no phone was told of.
///
/// A request lives for a minute. What cannot be delivered is tried again in the next round, as long as it lives; the phone
/// asks by itself while it is open. What is sent holds no number, no app and no place; the phone fetches these with its
/// own key (A051).
package struct DeliverPushes: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// How many requests are told of at the same time.
    private static let batch = 16
    /// Every message has this many bytes inside, so that its length says nothing.
    private static let size = 256

    /// Tells of what waits and says how many requests were told; the caller repeats while there are any, and comes again
    /// later for what could not be delivered.
    /// - Throws: `SealError` where the key does not open; `StoreError`.
    @discardableResult
    package func callAsFunction() async throws -> Int {
        let at = tools.now
        guard try await tools.store.read({ try $0.pushRequests.isAnyToTell(at: at) }) else { return 0 }
        let identity = try await tools.pushIdentity()
        var told = 0
        var undelivered: [ID<PhoneRequest>] = []
        while true {
            let claimed = try await tools.store.write { tables in
                try tables.pushRequests.claim(at: at, limit: Self.batch)
            }
            guard !claimed.isEmpty else { break }
            let missed = try await tell(claimed, as: identity)
            told += claimed.count - missed.count
            undelivered += missed
        }
        // Only now, so that those who cannot be reached keep nobody else waiting.
        if !undelivered.isEmpty {
            try await tools.store.write { [undelivered] tables in
                for id in undelivered { try tables.pushRequests.tellAgain(id) }
            }
        }
        return told
    }

    /// Tells of all of these at the same time, and answers those that are to be told again.
    private func tell(_ requests: [PhoneRequest], as identity: PushIdentity) async throws -> [ID<PhoneRequest>] {
        try await withThrowingTaskGroup(of: ID<PhoneRequest>?.self) { group in
            for request in requests {
                group.addTask { try await self.tell(request, as: identity) ? nil : request.id }
            }
            return try await group.reduce(into: []) { missed, id in
                if let id { missed.append(id) }
            }
        }
    }

    /// Tells all phones of a request; `false` where one of them is to be told again.
    private func tell(_ request: PhoneRequest, as identity: PushIdentity) async throws -> Bool {
        let (phones, language) = try await tools.store.read { tables in
            (
                try tables.phones.list(request.user),
                try tables.users.find(request.user, in: request.tenant)?.preferredLanguage
            )
        }
        return try await withThrowingTaskGroup(of: Bool.self) { group in
            for phone in phones where phone.hasPIN || !request.isAlone {
                group.addTask { try await self.tell(phone, request, as: identity) }
                group.addTask { try await self.tellOpenly(phone, request, language) }
            }
            return try await group.reduce(true) { $0 && $1 }
        }
    }

    private func tell(_ phone: Phone, _ request: PhoneRequest, as identity: PushIdentity) async throws -> Bool {
        guard let subscription = phone.subscription, let url = try? OutgoingURL(subscription.endpoint) else {
            return true
        }
        let text: JSONObject = [
            "request": .string(request.id.rawValue), "phone": .string(phone.id.rawValue),
            "expiresAt": .integer(request.expiresAt.milliseconds),
        ]
        guard let body = try encrypt(text.utf8, for: subscription) else { return true }
        let authorization = try identity.authorization(
            audience: url.origin, contact: tools.publicURL.isSecure ? tools.publicURL.text : nil, at: tools.now)
        let message = OutgoingMessage(
            headers: [
                ("content-type", "application/octet-stream"), ("content-encoding", "aes128gcm"),
                ("ttl", String(PushFatigue.lifetime.inSeconds)), ("urgency", "high"),
                ("authorization", authorization),
            ], body: body)
        let end = await deliver(message, to: subscription.endpoint)
        guard end == .gone else { return end == .told }
        try await tools.store.write { tables in
            guard try tables.phones.find(phone.id)?.subscription == subscription else { return }
            try tables.phones.subscribe(phone.id, nil)
        }
        return true
    }

    /// Tells the address that the person gave, if there is one, and nothing but that something waits.
    private func tellOpenly(_ phone: Phone, _ request: PhoneRequest, _ language: String?) async throws -> Bool {
        // An app that shows messages rings for each: where another place is tried again, this one is not.
        guard let address = phone.messageAddress, phone.messageRequest != request.id else { return true }
        let message = OutgoingMessage.waiting(
            tools.publicURL.text, language: language, lifetime: PushFatigue.lifetime.inSeconds)
        let end = await deliver(message, to: address)
        guard end != .later else { return false }
        try await tools.store.write { tables in
            guard try tables.phones.find(phone.id)?.messageAddress == address else { return }
            if end == .gone {
                try tables.phones.setMessageAddress(phone.id, nil)
                let host = try? OutgoingURL(address).host
                try tools.recordPlace(of: phone, from: host, to: nil, bySystem: true, at: tools.now, in: tables)
            } else {
                try tables.phones.noteMessage(phone.id, of: request.id)
            }
        }
        return true
    }

    private enum Delivery { case told, later, gone }

    private func deliver(_ message: OutgoingMessage, to address: String) async -> Delivery {
        do throws(OutgoingRefusal) {
            let status = try await tools.outgoing.post(address, message)
            // RFC 8030 section 7.3: the subscription is over. The phone makes another when it is opened.
            if status == 404 || status == 410 { return .gone }
            return status != 429 && status < 500 ? .told : .later
        } catch {
            tools.logger.warning("a push message was not delivered", metadata: ["cause": "\(error)"])
            return error != .busy && error != .unreachable ? .told : .later
        }
    }

    private func encrypt(_ text: [UInt8], for subscription: PushSubscription) throws -> [UInt8]? {
        for _ in 0..<4 {
            let body = try PushEncryption.encrypt(
                text, for: subscription, privateKey: tools.ambient.randomBytes(PushEncryption.keyLength),
                salt: tools.ambient.randomBytes(PushEncryption.saltLength), padding: max(0, Self.size - text.count))
            if let body { return body }
        }
        return nil
    }
}
