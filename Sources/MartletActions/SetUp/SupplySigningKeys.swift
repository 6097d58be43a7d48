import MartletDirectory
import MartletStore

/// Gives every organisation a key of each algorithm that there is, before anybody asks for a token: a newer program may
/// know one more than the one that set the organisation up.
package struct SupplySigningKeys: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// Makes what is missing and says how many keys that were; safe to run on several nodes at the same time.
    /// - Throws: `StoreError`.
    @discardableResult
    package func callAsFunction() async throws -> Int {
        var count = 0
        for tenant in try await tools.store.read({ try $0.tenants.list() }) {
            count += try await supply(tenant.id)
        }
        return count
    }

    private func supply(_ tenant: ID<Tenant>) async throws -> Int {
        let missing = try await tools.store.read { try Self.missing(in: tenant, $0) }
        guard !missing.isEmpty else { return 0 }
        let at = tools.now
        let made = try missing.map { try tools.newSigningKey($0, for: tenant, at: at, signsFrom: at) }
        let caller = Caller(identity: .system, tenant: tenant, correlationID: tools.newCorrelationID())
        let id = tools.ambient.newID(of: AuditRecord.self)
        let inserted = try await tools.store.write { tables in
            // Another node may have been quicker.
            let still = try Self.missing(in: tenant, tables)
            let fresh = made.filter { still.contains($0.algorithm) }
            guard !fresh.isEmpty else { return 0 }
            var log = ChangeLog()
            for key in fresh {
                try tools.insert(key, in: tables)
                log.on(.key, key.keyID, key.algorithm.rawValue)
            }
            try tables.audits.insert(tools.record(.signingKeyRotated, by: caller, id: id, at: at, log: log))
            return fresh.count
        }
        tools.keyRing.forget(tenant)
        return inserted
    }

    private static func missing(in tenant: ID<Tenant>, _ tables: Tables) throws -> [SigningKey.Algorithm] {
        let present = Set(try tables.signingKeys.list(in: tenant).filter { $0.signsUntil == nil }.map(\.algorithm))
        return SigningKey.Algorithm.allCases.filter { !present.contains($0) }
    }
}
