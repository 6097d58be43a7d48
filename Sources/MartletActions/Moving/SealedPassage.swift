import MartletCredentials
import MartletDirectory
import MartletStore

/// The way of an archive through a file that nobody can read: it is sealed under a key that no one keeps, and that ends
/// with the process.
package struct SealedPassage: Sendable {
    private let key: [UInt8]
    private let write: @Sendable () throws -> any ByteSink
    private let read: @Sendable () throws -> any ByteSource

    /// A way under a fresh key: `write` makes the file, anew whenever it is called, and `read` opens it.
    package init(
        _ ambient: Ambient, write: @escaping @Sendable () throws -> any ByteSink,
        read: @escaping @Sendable () throws -> any ByteSource
    ) {
        key = ambient.randomBytes(SealedStream.keyLength)
        self.write = write
        self.read = read
    }

    /// Where the archive goes in.
    /// - Throws: what making the file throws.
    package func sink() throws -> any ByteSink { try SealedSink(try write(), key: key, beginning: []) }

    /// Where it comes out.
    /// - Throws: `ArchiveError`, `BackupError.notOpened` for another file than went in; what opening it throws.
    package func source() throws -> any ByteSource {
        try SealedSource(CountedSource(try read()), key: key, beginning: [])
    }
}
