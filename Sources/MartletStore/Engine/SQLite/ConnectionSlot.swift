import Synchronization

/// A connection that one thread at a time may hold.
///
/// The writer holds it for a batch; on a database in memory, which is one connection, reads hold it as well.
final class ConnectionSlot: Sendable {
    private let connection: Mutex<SQLiteConnection?>

    /// A slot with an open connection.
    init(_ connection: SQLiteConnection) {
        self.connection = Mutex(connection)
    }

    /// Runs `body` with the connection, alone; throws `StoreError.unavailable` after `close`.
    func hold<R>(_ body: (SQLiteConnection) throws -> R) throws -> R {
        try connection.withLock { connection in
            guard let connection else { throw StoreError.unavailable("the store is closed") }
            return try body(connection)
        }
    }

    /// Closes the connection.
    func close() {
        connection.withLock { $0 = nil }
    }
}
