/// Which steps of the schema's history a database has behind it.
package struct SchemaState: Sendable, Equatable {
    /// The checksums of the steps that have run, by number; empty for a database without a schema.
    package let applied: [Int: String]
    /// The numbers of the steps that this program knows and that have not run, in order.
    package let pending: [Int]
    /// Whether a newer program has been at work: one step at least is none that this program knows (F26).
    package let isNewer: Bool

    /// The last step that has run; 0 for a database without a schema.
    package var version: Int { applied.keys.max() ?? 0 }
    /// Whether this program and the database belong together.
    package var isCurrent: Bool { pending.isEmpty && !isNewer }

    /// The state of the database behind `connection`, seen from a program that knows `history`; changes nothing.
    package init(of connection: any SQLConnection, history: [Migration]) throws {
        let hasSchema = try connection.hasTable(Migration.table)
        self.init(applied: hasSchema ? try Migration.appliedChecksums(on: connection) : [:], history: history)
    }

    /// The state of a database in which `applied` have run.
    package init(applied: [Int: String], history: [Migration]) {
        self.applied = applied
        pending = history.map(\.number).filter { applied[$0] == nil }
        isNewer = applied.keys.contains { $0 > history.count }
    }
}
