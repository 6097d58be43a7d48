extension Store {
    /// What the schema of the store is; reads only.
    package func schemaState(of history: [Migration] = Migration.all) async throws -> SchemaState {
        try await engine.read { try SchemaState(of: $0, history: history) }
    }

    /// Whether the schema is the one that this program works with, by one small read: for a probe that asks often.
    /// - Throws: `StoreError` also where there is no schema at all.
    package func isSchemaCurrent() async throws -> Bool {
        try await engine.read { connection in
            SchemaState(applied: try Migration.appliedChecksums(on: connection), history: Migration.all).isCurrent
        }
    }

    /// Brings the schema up to date: each step in a transaction of its own, during which nobody else writes.
    ///
    /// Interrupted at any statement it goes on where it stopped; of several nodes that start at once each step is run
    /// by one. A database of a newer program is refused and left alone.
    /// `ran` is told after each step that this call ran.
    /// - Throws: `StoreError.newerSchema`; `StoreError` of the statement that failed.
    @discardableResult
    package func migrate(
        _ history: [Migration] = Migration.all, ran: @Sendable (Migration) async throws -> Void = { _ in }
    ) async throws -> [Migration] {
        var applied: [Migration] = []
        // A database that is up to date is not written to.
        let state = try await schemaState(of: history)
        guard !state.isNewer else { throw StoreError.newerSchema }
        guard let last = state.pending.last else { return [] }
        while applied.last?.number != last {
            let next = try await engine.writeAlone { try Migration.applyNext(of: history, on: $0) }
            // Another node was quicker.
            guard let next else { break }
            applied.append(next)
            try await ran(next)
        }
        return applied
    }
}
