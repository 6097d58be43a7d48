import MartletCredentials
import MartletStore

/// Seals an archive on its way to another sink, in chunks of 64 KiB behind a length of four bytes.
final class SealedSink: ByteSink {
    /// Bytes that a chunk holds.
    static let portion = 64 << 10

    private let inner: any ByteSink
    private let beginning: [UInt8]
    private var sealing: SealedStream.Sealing
    private var waiting: [UInt8] = []

    /// Writes `beginning`, which is bound to every chunk, and then the stream under `key`.
    init(_ inner: any ByteSink, key: [UInt8], beginning: [UInt8]) throws {
        self.inner = inner
        self.beginning = beginning
        sealing = SealedStream.Sealing(key: key)
        try inner.write(beginning + sealing.header)
    }

    func write(_ bytes: [UInt8]) throws {
        waiting += bytes
        var start = 0
        while waiting.count - start > Self.portion {
            try put(Array(waiting[start..<start + Self.portion]), isLast: false)
            start += Self.portion
        }
        waiting.removeFirst(start)
    }

    func finish() throws {
        try put(waiting, isLast: true)
        waiting = []
        try inner.finish()
    }

    private func put(_ chunk: [UInt8], isLast: Bool) throws {
        let sealed = sealing.seal(chunk, context: beginning, isLast: isLast)
        let length = (0..<4).map { UInt8(truncatingIfNeeded: sealed.count >> (24 - 8 * $0)) }
        try inner.write(length + sealed)
    }
}
