import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore

/// Notes where a phone takes messages from now on.
package struct SubscribePhone: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    private static func host(of subscription: PushSubscription?) -> String? {
        subscription.flatMap { try? OutgoingURL($0.endpoint).host }
    }

    /// Keeps the subscription, or forgets it; a change is in the audit log.
    /// - Throws: `PhoneRefusal`; `StoreError`.
    package func callAsFunction(_ call: PhoneCall, _ subscription: PushSubscription?) async throws {
        let at = tools.now
        let message = PhoneMessage.subscribe(
            audience: tools.publicURL.text, phone: call.phone.rawValue, nonce: call.nonce,
            subscription: subscription)
        try await tools.store.write { tables in
            guard let phone = try tables.phones.find(call.phone) else { throw PhoneRefusal.unknown }
            let end = try tools.check(call, of: phone.publicKey, message, at: at)
            try tools.spendNonce(of: call, in: phone.tenant, until: end, tables: tables)
            guard phone.subscription != subscription else { return }
            try tables.phones.subscribe(phone.id, subscription)
            try tools.recordPlace(
                of: phone, from: Self.host(of: phone.subscription), to: Self.host(of: subscription), at: at, in: tables)
        }
    }
}

extension Tools {
    /// Writes that a phone takes messages elsewhere than before.
    ///
    /// Hosts alone: who has the whole address can send messages to it. `bySystem` where nobody asked for it.
    func recordPlace(
        of phone: Phone, from: String?, to: String?, bySystem: Bool = false, at: Timestamp, in tables: Tables
    ) throws {
        guard let user = try tables.users.find(phone.user, in: phone.tenant) else { return }
        let caller = Caller(
            identity: bySystem ? .system : .user(user.id, name: user.userPrincipalName.text, session: ID("")),
            tenant: phone.tenant, correlationID: newCorrelationID())
        var log = ChangeLog()
        log.on(user)
        log.set("phone", from: nil, to: phone.name)
        log.set("host", from: from, to: to)
        try tables.audits.insert(record(.phoneSubscribed, by: caller, at: at, log: log))
    }
}
