import MartletCredentials
import MartletStore

/// Opens a sealed archive on its way from another source: nothing comes out that was not sealed in this place.
final class SealedSource: ByteSource {
    private let inner: CountedSource
    private let beginning: [UInt8]
    private var opening: SealedStream.Opening
    private var opened: [UInt8] = []
    private var isFirst = true
    private var isOver = false

    /// Reads a stream under `key`; of `inner` the `beginning` is read already.
    init(_ inner: CountedSource, key: [UInt8], beginning: [UInt8]) throws {
        self.inner = inner
        self.beginning = beginning
        let header = try inner.exactly(SealedStream.headerLength, orThrow: ArchiveError.truncated)
        do { opening = try SealedStream.Opening(key: key, header: header) } catch { throw BackupError.notOpened }
    }

    func read(_ count: Int) throws -> [UInt8] {
        while opened.isEmpty, !isOver { try openNext() }
        let piece = Array(opened.prefix(count))
        opened.removeFirst(piece.count)
        return piece
    }

    private func openNext() throws {
        let length = try inner.exactly(4, orThrow: ArchiveError.truncated).reduce(0) { $0 << 8 | Int($1) }
        guard (SealedStream.overhead...SealedSink.portion + SealedStream.overhead).contains(length) else {
            throw ArchiveError.damaged("a sealed chunk has an impossible length")
        }
        let sealed = try inner.exactly(length, orThrow: ArchiveError.truncated)
        do {
            let (chunk, isLast) = try opening.open(sealed, context: beginning)
            opened = chunk
            isOver = isLast
        } catch {
            // Whether the first chunk was changed or the passphrase is another cannot be told apart.
            throw isFirst ? BackupError.notOpened : ArchiveError.damaged("a sealed chunk is not as it was written")
        }
        isFirst = false
        guard try !isOver || inner.isAtEnd() else { throw ArchiveError.damaged("something is behind its end") }
    }
}

/// Gives out exact numbers of bytes of another source.
final class CountedSource: ByteSource {
    private let inner: any ByteSource
    private var waiting: [UInt8] = []

    init(_ inner: any ByteSource) { self.inner = inner }

    /// The next `count` bytes, or `short` where there are fewer.
    func exactly(_ count: Int, orThrow short: any Error) throws -> [UInt8] {
        let bytes = try peek(count)
        guard bytes.count == count else { throw short }
        waiting.removeFirst(count)
        return bytes
    }

    /// The next `count` bytes, or as many as there are, which then are kept for later.
    func peek(_ count: Int) throws -> [UInt8] {
        while waiting.count < count {
            let more = try inner.read(count - waiting.count)
            guard !more.isEmpty else { break }
            waiting += more
        }
        return Array(waiting.prefix(count))
    }

    func isAtEnd() throws -> Bool { try peek(1).isEmpty }

    func read(_ count: Int) throws -> [UInt8] {
        guard !waiting.isEmpty else { return try inner.read(count) }
        let bytes = Array(waiting.prefix(count))
        waiting.removeFirst(bytes.count)
        return bytes
    }
}
