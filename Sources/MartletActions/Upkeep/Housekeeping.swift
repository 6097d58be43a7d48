import MartletDirectory
import MartletStore

/// Keeps the store small and the keys fresh; run once a minute by a timer. Safe to run on several nodes.
package struct Housekeeping: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// What one run did.
    package struct Report: Sendable, Equatable {
        /// Rows past their use that were removed.
        package var expired = 0
        /// Log rows past their retention that were removed (D30).
        package var pruned = 0
        /// Keys that left the key set.
        package var keysRemoved = 0
        /// Keys that were made.
        package var keysMade = 0
    }

    // Small batches, so that no sign-in waits for the writer; many, so that a backlog shrinks.
    private static let batch = 500
    private static let mostBatches = 200

    /// Runs once.
    /// - Throws: `StoreError`.
    @discardableResult
    package func callAsFunction() async throws -> Report {
        let at = tools.now
        var report = Report()
        report.expired = try await repeated { tables in try tables.upkeep.deleteExpired(at: at, limit: Self.batch) }
        for tenant in try await tools.store.read({ try $0.tenants.list() }) {
            let before = try await pruningTime(of: tenant, at: at)
            report.pruned += try await repeated { tables in
                try tables.upkeep.pruneLogs(in: tenant.id, before: before, limit: Self.batch)
            }
            report.keysRemoved += try await removeKeys(of: tenant.id, at: at)
            report.keysMade += try await renewKeys(of: tenant.id, at: at)
            try await recallKeys(of: tenant.id, at: at)
        }
        return report
    }

    /// Before when log rows go now: a day's worth a run at most.
    ///
    /// Runs are a minute apart, so it is no hindrance; and a clock that shows a far year for a while (A306) does not cost
    /// the whole log in its first minute.
    private func pruningTime(of tenant: Tenant, at: Timestamp) async throws -> Timestamp {
        let pruned = try await tools.store.read { try $0.upkeep.logsPrunedBefore(in: tenant.id) }
        return min(at - .days(tenant.logRetentionDays), max(pruned, tenant.createdAt) + .days(1))
    }

    private func repeated(_ step: @escaping @Sendable (Tables) throws -> Int) async throws -> Int {
        var sum = 0
        for _ in 0..<Self.mostBatches {
            let removed = try await tools.store.write(step)
            sum += removed
            if removed == 0 { break }
        }
        return sum
    }

    /// Removes the keys that stopped signing long enough ago that no token of theirs lives.
    private func removeKeys(of tenant: ID<Tenant>, at: Timestamp) async throws -> Int {
        let isSpent: @Sendable (SigningKey) -> Bool = { key in
            key.signsUntil.map { $0 + SigningKeySchedule.retirement <= at } ?? false
        }
        guard try await tools.store.read({ try $0.signingKeys.list(in: tenant).contains(where: isSpent) }) else {
            return 0
        }
        let count = try await tools.change(.signingKeyRotated, by: system(tenant)) { tables, log in
            let spent = try tables.signingKeys.list(in: tenant).filter(isSpent)
            for key in spent {
                _ = try tables.signingKeys.delete(key.keyID, in: tenant)
                log.on(.key, key.keyID, key.algorithm.rawValue)
                log.set("removed", from: nil, to: key.keyID)
            }
            return spent.count
        }
        tools.keyRing.forget(tenant)
        return count
    }

    /// Makes successors for keys that have signed for ninety days, and first keys where there are none.
    private func renewKeys(of tenant: ID<Tenant>, at: Timestamp) async throws -> Int {
        let keys = try await tools.store.read { try $0.signingKeys.list(in: tenant) }
        let due = SigningKey.Algorithm.allCases.filter { algorithm in
            let own = keys.filter { $0.algorithm == algorithm && $0.signsUntil == nil }
            return own.allSatisfy { $0.signsFrom + SigningKeySchedule.longestService <= at }
        }
        guard !due.isEmpty else { return 0 }
        do {
            return try await RotateSigningKeys(tools).rotate(due, immediately: false, by: system(tenant)).count
        } catch ActionError.conflict(.alreadyDone) {
            // Another node was quicker.
            return 0
        }
    }

    /// Brings keys back that a clock far ahead put off: one that begins to sign later than any new key would, and one
    /// whose end lies after that.
    private func recallKeys(of tenant: ID<Tenant>, at: Timestamp) async throws {
        let latest = at + SigningKeySchedule.overlap
        let isPutOff: @Sendable (SigningKey) -> Bool = { key in
            key.signsFrom.isAhead(of: latest) || (key.signsUntil?.isAhead(of: latest) ?? false)
        }
        guard try await tools.store.read({ try $0.signingKeys.list(in: tenant).contains(where: isPutOff) }) else {
            return
        }
        try await tools.change(.signingKeyRotated, by: system(tenant)) { tables, log in
            for var key in try tables.signingKeys.list(in: tenant) where isPutOff(key) {
                log.on(.key, key.keyID, key.algorithm.rawValue)
                log.set("signsFrom", from: key.signsFrom.rfc3339, to: min(key.signsFrom, latest).rfc3339)
                key.signsFrom = min(key.signsFrom, latest)
                key.signsUntil = key.signsUntil.map { min($0, latest) }
                try tables.signingKeys.update(key)
            }
        }
        tools.keyRing.forget(tenant)
    }

    private func system(_ tenant: ID<Tenant>) -> Caller {
        Caller(identity: .system, tenant: tenant, correlationID: tools.newCorrelationID())
    }
}
