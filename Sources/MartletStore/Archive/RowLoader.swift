/// Puts rows into one table, many with each statement.
struct RowLoader {
    /// SQLite takes 32,766 arguments and PostgreSQL 65,535; more rows than this gain nothing.
    private static let mostArguments = 2000
    private static let mostRows = 100
    /// A row may have 16 MiB, and a hundred of those are more than a machine should be asked for.
    static let mostBytes = 8 << 20

    private let table: TableShape
    private let connection: any SQLConnection
    private let rowsOfStatement: Int
    private var waiting: [SQLValue] = []
    private var bytes = 0

    init(into table: TableShape, on connection: any SQLConnection) {
        self.table = table
        self.connection = connection
        rowsOfStatement = min(Self.mostRows, max(1, Self.mostArguments / table.columns.count))
        waiting.reserveCapacity(rowsOfStatement * table.columns.count)
    }

    /// Adds a row; it may be put in only later, with no more than `mostBytes` and the last row's at once.
    mutating func add(_ values: [SQLValue]) throws {
        waiting += values
        bytes += values.reduce(0) { $0 + Self.size(of: $1) }
        if waiting.count >= rowsOfStatement * table.columns.count || bytes >= Self.mostBytes { try flush() }
    }

    /// Puts in what waits.
    mutating func flush() throws {
        guard !waiting.isEmpty else { return }
        let width = table.columns.count
        let rows = (0..<waiting.count / width).map { row in
            "(" + (1...width).map { "$\(row * width + $0)" }.joined(separator: ", ") + ")"
        }
        try connection.execute(
            """
            INSERT INTO \(table.name) (\(table.columns.map(\.name).joined(separator: ", ")))
            VALUES \(rows.joined(separator: ", "))
            """, waiting)
        waiting.removeAll(keepingCapacity: true)
        bytes = 0
    }

    /// About what a value takes.
    private static func size(of value: SQLValue) -> Int {
        switch value {
        case .text(let text): text.utf8.count
        case .blob(let bytes): bytes.count
        case .null, .integer, .boolean: 8
        }
    }
}
