/// Reads an archive that anybody may have written: strictly, in bounded memory, and to the end.
///
/// What it hands out before the end is not proven yet; only after `.end` every table was whole.
package struct ArchiveReader {
    /// What comes next in an archive.
    package enum Piece: Sendable, Equatable {
        /// A row of the table that is being read.
        case row(TableShape, [SQLValue])
        /// A table was whole.
        case tableEnd(TableTally)
        /// The archive was whole, and nothing is behind it.
        case end
    }

    /// What the archive says of itself.
    package let header: ArchiveHeader

    private var input: Input
    private let newDigest: NewDigest
    private var whole: any RowDigest
    private var table = 0
    private var rows = 0
    private var digest: any RowDigest

    /// Begins to read.
    /// - Throws: `ArchiveError.notAnArchive`, `.newerFormat`, `.truncated`, `.damaged`; what the source throws.
    package init(_ source: any ByteSource, digest: @escaping NewDigest) throws {
        var input = Input(source: source)
        let magic = ArchiveHeader.magic
        guard try input.take(magic.count, orThrow: .notAnArchive) == magic else { throw ArchiveError.notAnArchive }
        var preamble = ArchiveCursor(try input.take(2))
        let format = Int(try preamble.number(UInt16.self))
        guard format >= 1 else { throw ArchiveError.notAnArchive }
        guard format <= ArchiveHeader.format else { throw ArchiveError.newerFormat(format) }
        let (kind, payload) = try input.record(longest: ArchiveHeader.longest)
        guard kind == ArchiveWriter.Record.header else { throw ArchiveError.damaged("there is no header") }
        header = try ArchiveHeader(decoding: payload)
        self.input = input
        newDigest = digest
        whole = digest()
        whole.update(payload)
        self.digest = digest()
    }

    /// The next piece; not to be asked for after `.end`.
    /// - Throws: `ArchiveError.truncated`, `.damaged`; what the source throws.
    package mutating func next() throws -> Piece {
        let (kind, payload) = try input.record(longest: ArchiveRow.longest)
        switch kind {
        case ArchiveWriter.Record.row:
            guard table < header.tables.count else {
                throw ArchiveError.damaged("there are rows behind the last table")
            }
            digest.update(payload)
            rows += 1
            return .row(header.tables[table], try ArchiveRow.decode(payload, of: header.tables[table]))
        case ArchiveWriter.Record.tableEnd:
            return .tableEnd(try endOfTable(payload))
        case ArchiveWriter.Record.end:
            guard table == header.tables.count, rows == 0 else { throw ArchiveError.damaged("tables are missing") }
            var cursor = ArchiveCursor(payload)
            guard Array(try cursor.counted()) == whole.value(), cursor.isAtEnd else {
                throw ArchiveError.damaged("the sum of all tables does not agree")
            }
            guard try input.isAtEnd() else { throw ArchiveError.damaged("something is behind its end") }
            return .end
        default:
            throw ArchiveError.damaged("a record is of a kind that is not known")
        }
    }

    /// Reads to the end and says what the tables hold.
    package mutating func readToEnd() throws -> [TableTally] {
        var tallies: [TableTally] = []
        while true {
            switch try next() {
            case .row: continue
            case .tableEnd(let tally): tallies.append(tally)
            case .end: return tallies
            }
        }
    }

    private mutating func endOfTable(_ payload: [UInt8]) throws(ArchiveError) -> TableTally {
        guard table < header.tables.count else { throw .damaged("there are more tables than the header names") }
        var cursor = ArchiveCursor(payload)
        let count: UInt64 = try cursor.number()
        let sum = Array(try cursor.counted())
        let name = header.tables[table].name
        guard count == UInt64(rows), sum == digest.value(), cursor.isAtEnd else {
            throw .damaged("the rows of `\(name)` are not as they were written")
        }
        whole.update(payload)
        let tally = TableTally(table: name, rows: rows, digest: sum)
        table += 1
        rows = 0
        digest = newDigest()
        return tally
    }
}

extension ArchiveReader {
    /// The bytes of the source, in the pieces that are asked for.
    private struct Input {
        private static let portion = 64 << 10

        private let source: any ByteSource
        private var buffer: [UInt8] = []
        private var place = 0

        init(source: any ByteSource) { self.source = source }

        /// A record's kind and payload; a length beyond `longest` is refused before memory is taken for it.
        mutating func record(longest: Int) throws -> (UInt8, [UInt8]) {
            var head = ArchiveCursor(try take(5))
            let kind = try head.byte()
            let length = Int(try head.number(UInt32.self))
            guard length <= longest else { throw ArchiveError.damaged("a record is too long") }
            return (kind, try take(length))
        }

        /// The next `count` bytes.
        mutating func take(_ count: Int, orThrow short: ArchiveError = .truncated) throws -> [UInt8] {
            while buffer.count - place < count {
                buffer.removeFirst(place)
                place = 0
                let more = try source.read(Self.portion)
                guard !more.isEmpty else { throw short }
                buffer += more
            }
            defer { place += count }
            return Array(buffer[place..<place + count])
        }

        mutating func isAtEnd() throws -> Bool {
            guard place == buffer.count else { return false }
            return try source.read(1).isEmpty
        }
    }
}
