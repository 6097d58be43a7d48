/// What one table holds, in few words: enough to see whether two stores hold the same.
package struct TableTally: Sendable, Equatable {
    /// The table's name.
    package let table: String
    /// How many rows it has.
    package let rows: Int
    /// The digest over its rows in the order of their keys.
    package let digest: [UInt8]

    /// A tally with every field given.
    package init(table: String, rows: Int, digest: [UInt8]) {
        self.table = table
        self.rows = rows
        self.digest = digest
    }
}
