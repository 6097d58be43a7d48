import MartletDirectory

/// Where everything is kept: the rows of one installation, behind one SQL engine.
///
/// This room owns the tables, their migrations, the one SQL that runs on every engine, and the spending of
/// one-time things by one conditional write. It decides nothing: whether somebody may have a session is said by
/// the `Cleared` value that the rows ask for, whether a lockout holds by MartletPolicy. It never asks for the time,
/// never seals or hashes (what arrives here is a digest or sealed already), and does not know the log or HTTP.
/// A change and its audit record belong in one `write` (promise 5); nothing can be awaited inside one.
package struct Store: Sendable {
    let engine: any SQLEngine
    /// What is counted about this store, and by who works with it.
    package let measures: Measures

    /// A store over an engine that is open.
    package init(engine: any SQLEngine, measures: Measures = Measures()) {
        self.engine = engine
        self.measures = measures
    }

    /// The check of the sealing key, which says that there are secrets in the store; `nil` also for a database without
    /// tables. It can be asked before the schema is brought up to date, of a store of any age.
    package func sealingKeyCheck() async throws -> [UInt8]? {
        try await engine.read { connection in try Self.sealingKeyCheck(connection) }
    }

    /// The same, as a transaction sees it.
    static func sealingKeyCheck(_ connection: any SQLConnection) throws -> [UInt8]? {
        guard try connection.hasTable("installation") else { return nil }
        return try InstallationRows(connection).sealingKeyCheck()
    }

    /// Runs `body` on one consistent snapshot, on the calling thread; changes are refused.
    package func read<R: Sendable>(_ body: @escaping @Sendable (Tables) throws -> R) async throws -> R {
        let watch = Stopwatch("store.read", measures.store.readSeconds)
        defer { watch.stop() }
        return try await engine.read { [measures] connection in
            try body(Tables(connection, StoreOccasion(measures: measures, span: watch.span)))
        }
    }

    /// Runs `body` as `read` does, however long it takes; nobody waits for it.
    package func readAtLeisure<R: Sendable>(_ body: @escaping @Sendable (Tables) throws -> R) async throws -> R {
        try await engine.readAtLeisure { [measures] connection in
            try body(Tables(connection, StoreOccasion(measures: measures, span: nil)))
        }
    }

    /// Runs `body` as one transaction and returns when it is durable; an error that leaves `body` undoes it.
    @discardableResult
    package func write<R: Sendable>(_ body: @escaping @Sendable (Tables) throws -> R) async throws -> R {
        let watch = Stopwatch("store.write", measures.store.writeSeconds)
        defer { watch.stop() }
        let (result, aftermath) = try await engine.write { [measures] connection in
            let occasion = StoreOccasion(measures: measures, span: watch.span)
            let result = try body(Tables(connection, occasion))
            return (result, occasion.afterCommit)
        }
        for effect in aftermath { effect() }
        return result
    }

    /// What a probe asks of the database, in one short read: whether it answers, which schema it has, what time it is.
    package func condition() async throws -> StoreCondition {
        try await engine.read { connection in
            StoreCondition(
                hasKnownSchema: try Migration.knows(Migration.appliedChecksums(on: connection)),
                clock: try connection.clock())
        }
    }

    /// Finishes queued writes and closes the database.
    package func close() async {
        await engine.close()
    }
}
