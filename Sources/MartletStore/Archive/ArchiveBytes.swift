/// Writes the few forms of which an archive is made; whole numbers have their highest byte first.
struct ArchiveBytes {
    private(set) var bytes: [UInt8] = []

    mutating func append(_ byte: UInt8) { bytes.append(byte) }

    mutating func append(_ number: some FixedWidthInteger) {
        withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
    }

    /// A length of four bytes, and the bytes.
    mutating func append(counted content: some Collection<UInt8>) {
        append(UInt32(content.count))
        bytes.append(contentsOf: content)
    }

    mutating func append(counted text: String) { append(counted: text.utf8) }

    mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }
}

/// Reads them back from bytes that anybody may have written: it never reads past the end and never traps.
struct ArchiveCursor {
    private let bytes: [UInt8]
    private var place = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { place == bytes.count }

    mutating func byte() throws(ArchiveError) -> UInt8 {
        guard place < bytes.count else { throw .damaged("a record is too short") }
        defer { place += 1 }
        return bytes[place]
    }

    mutating func number<Number: FixedWidthInteger>(_ type: Number.Type = Number.self) throws(ArchiveError) -> Number {
        var number: Number = 0
        for byte in try take(Number.bitWidth / 8) { number = number << 8 | Number(truncatingIfNeeded: byte) }
        return number
    }

    mutating func counted() throws(ArchiveError) -> ArraySlice<UInt8> {
        let count: UInt32 = try number()
        return try take(Int(count))
    }

    mutating func text() throws(ArchiveError) -> String {
        guard let text = String(validating: try counted(), as: UTF8.self) else {
            throw .damaged("a text is not UTF-8")
        }
        return text
    }

    mutating func take(_ count: Int) throws(ArchiveError) -> ArraySlice<UInt8> {
        guard count <= bytes.count - place else { throw .damaged("a record is too short") }
        defer { place += count }
        return bytes[place..<place + count]
    }
}
