/// Reads a table of any size in the order of its key, a page at a time: each page begins behind the key where the last one
/// ended, so that the millionth costs what the first did.
struct TablePages {
    /// Rows of one page.
    static let size = 1000

    private let table: TableShape
    private let connection: any SQLConnection
    private let keyPlaces: [Int]

    init(of table: TableShape, on connection: any SQLConnection) throws(StoreError) {
        self.table = table
        self.connection = connection
        let names = table.columns.map(\.name)
        keyPlaces = table.key.compactMap(names.firstIndex(of:))
        guard !keyPlaces.isEmpty, keyPlaces.count == table.key.count else {
            throw .unexpectedColumn("the table `\(table.name)` has no primary key, so its rows have no order")
        }
    }

    /// Hands over every row, its values in the order of the columns.
    func eachRow(_ body: ([SQLValue]) throws -> Void) throws {
        let columns = table.columns.map(\.name).joined(separator: ", ")
        let key = table.key.joined(separator: ", ")
        let places = (1...table.key.count).map { "$\($0)" }.joined(separator: ", ")
        let limit = "ORDER BY \(key) LIMIT \(Self.size)"
        let first = "SELECT \(columns) FROM \(table.name) \(limit)"
        let next = "SELECT \(columns) FROM \(table.name) WHERE (\(key)) > (\(places)) \(limit)"
        var rows = try connection.rows(first, [])
        while let last = rows.last {
            for row in rows { try body(row.values) }
            guard rows.count == Self.size else { return }
            rows = try connection.rows(next, keyPlaces.map { last.values[$0] })
        }
    }
}
