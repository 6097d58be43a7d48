import CSQLite

/// One prepared statement of one connection, kept for the next time.
///
/// It is used by whoever holds its connection, hence by one thread at a time.
final class SQLiteStatement {
    private let handle: OpaquePointer
    private let columns: SQLColumns
    /// Which argument fills each of SQLite's parameters: it numbers `$2 … $1` by first appearance.
    private let argumentOfParameter: [Int]

    /// Compiles `sql` on the open connection `database`.
    init(_ sql: String, on database: OpaquePointer) throws(StoreError) {
        var handle: OpaquePointer?
        let code = sqlite3_prepare_v3(database, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &handle, nil)
        guard code == SQLITE_OK, let handle else { throw .sqlite(code, database) }
        self.handle = handle
        columns = SQLColumns(
            (0..<sqlite3_column_count(handle)).map { index in
                sqlite3_column_name(handle, index).map { String(cString: $0) } ?? ""
            })
        argumentOfParameter = (0..<sqlite3_bind_parameter_count(handle)).map { index in
            guard let name = sqlite3_bind_parameter_name(handle, index + 1) else { return Int(index) }
            return (Int(String(cString: name).dropFirst()) ?? 1) - 1
        }
    }

    deinit { sqlite3_finalize(handle) }

    /// Runs the statement to its end and returns its rows.
    func rows(_ arguments: [SQLValue], on database: OpaquePointer) throws(StoreError) -> [SQLRow] {
        try bind(arguments, on: database)
        defer { reset() }
        var rows: [SQLRow] = []
        while true {
            let code = sqlite3_step(handle)
            if code == SQLITE_DONE { return rows }
            guard code == SQLITE_ROW else { throw .sqlite(code, database) }
            rows.append(SQLRow(columns: columns, values: values()))
        }
    }

    /// Runs the statement to its end and counts the rows that it changed.
    func execute(_ arguments: [SQLValue], on database: OpaquePointer) throws(StoreError) -> Int {
        try bind(arguments, on: database)
        defer { reset() }
        while true {
            let code = sqlite3_step(handle)
            if code == SQLITE_DONE { return Int(sqlite3_changes(database)) }
            guard code == SQLITE_ROW else { throw .sqlite(code, database) }
        }
    }

    private func reset() {
        sqlite3_reset(handle)
        // Secrets' digests do not linger in the cache until the next use.
        if !argumentOfParameter.isEmpty { sqlite3_clear_bindings(handle) }
    }

    private func bind(_ arguments: [SQLValue], on database: OpaquePointer) throws(StoreError) {
        for (parameter, argument) in argumentOfParameter.enumerated() {
            precondition(argument < arguments.count, "a statement names an argument that it was not given")
            let code = bind(arguments[argument], at: Int32(parameter + 1))
            guard code == SQLITE_OK else { throw .sqlite(code, database) }
        }
    }

    private func bind(_ value: SQLValue, at index: Int32) -> Int32 {
        switch value {
        case .null:
            return sqlite3_bind_null(handle, index)
        case .integer(let value):
            return sqlite3_bind_int64(handle, index, value)
        case .boolean(let value):
            return sqlite3_bind_int64(handle, index, value ? 1 : 0)
        case .text(let given):
            var text = given.storable
            return text.withUTF8 { bytes in
                bytes.withMemoryRebound(to: CChar.self) { characters in
                    // An empty text has no address of its own, and a null address would bind NULL.
                    guard let base = characters.baseAddress else { return csqlite_bind_text_copy(handle, index, "", 0) }
                    return csqlite_bind_text_copy(handle, index, base, Int32(characters.count))
                }
            }
        case .blob(let bytes):
            return bytes.withUnsafeBytes { csqlite_bind_blob_copy(handle, index, $0.baseAddress, Int32($0.count)) }
        }
    }

    private func values() -> [SQLValue] {
        let count = columns.names.count
        return [SQLValue](unsafeUninitializedCapacity: count) { buffer, initialized in
            for index in 0..<count {
                buffer.initializeElement(at: index, to: value(at: Int32(index)))
            }
            initialized = count
        }
    }

    private func value(at index: Int32) -> SQLValue {
        switch sqlite3_column_type(handle, index) {
        case SQLITE_INTEGER:
            return .integer(sqlite3_column_int64(handle, index))
        case SQLITE_TEXT:
            guard let text = sqlite3_column_text(handle, index) else { return .text("") }
            let bytes = UnsafeBufferPointer(start: text, count: Int(sqlite3_column_bytes(handle, index)))
            return .text(String(decoding: bytes, as: UTF8.self))
        case SQLITE_BLOB:
            guard let bytes = sqlite3_column_blob(handle, index) else { return .blob([]) }
            return .blob([UInt8](UnsafeRawBufferPointer(start: bytes, count: Int(sqlite3_column_bytes(handle, index)))))
        case SQLITE_FLOAT:
            // No column of the house holds one; the text makes the typed read fail with a message.
            return .text(String(sqlite3_column_double(handle, index)))
        default:
            return .null
        }
    }
}
