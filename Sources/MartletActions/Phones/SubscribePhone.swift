import MartletCredentials
import MartletDirectory
import MartletStore

/// Notes where a phone takes messages from now on.
package struct SubscribePhone: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// Keeps the subscription, or forgets it.
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
            try tables.phones.subscribe(phone.id, subscription)
        }
    }
}
