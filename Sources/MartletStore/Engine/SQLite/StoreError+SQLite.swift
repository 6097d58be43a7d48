import CSQLite

extension StoreError {
    /// The error behind SQLite's answer `code`; the connection knows the details.
    static func sqlite(_ code: Int32, _ database: OpaquePointer?) -> StoreError {
        let extended = database.map(sqlite3_extended_errcode) ?? code
        let detail = database.flatMap(sqlite3_errmsg).map { String(cString: $0) } ?? "no connection"
        let message = "SQLite \(extended): \(detail)"
        switch code & 0xff {
        case SQLITE_CONSTRAINT: return .conflict(message)
        case SQLITE_CORRUPT, SQLITE_NOTADB: return .damaged(message)
        default: return .unavailable(message)
        }
    }
}
