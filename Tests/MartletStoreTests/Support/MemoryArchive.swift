import MartletStore
import Synchronization

/// A digest for tests: FNV-1a four times over, so that it has 32 bytes. Digests that hold are another room's.
struct PlainSum: RowDigest {
    private var hash: UInt64 = 0xcbf2_9ce4_8422_2325

    mutating func update(_ bytes: [UInt8]) {
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    }

    func value() -> [UInt8] {
        (0..<32).map { UInt8(truncatingIfNeeded: hash >> (8 * UInt64($0 % 8))) }
    }
}

/// An archive in memory.
final class MemoryArchive: Sendable {
    private let content = Mutex<[UInt8]>([])

    var bytes: [UInt8] { content.withLock { $0 } }

    init(_ bytes: [UInt8] = []) { content.withLock { $0 = bytes } }

    /// A sink that begins anew.
    func sink() -> any ByteSink {
        content.withLock { $0 = [] }
        return Sink(archive: self)
    }

    /// A source from the beginning, which gives `portion` bytes at most at a time.
    func source(portion: Int = .max) -> any ByteSource { Source(bytes: bytes, portion: portion) }

    private final class Sink: ByteSink {
        private let archive: MemoryArchive

        init(archive: MemoryArchive) { self.archive = archive }

        func write(_ bytes: [UInt8]) { archive.content.withLock { $0 += bytes } }

        func finish() {}
    }

    private final class Source: ByteSource {
        private var bytes: ArraySlice<UInt8>
        private let portion: Int

        init(bytes: [UInt8], portion: Int) {
            self.bytes = bytes[...]
            self.portion = portion
        }

        func read(_ count: Int) -> [UInt8] {
            let piece = bytes.prefix(min(count, portion))
            bytes = bytes.dropFirst(piece.count)
            return Array(piece)
        }
    }
}
