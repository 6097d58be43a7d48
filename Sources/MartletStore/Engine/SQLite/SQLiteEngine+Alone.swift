extension SQLiteEngine {
    /// Moves the whole log into the database file at `path` and removes it, which only works while nobody else has the
    /// database open: afterwards the one file is the whole store, and may be renamed.
    ///
    /// The next engine that opens the file goes on with a log as always.
    /// - Throws: `StoreError.unavailable` where another program has it open, or it is no database.
    package static func settle(path: String) throws(StoreError) {
        let connection = try SQLiteConnection(path: path, isWriter: true)
        try connection.leaveLog()
    }
}

extension SQLiteConnection {
    /// Ends the use of the log; SQLite refuses while another connection is open.
    func leaveLog() throws(StoreError) {
        do {
            let mode = try first("PRAGMA journal_mode=DELETE", []) { try $0.text("journal_mode") }
            guard mode == "delete" else { throw StoreError.unavailable("another program has the database open") }
        } catch let error as StoreError {
            throw error
        } catch {
            throw .unavailable("\(error)")
        }
    }
}
