import MartletDirectory

extension Store {
    /// What was read of a store, and what it was.
    package struct Snapshot: Sendable {
        /// What the archive says of itself.
        package let header: ArchiveHeader
        /// What its tables hold.
        package let tables: [TableTally]

        /// A snapshot with every field given.
        package init(header: ArchiveHeader, tables: [TableTally]) {
            self.header = header
            self.tables = tables
        }

        /// The rows of all tables.
        package var rows: Int { tables.reduce(0) { $0 + $1.rows } }
    }

    /// Writes the whole store, as it is at one moment, while others go on working.
    ///
    /// `header` says when and of what it is made; migrations and tables are filled in here. `accept` looks at the check
    /// of the sealing key of that same moment before anything is written. `open` makes the sink: it may be called again,
    /// and then begins anew. `progress` is told of each table that was written.
    /// - Throws: `StoreError`; what the sink or `accept` throws.
    package func writeArchive(
        _ header: ArchiveHeader, to open: @escaping @Sendable () throws -> any ByteSink, digest: @escaping NewDigest,
        accept: @escaping @Sendable (_ sealingKeyCheck: [UInt8]?) throws -> Void = { _ in },
        progress: @escaping @Sendable (TableTally) -> Void = { _ in }
    ) async throws -> Snapshot {
        try await engine.read { connection in
            try accept(Self.sealingKeyCheck(connection))
            var header = header
            header.tables = try Self.tablesInOrder(connection)
            header.migrations = try Migration.appliedChecksums(on: connection)
            var writer = try ArchiveWriter(header, to: try open(), digest: digest)
            for table in header.tables {
                try writer.table(table) { row in try TablePages(of: table, on: connection).eachRow(row) }
                if let tally = writer.tallies.last { progress(tally) }
            }
            try writer.finish()
            return Snapshot(header: header, tables: writer.tallies)
        }
    }

    /// What every table holds at one moment.
    package func tallies(digest: @escaping NewDigest) async throws -> [TableTally] {
        try await engine.read { connection in
            try Self.tablesInOrder(connection).map { table in
                var sum = digest()
                var rows = 0
                var encoded = ArchiveBytes()
                try TablePages(of: table, on: connection).eachRow { values in
                    encoded.removeAll()
                    try ArchiveRow.encode(values, of: table, into: &encoded)
                    sum.update(encoded.bytes)
                    rows += 1
                }
                return TableTally(table: table.name, rows: rows, digest: sum.value())
            }
        }
    }

    /// How many rows each table has, by its name.
    package func rowCounts() async throws -> [String: Int] {
        try await engine.read { connection in
            let counts = try Self.tablesInOrder(connection).map { table in
                (table.name, try connection.number("SELECT COUNT(*) AS number FROM \(table.name)", [], "number"))
            }
            return Dictionary(uniqueKeysWithValues: counts)
        }
    }

    /// Whether nobody has used the store yet, so that it may be filled.
    package func isUnused() async throws -> Bool {
        try await engine.read { connection in try StoreFilling.isEmpty(try connection.tables(), on: connection) }
    }

    /// Whether nodes are connected to the server of the store, as far as it can tell.
    package func isServed() async throws -> Bool {
        try await engine.read { connection in try connection.nodeConnections() > 0 }
    }

    /// Fills the store from an archive: the schema that it was made of, its rows, and the migrations since, all in one
    /// transaction during which nobody else writes. Where anything is not right, nothing has happened.
    ///
    /// `open` opens the archive, perhaps again. With `replacing` a store that is there may go; else only an unused one is
    /// filled. Without `migrating` the schema stays that of the archive. `finish` runs at the end in the same
    /// transaction; what it throws undoes everything. With `unserved` the same goes for a node that is connected by then,
    /// also one that has started meanwhile. `willCommit` is called last of all: afterwards it may have happened.
    /// - Throws: `ArchiveError`; `StoreError`; what the source or `finish` throws.
    @discardableResult
    package func fill(
        from open: @escaping @Sendable () throws -> any ByteSource, digest: @escaping NewDigest,
        replacing: Bool = false, history: [Migration] = Migration.all, migrating: Bool = true,
        unserved: Bool = false, finish: @escaping @Sendable (Tables, ArchiveHeader) throws -> Void = { _, _ in },
        willCommit: @escaping @Sendable () -> Void = {}
    ) async throws -> Snapshot {
        try await engine.writeAlone { connection in
            var reader = try ArchiveReader(try open(), digest: digest)
            let tallies = try StoreFilling(connection: connection, history: history)
                .load(from: &reader, replacing: replacing)
            if migrating { try Migration.apply(history, on: connection) }
            try finish(Tables(connection), reader.header)
            // PostgreSQL tells a transaction the same for its whole length, so this is asked once, at the end.
            guard try !unserved || connection.nodeConnections() == 0 else { throw ArchiveError.inUse }
            willCommit()
            return Snapshot(header: reader.header, tables: tallies)
        }
    }

    /// Removes everything, schema and all: only for what a `fill` of this program has made and found wanting.
    package func clear() async throws {
        try await engine.writeAlone { try StoreFilling.clear($0) }
    }

    private static func tablesInOrder(_ connection: any SQLConnection) throws -> [TableShape] {
        try connection.tables().filter { $0.name != Migration.table }.inDependencyOrder()
    }
}
