/// A row as an archive has it: each value with its kind. The same row has the same bytes whichever engine kept it, so
/// that the digests of two stores can be compared.
enum ArchiveRow {
    /// Bytes that one row may have; no field of the product comes near.
    static let longest = 16 << 20

    private enum Mark {
        static let null: UInt8 = 0
        static let integer: UInt8 = 1
        static let text: UInt8 = 2
        static let blob: UInt8 = 3
        static let no: UInt8 = 4
        static let yes: UInt8 = 5
    }

    /// Appends the values of a row of `table`.
    static func encode(_ values: [SQLValue], of table: TableShape, into out: inout ArchiveBytes) throws(StoreError) {
        for (column, value) in zip(table.columns, values) {
            switch (column.kind, value) {
            case (_, .null): out.append(Mark.null)
            case (.integer, .integer(let number)):
                out.append(Mark.integer)
                out.append(number)
            case (.text, .text(let text)):
                out.append(Mark.text)
                out.append(counted: text)
            case (.blob, .blob(let bytes)):
                out.append(Mark.blob)
                out.append(counted: bytes)
            case (.boolean, .boolean(let flag)): out.append(flag ? Mark.yes : Mark.no)
            case (.boolean, .integer(0)): out.append(Mark.no)
            case (.boolean, .integer(1)): out.append(Mark.yes)
            default: throw .unexpectedColumn("`\(table.name).\(column.name)` does not hold what it is declared for")
            }
        }
    }

    /// The values of a row of `table`.
    static func decode(_ payload: [UInt8], of table: TableShape) throws(ArchiveError) -> [SQLValue] {
        var cursor = ArchiveCursor(payload)
        var values: [SQLValue] = []
        values.reserveCapacity(table.columns.count)
        for column in table.columns {
            switch (try cursor.byte(), column.kind) {
            case (Mark.null, _): values.append(.null)
            case (Mark.integer, .integer): values.append(.integer(try cursor.number()))
            case (Mark.text, .text): values.append(.text(try cursor.text()))
            case (Mark.blob, .blob): values.append(.blob(Array(try cursor.counted())))
            case (Mark.no, .boolean): values.append(.boolean(false))
            case (Mark.yes, .boolean): values.append(.boolean(true))
            default: throw .damaged("a value of `\(table.name)` is not of the kind of its column")
            }
        }
        guard cursor.isAtEnd else { throw .damaged("a row of `\(table.name)` is too long") }
        return values
    }
}
