import MartletDirectory

/// The column names of one prepared statement, shared by all its rows.
package final class SQLColumns: Sendable {
    /// The names in the order of the values.
    package let names: [String]

    /// A table of the given names.
    package init(_ names: [String]) { self.names = names }
}

/// One row of an answer: its values, read by column name.
///
/// Reading is `mutating` because the search for a name starts behind the column that was read last: columns are
/// nearly always read in the order in which they were asked for, and then each costs one comparison.
package struct SQLRow: Sendable {
    /// The values in the order of the columns.
    package let values: [SQLValue]
    private let columns: SQLColumns
    private var next = 0

    /// A row of as many values as there are columns.
    package init(columns: SQLColumns, values: [SQLValue]) {
        self.columns = columns
        self.values = values
    }

    /// The value of the column, whatever it is; throws `StoreError.unexpectedColumn` if there is no such column.
    package mutating func value(_ name: String) throws -> SQLValue {
        let names = columns.names
        for offset in 0..<names.count {
            var index = next + offset
            if index >= names.count { index -= names.count }
            if names[index] == name {
                next = index + 1
                return values[index]
            }
        }
        throw StoreError.unexpectedColumn("no column `\(name)`")
    }

    /// A text that is there.
    package mutating func text(_ name: String) throws -> String {
        guard case .text(let text) = try value(name) else { throw unexpected(name, "text") }
        return text
    }

    /// A text, or `nil` for null.
    package mutating func optionalText(_ name: String) throws -> String? {
        switch try value(name) {
        case .text(let text): text
        case .null: nil
        default: throw unexpected(name, "text or null")
        }
    }

    /// A whole number that is there.
    package mutating func integer(_ name: String) throws -> Int64 {
        guard case .integer(let value) = try value(name) else { throw unexpected(name, "a whole number") }
        return value
    }

    /// A whole number, or `nil` for null.
    package mutating func optionalInteger(_ name: String) throws -> Int64? {
        switch try value(name) {
        case .integer(let value): value
        case .null: nil
        default: throw unexpected(name, "a whole number or null")
        }
    }

    /// A whole number that is there, in the size of the machine.
    package mutating func number(_ name: String) throws -> Int { Int(try integer(name)) }

    /// A truth value that is there; the only place that knows how each engine spells one.
    package mutating func boolean(_ name: String) throws -> Bool {
        guard let value = try optionalBoolean(name) else { throw unexpected(name, "a truth value") }
        return value
    }

    /// A truth value, or `nil` for null.
    package mutating func optionalBoolean(_ name: String) throws -> Bool? {
        switch try value(name) {
        case .boolean(let value): value
        case .integer(0): false
        case .integer(1): true
        case .null: nil
        default: throw unexpected(name, "a truth value")
        }
    }

    /// Bytes that are there.
    package mutating func blob(_ name: String) throws -> [UInt8] {
        guard case .blob(let bytes) = try value(name) else { throw unexpected(name, "bytes") }
        return bytes
    }

    /// Bytes, or `nil` for null.
    package mutating func optionalBlob(_ name: String) throws -> [UInt8]? {
        switch try value(name) {
        case .blob(let bytes): bytes
        case .null: nil
        default: throw unexpected(name, "bytes or null")
        }
    }

    /// A point in time that is there.
    package mutating func timestamp(_ name: String) throws -> Timestamp { Timestamp(milliseconds: try integer(name)) }

    /// A point in time, or `nil` for null.
    package mutating func optionalTimestamp(_ name: String) throws -> Timestamp? {
        try optionalInteger(name).map(Timestamp.init(milliseconds:))
    }

    /// An identifier that is there.
    package mutating func id<Entity>(_ name: String) throws -> ID<Entity> { ID(try text(name)) }

    /// An identifier, or `nil` for null.
    package mutating func optionalID<Entity>(_ name: String) throws -> ID<Entity>? {
        try optionalText(name).map { ID($0) }
    }

    /// One of the words of `Word`; throws for a word that it does not know, so that nothing unknown passes as known.
    package mutating func word<Word: RawRepresentable>(_ name: String, as type: Word.Type = Word.self) throws -> Word
    where Word.RawValue == String {
        guard let word = Word(rawValue: try text(name)) else { throw unexpected(name, "a word of \(Word.self)") }
        return word
    }

    private func unexpected(_ name: String, _ wanted: String) -> StoreError {
        .unexpectedColumn("column `\(name)` does not hold \(wanted)")
    }
}
