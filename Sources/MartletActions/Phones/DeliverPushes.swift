import Logging
import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore

/// Tells phones that something waits for them (RFC 8030): one round over the requests that no phone was told of.
///
/// A request lives for a minute, so it is told once and not again: the phone asks by itself while it is open. What is
/// sent holds no number, no app and no place; the phone fetches these with its own key (A051).
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

    /// Tells of what waits and says how many requests that were; the caller repeats while there are any.
    /// - Throws: `SealError` where the key does not open; `StoreError`.
    @discardableResult
    package func callAsFunction() async throws -> Int {
        let at = tools.now
        guard try await tools.store.read({ try $0.pushRequests.isAnyToTell(at: at) }) else { return 0 }
        let identity = try await tools.pushIdentity()
        let claimed = try await tools.store.write { tables in
            try tables.pushRequests.claim(at: at, limit: Self.batch)
        }
        try await withThrowingTaskGroup { group in
            for request in claimed {
                let phones = try await tools.store.read { try $0.phones.list(request.user) }
                for phone in phones where phone.hasPIN || !request.isAlone {
                    group.addTask { try await self.tell(phone, request, as: identity) }
                }
            }
            try await group.waitForAll()
        }
        return claimed.count
    }

    private func tell(_ phone: Phone, _ request: PhoneRequest, as identity: PushIdentity) async throws {
        guard let subscription = phone.subscription, let url = try? OutgoingURL(subscription.endpoint) else { return }
        let text: JSONObject = [
            "request": .string(request.id.rawValue), "phone": .string(phone.id.rawValue),
            "expiresAt": .integer(request.expiresAt.milliseconds),
        ]
        guard let body = try encrypt(text.utf8, for: subscription) else { return }
        let authorization = try identity.authorization(
            audience: url.origin, contact: tools.publicURL.isSecure ? tools.publicURL.text : nil, at: tools.now)
        let message = OutgoingMessage(
            headers: [
                ("content-type", "application/octet-stream"), ("content-encoding", "aes128gcm"),
                ("ttl", String(PushFatigue.lifetime.inSeconds)), ("urgency", "high"),
                ("authorization", authorization),
            ], body: body)
        do throws(OutgoingRefusal) {
            let status = try await tools.outgoing.post(subscription.endpoint, message)
            // RFC 8030 section 7.3: the subscription is over. The phone makes another when it is opened.
            guard status == 404 || status == 410 else { return }
        } catch {
            tools.logger.warning("a push message was not delivered", metadata: ["cause": "\(error)"])
            return
        }
        try await tools.store.write { tables in
            guard try tables.phones.find(phone.id)?.subscription == subscription else { return }
            try tables.phones.subscribe(phone.id, nil)
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
