import MartletDirectory

/// What an archive says of itself before its rows.
package struct ArchiveHeader: Sendable, Equatable {
    /// The form that this program writes, and the newest that it reads.
    package static let format = 1
    /// What every archive begins with.
    static let magic = Array("martlet backup\n".utf8)
    /// Bytes that a header may have; the longest that is written has some ten thousand.
    static let longest = 1 << 20

    /// When its snapshot was taken.
    package var madeAt: Timestamp
    /// What it was taken from, in words: the engine, for the operator.
    package var origin: String
    /// The checksums of the migrations behind its rows, by number: its schema.
    package var migrations: [Int: String]
    /// The tables in the order of their rows: each after those that it points at.
    package var tables: [TableShape]
    /// The installation's key in the form of its file, where it was to be included.
    package var sealingKey: [UInt8]?

    /// A header with every field given.
    package init(
        madeAt: Timestamp, origin: String, migrations: [Int: String], tables: [TableShape], sealingKey: [UInt8]? = nil
    ) {
        self.madeAt = madeAt
        self.origin = origin
        self.migrations = migrations
        self.tables = tables
        self.sealingKey = sealingKey
    }

    /// The last migration behind its rows.
    package var schema: Int { migrations.keys.max() ?? 0 }

    /// The payload of the header's record.
    var encoded: [UInt8] {
        var out = ArchiveBytes()
        out.append(madeAt.milliseconds)
        out.append(counted: origin)
        out.append(UInt32(migrations.count))
        for (number, checksum) in migrations.sorted(by: { $0.key < $1.key }) {
            out.append(UInt32(number))
            out.append(counted: checksum)
        }
        out.append(UInt32(tables.count))
        for table in tables {
            out.append(counted: table.name)
            out.append(UInt32(table.columns.count))
            for column in table.columns {
                out.append(counted: column.name)
                out.append(counted: column.kind.rawValue)
            }
            out.append(UInt32(table.key.count))
            for name in table.key { out.append(counted: name) }
        }
        out.append(UInt8(sealingKey == nil ? 0 : 1))
        if let sealingKey { out.append(counted: sealingKey) }
        return out.bytes
    }

    /// The header that `payload` is.
    init(decoding payload: [UInt8]) throws(ArchiveError) {
        var cursor = ArchiveCursor(payload)
        madeAt = Timestamp(milliseconds: try cursor.number())
        origin = try cursor.text()
        migrations = [:]
        var last = 0
        for _ in 0..<(try cursor.number(UInt32.self)) {
            let number = Int(try cursor.number(UInt32.self))
            guard number > last else { throw .damaged("the migrations in the header are not in order") }
            migrations[number] = try cursor.text()
            last = number
        }
        tables = []
        for _ in 0..<(try cursor.number(UInt32.self)) { tables.append(try Self.table(&cursor)) }
        guard Set(tables.map(\.name)).count == tables.count else {
            throw .damaged("a table stands twice in the header")
        }
        switch try cursor.byte() {
        case 0: sealingKey = nil
        case 1: sealingKey = Array(try cursor.counted())
        default: throw .damaged("the header does not say whether it holds a key")
        }
        guard cursor.isAtEnd else { throw .damaged("the header is too long") }
    }

    private static func table(_ cursor: inout ArchiveCursor) throws(ArchiveError) -> TableShape {
        let name = try cursor.text()
        var columns: [TableShape.Column] = []
        for _ in 0..<(try cursor.number(UInt32.self)) {
            let column = try cursor.text()
            guard let kind = TableShape.Kind(rawValue: try cursor.text()) else {
                throw .damaged("a column is of a kind that is not known")
            }
            columns.append(TableShape.Column(name: column, kind: kind))
        }
        var key: [String] = []
        for _ in 0..<(try cursor.number(UInt32.self)) { key.append(try cursor.text()) }
        let names = Set(columns.map(\.name))
        // They go into messages, so they are held to the form of the names that the schema uses.
        guard (names.union([name])).allSatisfy(isName) else { throw .damaged("a name in the header is none") }
        guard names.count == columns.count, !columns.isEmpty, !key.isEmpty, key.allSatisfy(names.contains) else {
            throw .damaged("the columns or the key of a table do not fit together")
        }
        return TableShape(name: name, columns: columns, key: key, references: [])
    }

    private static func isName(_ text: String) -> Bool {
        (1...63).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || byte == UInt8(ascii: "_")
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            }
    }
}
