/// Fills a database from an archive, all in the transaction of one connection.
struct StoreFilling {
    let connection: any SQLConnection
    /// The migrations that this program knows.
    let history: [Migration]

    /// Makes the schema that the archive's rows belong to, and puts them in.
    ///
    /// With `replacing` a store that is there may go. The answer is what was put in, table by table.
    /// - Throws: `ArchiveError`; `StoreError`; what the source throws.
    func load(from reader: inout ArchiveReader, replacing: Bool) throws -> [TableTally] {
        let schema = try history(of: reader.header)
        try makeRoom(replacing: replacing)
        try Migration.apply(schema, on: connection)
        let tables = try tables(for: reader.header)
        // What a migration puts into a new store is in the archive too.
        for table in tables.reversed() { try connection.execute("DELETE FROM \(table.name)", []) }
        return try load(from: &reader)
    }

    /// The migrations that made the archive's schema.
    private func history(of header: ArchiveHeader) throws(ArchiveError) -> [Migration] {
        guard header.schema <= history.count else { throw .newerSchema(header.schema) }
        let steps = Array(history.prefix(header.schema))
        for step in steps where header.migrations[step.number] != step.checksum { throw .otherHistory(step.number) }
        guard !steps.isEmpty, header.migrations.count == steps.count else { throw .otherHistory(0) }
        return steps
    }

    /// Leaves the database without a table.
    private func makeRoom(replacing: Bool) throws {
        let present = try connection.tables()
        guard !present.isEmpty else { return }
        guard present.contains(where: { $0.name == Migration.table }) else { throw ArchiveError.targetForeign }
        guard try replacing || Self.isEmpty(present, on: connection) else { throw ArchiveError.targetNotEmpty }
        try Self.clear(connection)
    }

    /// Whether a store has never been used: nobody is in it, and set-up is open.
    static func isEmpty(_ tables: [TableShape], on connection: any SQLConnection) throws -> Bool {
        for table in tables where ![Migration.table, "installation"].contains(table.name) {
            let column = table.columns[0].name
            guard try connection.rows("SELECT \(column) FROM \(table.name) LIMIT 1", []).isEmpty else { return false }
        }
        guard tables.contains(where: { $0.name == "installation" }) else { return true }
        return try connection.rows(
            "SELECT id FROM installation WHERE set_up_completed_at IS NOT NULL", []
        ).isEmpty
    }

    /// Removes every table of the store.
    static func clear(_ connection: any SQLConnection) throws {
        for table in try connection.tables().inDependencyOrder().reversed() {
            try connection.execute("DROP TABLE \(table.name)", [])
        }
    }

    /// The tables of the schema that was just made, which must be those that the archive names.
    private func tables(for header: ArchiveHeader) throws -> [TableShape] {
        let made = try connection.tables().filter { $0.name != Migration.table }.inDependencyOrder()
        let named = Dictionary(uniqueKeysWithValues: header.tables.map { ($0.name, $0) })
        for table in made {
            guard let other = named[table.name], Set(other.columns.map(\.name)) == Set(table.columns.map(\.name)),
                other.key == table.key,
                other.columns.allSatisfy({ column in table.columns.contains(column) })
            else { throw ArchiveError.damaged("`\(table.name)` is not as its schema has it") }
        }
        guard named.count == made.count else { throw ArchiveError.damaged("it has tables that its schema has not") }
        // Each comes after those that it points at, or its rows could not be put in.
        var known: Set<String> = []
        let references = Dictionary(uniqueKeysWithValues: made.map { ($0.name, $0.references) })
        for table in header.tables {
            guard references[table.name, default: []].allSatisfy(known.contains) else {
                throw ArchiveError.damaged("its tables are not in order")
            }
            known.insert(table.name)
        }
        return made
    }

    private func load(from reader: inout ArchiveReader) throws -> [TableTally] {
        var tallies: [TableTally] = []
        var loader: RowLoader?
        while true {
            switch try reader.next() {
            case .row(let table, let values):
                if loader == nil { loader = RowLoader(into: table, on: connection) }
                try loader?.add(values)
            case .tableEnd(let tally):
                try loader?.flush()
                loader = nil
                tallies.append(tally)
            case .end: return tallies
            }
        }
    }
}
