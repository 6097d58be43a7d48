/// What a table looks like in the database itself: enough to carry its rows to another engine.
///
/// Read from the database rather than written down, so that a store of any earlier schema can be carried as it is.
package struct TableShape: Sendable, Equatable {
    /// The four kinds of column that the schema uses; both engines declare them with the same words.
    package enum Kind: String, Sendable, Codable, CaseIterable {
        case integer = "BIGINT"
        case text = "TEXT"
        case boolean = "BOOLEAN"
        case blob = "BYTEA"
    }

    /// One column.
    package struct Column: Sendable, Equatable {
        /// Its name.
        package let name: String
        /// What it holds.
        package let kind: Kind

        /// A column of a kind.
        package init(name: String, kind: Kind) {
            self.name = name
            self.kind = kind
        }
    }

    /// The table's name.
    package let name: String
    /// Its columns in the order of their declaration.
    package let columns: [Column]
    /// The columns of its primary key, in the order of the key.
    package let key: [String]
    /// The other tables that its rows point at, sorted.
    package let references: [String]

    /// A table with every field given.
    package init(name: String, columns: [Column], key: [String], references: [String]) {
        self.name = name
        self.columns = columns
        self.key = key
        self.references = references
    }
}

extension [TableShape] {
    /// The tables in an order in which each comes after those that it points at; ties by name.
    ///
    /// - Throws: `StoreError.unexpectedColumn` where tables point at each other in a circle.
    package func inDependencyOrder() throws(StoreError) -> [TableShape] {
        var waiting = sorted { $0.name < $1.name }
        var ordered: [TableShape] = []
        var known: Set<String> = []
        while !waiting.isEmpty {
            let ready = waiting.filter { $0.references.allSatisfy(known.contains) }
            guard !ready.isEmpty else {
                throw .unexpectedColumn("the tables \(waiting.map(\.name)) point at each other in a circle")
            }
            ordered += ready
            known.formUnion(ready.map(\.name))
            waiting.removeAll { table in known.contains(table.name) }
        }
        return ordered
    }
}
