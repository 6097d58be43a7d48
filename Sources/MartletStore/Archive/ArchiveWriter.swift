/// Writes an archive: a header, the rows table by table, and after each table how many there were and their digest.
///
/// Records are a kind, a length of four bytes and so many bytes. Whoever reads notices a missing end, a missing table and
/// every changed byte.
struct ArchiveWriter {
    /// The kinds of record.
    enum Record {
        static let header = UInt8(ascii: "H")
        static let row = UInt8(ascii: "R")
        static let tableEnd = UInt8(ascii: "T")
        static let end = UInt8(ascii: "Z")
    }

    /// Bytes that are gathered before the sink sees them.
    private static let portion = 64 << 10

    private let sink: any ByteSink
    private let newDigest: NewDigest
    private var out = ArchiveBytes()
    private var whole: any RowDigest
    private(set) var tallies: [TableTally] = []

    /// Begins an archive with its header.
    init(_ header: ArchiveHeader, to sink: any ByteSink, digest: @escaping NewDigest) throws {
        self.sink = sink
        newDigest = digest
        whole = digest()
        for byte in ArchiveHeader.magic { out.append(byte) }
        out.append(UInt16(ArchiveHeader.format))
        let payload = header.encoded
        whole.update(payload)
        try append(Record.header, payload)
    }

    /// Writes a table; `eachRow` hands its rows over in the order of their keys.
    mutating func table(_ table: TableShape, eachRow: ((_ row: [SQLValue]) throws -> Void) throws -> Void) throws {
        var digest = newDigest()
        var rows = 0
        var encoded = ArchiveBytes()
        try eachRow { values in
            encoded.removeAll()
            try ArchiveRow.encode(values, of: table, into: &encoded)
            guard encoded.bytes.count <= ArchiveRow.longest else {
                throw StoreError.unexpectedColumn("a row of `\(table.name)` is longer than any row should be")
            }
            digest.update(encoded.bytes)
            rows += 1
            try append(Record.row, encoded.bytes)
        }
        var end = ArchiveBytes()
        end.append(UInt64(rows))
        end.append(counted: digest.value())
        whole.update(end.bytes)
        try append(Record.tableEnd, end.bytes)
        tallies.append(TableTally(table: table.name, rows: rows, digest: digest.value()))
    }

    /// Writes the end, and tells the sink that this was all.
    mutating func finish() throws {
        var end = ArchiveBytes()
        end.append(counted: whole.value())
        try append(Record.end, end.bytes)
        try flush()
        try sink.finish()
    }

    private mutating func append(_ kind: UInt8, _ payload: [UInt8]) throws {
        out.append(kind)
        out.append(counted: payload)
        if out.bytes.count >= Self.portion { try flush() }
    }

    private mutating func flush() throws {
        try sink.write(out.bytes)
        out.removeAll()
    }
}
