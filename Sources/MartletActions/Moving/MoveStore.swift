import MartletCredentials
import MartletDirectory
import MartletStore

/// Carries a store to another database, on the same engine or another, and proves that it arrived (`martlet move`).
package struct MoveStore: Sendable {
    let source: Store
    let target: Store
    let ambient: Ambient

    /// An action from one store to another, which must be unused.
    package init(from source: Store, to target: Store, ambient: Ambient) {
        self.source = source
        self.target = target
        self.ambient = ambient
    }

    /// Copies every row while nobody can write to the source, and reads both sides again.
    ///
    /// What travels is sealed under a key that nobody keeps: `write` makes the file on the way, anew whenever it is called,
    /// and `read` opens it. Nothing was lost, so nothing is ended: sessions go on. The answer is what both sides hold.
    /// - Throws: `BackupError.oldSchema`, `.differs`, after which the target is empty again, as it is where a node has
    ///   started meanwhile (`ArchiveError.inUse`); `ArchiveError`; `StoreError`.
    package func callAsFunction(
        write: @escaping @Sendable () throws -> any ByteSink, read: @escaping @Sendable () throws -> any ByteSource,
        progress: @escaping @Sendable (String) -> Void = { _ in }
    ) async throws -> [TableTally] {
        let passage = SealedPassage(ambient, write: write, read: read)
        let header = ArchiveHeader(madeAt: ambient.now(), origin: "move", migrations: [:], tables: [])
        return try await source.held {
            guard try await !source.isServed() else { throw ArchiveError.inUse }
            let schema = try await source.schemaState()
            guard !schema.isNewer else { throw StoreError.newerSchema }
            guard schema.isCurrent else { throw BackupError.oldSchema }
            guard try await target.isUnused() else { throw ArchiveError.targetNotEmpty }
            progress("reading")
            let sent = try await source.writeArchive(
                header, to: { try passage.sink() }, digest: { SHA256Sum() })
            progress("writing \(sent.rows) rows")
            try await target.fill(
                from: { try passage.source() }, digest: { SHA256Sum() }, unserved: true)
            progress("comparing both sides")
            let here = try await source.tallies { SHA256Sum() }
            let there = try await target.tallies { SHA256Sum() }
            let differing = Self.difference(sent.tables, here) + Self.difference(here, there)
            guard differing.isEmpty else {
                try await target.clear()
                throw BackupError.differs(Array(Set(differing)).sorted())
            }
            // One that has started since would go on with what is left behind.
            guard try await !source.isServed() else {
                try await target.clear()
                throw ArchiveError.inUse
            }
            return here
        }
    }

    private static func difference(_ left: [TableTally], _ right: [TableTally]) -> [String] {
        let other = Dictionary(right.map { ($0.table, $0) }, uniquingKeysWith: { first, _ in first })
        let missing = Set(other.keys).subtracting(left.map(\.table))
        return left.filter { other[$0.table] != $0 }.map(\.table) + missing
    }
}
