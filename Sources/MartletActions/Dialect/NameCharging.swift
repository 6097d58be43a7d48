import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore

extension Tools {
    /// Counts a name against the address that asked about it, and says for how many seconds the address is refused, if
    /// it is now (A079).
    /// - Throws: `StoreError`.
    @discardableResult
    func chargeName(_ name: String, from origin: Origin, in tenant: ID<Tenant>) async throws -> Int? {
        let at = now
        let place = place(of: origin)
        let canonical = UserPrincipalName.canonicalForm(ofTyped: String(name.prefix(256)))
        let digest = digest(ofName: canonical)
        let judge: @Sendable (Tables) throws -> NameBudget.Charge = { tables in
            let counter = try tables.lockouts.find(in: tenant, subject: place, kind: .namesFromAddress)
            return NameBudget.charge(counter, tenant: tenant, subject: place, name: digest, at: at)
        }
        // Most questions repeat the last ones, or come from somebody who was stopped: neither costs a write.
        switch try await store.read(judge) {
        case .known: return nil
        case .refused(let seconds, nil): return seconds
        case .counted, .refused: break
        }
        let charge = try await store.write { tables in
            let charge = try judge(tables)
            switch charge {
            case .known, .refused(_, nil): break
            case .counted(let counter), .refused(_, let counter?): try tables.lockouts.save(counter)
            }
            return charge
        }
        guard case .refused(let seconds, _) = charge else { return nil }
        return seconds
    }

    /// The same inside a transaction that writes anyway; `kind` says which budget of the address.
    /// - Throws: `StoreError`.
    @discardableResult
    func chargeName(
        _ canonical: String, of kind: LockoutCounter.Kind = .namesFromAddress, from origin: Origin,
        in tenant: ID<Tenant>,
        at: Timestamp, _ tables: Tables
    ) throws -> Int? {
        let place = place(of: origin)
        let counter = try tables.lockouts.find(in: tenant, subject: place, kind: kind)
        switch NameBudget.charge(
            counter, of: kind, tenant: tenant, subject: place, name: digest(ofName: canonical), at: at)
        {
        case .known: return nil
        case .refused(let seconds, nil): return seconds
        case .counted(let charged):
            try tables.lockouts.save(charged)
            return nil
        case .refused(let seconds, let charged?):
            try tables.lockouts.save(charged)
            return seconds
        }
    }

    /// Whole seconds for which an address is refused because it asked about too many names; `nil` where it is not.
    /// - Throws: `StoreError`.
    func nameRefusal(of origin: Origin, in tenant: ID<Tenant>) async throws -> Int? {
        let at = now
        let place = place(of: origin)
        let counter = try await store.read { tables in
            try tables.lockouts.find(in: tenant, subject: place, kind: .namesFromAddress)
        }
        return NameBudget.refusal(of: counter, at: at)
    }

    private func digest(ofName canonical: String) -> [UInt8] {
        Array(sealer.mac(Array(canonical.utf8), context: "name-asked-about").prefix(8))
    }

    /// What an address is counted by, and has its regulars by: an IPv4 address, or a /64 of IPv6, which is one household.
    /// Only a keyed digest is kept.
    func place(of origin: Origin) -> String {
        let bytes: [UInt8] =
            switch NetworkAddress(parsing: origin.address) {
            case .four(let bytes): bytes
            case .six(let bytes): Array(bytes.prefix(8))
            case nil: []
            }
        return Hexadecimal.text(of: sealer.mac(bytes, context: "address-of-names").prefix(16))
    }
}

extension OAuthError {
    /// Too many names from one address.
    static func tooManyNames(_ seconds: Int) -> OAuthError {
        OAuthError("temporarily_unavailable", 90055, status: 429, retryAfterSeconds: seconds)
    }
}
