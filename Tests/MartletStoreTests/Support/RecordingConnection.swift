import MartletStore

/// Passes every statement on and remembers its text.
final class RecordingConnection: SQLConnection {
    private let connection: any SQLConnection
    /// Each text with as many nulls as it had arguments.
    private(set) var statements: [String: Int] = [:]

    init(_ connection: any SQLConnection) { self.connection = connection }

    func rows(_ sql: String, _ arguments: [SQLValue]) throws -> [SQLRow] {
        statements[sql] = arguments.count
        return try connection.rows(sql, arguments)
    }

    func execute(_ sql: String, _ arguments: [SQLValue]) throws -> Int {
        statements[sql] = arguments.count
        return try connection.execute(sql, arguments)
    }

    func damage() throws -> [String] { try connection.damage() }

    func tables() throws -> [TableShape] { try connection.tables() }
}
