import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore

/// Walks the store and reports every broken invariant (`martlet check`).
package struct CheckStore: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// The broken invariants, one sentence each; empty for a healthy store.
    ///
    /// Besides what the rows say about one another it opens every sealed secret, so that a wrong `martlet.key` shows
    /// here and not at somebody's next sign-in.
    package func callAsFunction() async throws -> [String] {
        try await tools.store.read { tables in
            try tables.integrity.broken() + sealedSecrets(in: tables)
        }
    }

    private func sealedSecrets(in tables: Tables) throws -> [String] {
        let installation = try tables.installation.get()
        guard let check = installation.sealingKeyCheck else {
            return installation.setUpCompletedAt == nil ? [] : ["the installation has no check of its sealing key"]
        }
        guard tools.opensSealingKeyCheck(check) else {
            return ["the sealing key is not the one this store was sealed with"]
        }
        var broken: [String] = []
        for tenant in try tables.tenants.list() {
            let keys = try tables.signingKeys.list(in: tenant.id)
            if keys.isEmpty { broken.append("tenant \(tenant.id) has no signing key") }
            for key in keys where (try? JWTSigner(key, sealer: tools.sealer)) == nil {
                broken.append("signing key \(key.keyID) does not open")
            }
            broken += try authenticators(of: tenant.id, in: tables)
            broken += try phones(of: tenant.id, in: tables)
        }
        return broken
    }

    /// A phone whose key is none can say nothing, and nobody would know why; one whose PIN has no verifier of ours would
    /// refuse the right one.
    private func phones(of tenant: ID<Tenant>, in tables: Tables) throws -> [String] {
        // Each phone is an authenticator app as well.
        try tables.totpMethods.countsByUser(in: tenant).keys.flatMap { user in
            do {
                return try tables.phones.list(user).flatMap { phone in
                    Self.faults(of: phone).map { "phone \(phone.id) of user \(user) \($0)" }
                }
            } catch StoreError.unexpectedColumn(let message) {
                return ["a phone of user \(user) cannot be read: \(message)"]
            }
        }
    }

    private static func faults(of phone: Phone) -> [String] {
        var faults: [String] = []
        if PhoneKey(phone.publicKey) == nil { faults.append("has a key that is none") }
        if phone.hasPIN, phone.pinHash.count != PhonePIN.hashLength {
            faults.append("has a PIN that cannot be checked")
        }
        if let place = phone.subscription,
            PushSubscription(
                endpoint: place.endpoint, publicKey: Base64URL.encode(place.publicKey),
                secret: Base64URL.encode(place.secret)) == nil
        {
            faults.append("takes messages at an address that cannot be read")
        }
        if let address = phone.messageAddress, (try? OutgoingURL(address))?.isSecure != true {
            faults.append("takes messages at a given address that cannot be read")
        }
        return faults
    }

    private func authenticators(of tenant: ID<Tenant>, in tables: Tables) throws -> [String] {
        try tables.totpMethods.countsByUser(in: tenant).keys.flatMap { user in
            try tables.totpMethods.list(user)
                .filter { (try? tools.secret(of: $0)) == nil }
                .map { "authenticator \($0.id) of user \(user) does not open" }
        }
    }
}
