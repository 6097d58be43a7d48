import Logging
import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore

/// Takes the address of ntfy or UnifiedPush at which a phone's person wants to be told, once a message has reached it; or
/// forgets the one there is.
///
/// The address is anybody's words: it is reached by the rules of messages (A256), and what it answered is never told.
package struct GiveMessageAddress: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// What became of an address.
    package enum Outcome: String, Sendable, CaseIterable {
        /// A message was taken there, and more will follow.
        case kept
        /// No address is kept from now on.
        case removed
        /// It is no address of https.
        case badAddress
        /// No message was taken there. Why is not told: a phone is anybody's, and would learn who listens where.
        case notDelivered
        /// The phone has tried another just now.
        case tooSoon
    }

    /// The longest address, in bytes, as UnifiedPush has it.
    package static let longest = 1000
    /// How long a phone waits between two trials.
    package static let pause: Duration = .seconds(15)

    /// Tries `address` and keeps it, or keeps none where it is empty; a change is in the audit log.
    /// - Throws: `PhoneRefusal`; `StoreError`.
    package func callAsFunction(_ call: PhoneCall, _ address: String) async throws -> Outcome {
        let at = tools.now
        let message = PhoneMessage.address(
            audience: tools.publicURL.text, phone: call.phone.rawValue, nonce: call.nonce, address: address)
        let url = address.utf8.count <= Self.longest ? try? OutgoingURL(address) : nil
        let isAddress = url?.isSecure ?? false
        let begun: (outcome: Outcome?, language: String?) = try await tools.store.write { tables in
            guard let phone = try tables.phones.find(call.phone) else { throw PhoneRefusal.unknown }
            let end = try tools.check(call, of: phone.publicKey, message, at: at)
            try tools.spendNonce(of: call, in: phone.tenant, until: end, tables: tables)
            if address.isEmpty {
                try keep(nil, for: phone, at: at, in: tables)
                return (.removed, nil)
            }
            guard isAddress else { return (.badAddress, nil) }
            guard try tables.phones.claimTrial(phone.id, at: at, after: at - Self.pause) else {
                return (.tooSoon, nil)
            }
            let user = try tables.users.find(phone.user, in: phone.tenant)
            return (nil, user?.preferredLanguage)
        }
        if let outcome = begun.outcome { return outcome }
        guard await isTaken(.trial(tools.publicURL.text, language: begun.language), by: address) else {
            return .notDelivered
        }
        try await tools.store.write { tables in
            guard let phone = try tables.phones.find(call.phone) else { throw PhoneRefusal.unknown }
            try keep(address, for: phone, at: tools.now, in: tables)
        }
        return .kept
    }

    private func isTaken(_ message: OutgoingMessage, by address: String) async -> Bool {
        do throws(OutgoingRefusal) {
            return (200..<300).contains(try await tools.outgoing.post(address, message))
        } catch {
            tools.logger.info("a message address was not reached", metadata: ["cause": "\(error)"])
            return false
        }
    }

    private func keep(_ address: String?, for phone: Phone, at: Timestamp, in tables: Tables) throws {
        guard phone.messageAddress != address else { return }
        try tables.phones.setMessageAddress(phone.id, address)
        let hosts = [phone.messageAddress, address].map { $0.flatMap { try? OutgoingURL($0).host } }
        try tools.recordPlace(of: phone, from: hosts[0], to: hosts[1], at: at, in: tables)
    }
}
