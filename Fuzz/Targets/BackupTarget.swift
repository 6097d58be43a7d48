import MartletCredentials

@testable import MartletStore

/// The reader of backups (A296): what it takes to the end is written again as the same bytes, so that nothing in a file was
/// passed over, and nothing was read as something else. The sums are left out: no input that is made up would have them.
enum BackupTarget: FuzzTarget {
    static let name = "backup"

    static func check(_ input: [UInt8]) throws {
        if let key = try? PassphraseKey(decoding: input) {
            try hold(key.encoded == input, "the beginning of a sealed backup has one spelling")
            try hold(key.memoryKiB <= 1 << 20 && key.passes <= 10, "its cost is limited")
        }
        guard let whole = read(input, portion: input.count + 1) else {
            try hold(read(input, portion: 3) == nil, "the size of the portions does not matter")
            return
        }
        try hold(whole == input, "written again it is the same")
        try hold(read(input, portion: 3) == input, "the size of the portions does not matter")
        try hold(read(input + [0], portion: 64) == nil, "nothing may stand behind the end")
        try hold(read(Array(input.dropLast()), portion: 64) == nil, "nothing may be missing")
    }

    /// What is read, written again; `nil` where it is refused.
    private static func read(_ input: [UInt8], portion: Int) -> [UInt8]? {
        let sink = Sink()
        do {
            var reader = try ArchiveReader(Source(bytes: input[...], portion: portion), digest: { NoSum() })
            var writer = try ArchiveWriter(reader.header, to: sink, digest: { NoSum() })
            for table in reader.header.tables {
                try writer.table(table) { row in
                    while case .row(_, let values) = try reader.next() { try row(values) }
                }
            }
            guard try reader.next() == .end else { return nil }
            try writer.finish()
            return sink.bytes
        } catch {
            return nil
        }
    }

    private struct NoSum: RowDigest {
        mutating func update(_ bytes: [UInt8]) {}

        func value() -> [UInt8] { [UInt8](repeating: 0, count: 32) }
    }

    private final class Sink: ByteSink {
        private(set) var bytes: [UInt8] = []

        func write(_ bytes: [UInt8]) { self.bytes += bytes }

        func finish() {}
    }

    private final class Source: ByteSource {
        private var bytes: ArraySlice<UInt8>
        private let portion: Int

        init(bytes: ArraySlice<UInt8>, portion: Int) {
            self.bytes = bytes
            self.portion = portion
        }

        func read(_ count: Int) -> [UInt8] {
            let piece = bytes.prefix(min(count, portion))
            bytes = bytes.dropFirst(piece.count)
            return Array(piece)
        }
    }
}
