import CPostgres

/// Reads a result of the server, whose values came in binary form.
struct PostgresRows {
    /// The types that the schema's columns and its counts have; others are an error of a statement.
    private enum TypeID {
        static let boolean: Oid = 16
        static let bytes: Oid = 17
        static let name: Oid = 19
        static let bigint: Oid = 20
        static let smallint: Oid = 21
        static let integer: Oid = 23
        static let text: Oid = 25
        static let varchar: Oid = 1043
        static let void: Oid = 2278
    }

    let result: OpaquePointer
    let columns: SQLColumns
    private let types: [Oid]

    /// The rows of `result`; `columns` are their names where they are known already.
    init(_ result: OpaquePointer, columns known: SQLColumns?) {
        self.result = result
        let count = PQnfields(result)
        columns = known ?? SQLColumns((0..<count).map { String(cString: PQfname(result, $0)) })
        types = (0..<count).map { PQftype(result, $0) }
    }

    /// All rows; throws `StoreError.unexpectedColumn` for a type that no column of the house has.
    func all() throws(StoreError) -> [SQLRow] {
        var rows: [SQLRow] = []
        let count = PQntuples(result)
        rows.reserveCapacity(Int(count))
        for row in 0..<count {
            var values: [SQLValue] = []
            values.reserveCapacity(types.count)
            for column in 0..<types.count { values.append(try value(row, column)) }
            rows.append(SQLRow(columns: columns, values: values))
        }
        return rows
    }

    private func value(_ row: Int32, _ column: Int) throws(StoreError) -> SQLValue {
        let index = Int32(column)
        guard PQgetisnull(result, row, index) == 0, let start = PQgetvalue(result, row, index) else { return .null }
        let bytes = UnsafeRawBufferPointer(start: start, count: Int(PQgetlength(result, row, index)))
        switch types[column] {
        case TypeID.bigint where bytes.count == 8:
            return .integer(Int64(bigEndian: bytes.loadUnaligned(as: Int64.self)))
        case TypeID.integer where bytes.count == 4:
            return .integer(Int64(Int32(bigEndian: bytes.loadUnaligned(as: Int32.self))))
        case TypeID.smallint where bytes.count == 2:
            return .integer(Int64(Int16(bigEndian: bytes.loadUnaligned(as: Int16.self))))
        case TypeID.boolean where bytes.count == 1:
            return .boolean(bytes[0] != 0)
        case TypeID.text, TypeID.varchar, TypeID.name:
            return .text(String(decoding: bytes, as: UTF8.self))
        case TypeID.bytes:
            return .blob([UInt8](bytes))
        case TypeID.void:
            return .null
        case let type:
            throw .unexpectedColumn("column `\(columns.names[column])` has PostgreSQL's type \(type)")
        }
    }
}
