import MartletActions
import MartletCredentials
import MartletDirectory
import MartletStore
import Synchronization
import Testing

/// Backups under a passphrase (A296): nothing can be read of them, and nothing can be changed in them.
@Suite struct `Sealed backups` {
    private static let passphrase = "a heron stands in the reeds"

    @Test func `A296 a backup under a passphrase shows nothing, and is whole again with it`() async throws {
        let house = try await Organization()
        let file = try await Self.backUp(house)
        let bytes = file.bytes
        #expect(bytes.starts(with: PassphraseKey.magic))
        #expect(Self.find("contoso.example", in: bytes) == nil && Self.find("sign_ins", in: bytes) == nil)
        let opening = try BackupOpening({ file.source() }, passphrase: Self.passphrase)
        let snapshot = try opening.verify()
        #expect(opening.isSealed && snapshot.rows > 10)
        #expect(snapshot.tables == (try await house.tools.store.tallies { SHA256Sum() }))
        let plain = try await Self.backUp(house, passphrase: nil).bytes
        #expect(Self.find("contoso.example", in: plain) != nil)
    }

    @Test func `F29 another passphrase, none, and one for a plain backup are refused`() async throws {
        let house = try await Organization()
        let file = try await Self.backUp(house)
        #expect(throws: BackupError.notOpened) {
            try BackupOpening({ file.source() }, passphrase: Self.passphrase + "!").verify()
        }
        #expect(throws: BackupError.needsPassphrase) { try BackupOpening({ file.source() }, passphrase: nil) }
        let plain = try await Self.backUp(house, passphrase: nil)
        #expect(throws: BackupError.notSealed) {
            try BackupOpening({ plain.source() }, passphrase: Self.passphrase)
        }
        await #expect(throws: BackupError.passphrase(.tooShort)) {
            _ = try await Self.backUp(house, passphrase: "short")
        }
    }

    /// F29: the one file would be all there is, and would open nothing.
    @Test func `a sealing key of another installation is not put into a backup`() async throws {
        let house = try await Organization()
        let file = MemoryFile([1, 2, 3])
        let other = try Sealer(key: Array(repeating: 9, count: Sealer.keyLength))
        await #expect(throws: BackupError.keyOfAnother) {
            _ = try await Self.backUp(house, to: file) { .init(text: Array("theirs".utf8), sealer: other) }
        }
        #expect(file.bytes == [1, 2, 3], "nothing was begun")
        let right = BackUpStore.IncludedKeys(text: Array("ours".utf8), sealer: house.tools.sealer)
        _ = try await Self.backUp(house, to: file) { right }
        let snapshot = try BackupOpening({ file.source() }, passphrase: Self.passphrase).verify()
        #expect(snapshot.header.sealingKey == Array("ours".utf8))
    }

    /// Between the reading of the key and the snapshot a rotation may end.
    @Test func `a sealing key that was replaced meanwhile is read again, once`() async throws {
        let house = try await Organization()
        let file = MemoryFile()
        let old = try Sealer(key: Array(repeating: 9, count: Sealer.keyLength))
        let readings = Mutex(0)
        _ = try await Self.backUp(house, to: file) {
            let isFirst = readings.withLock { count in
                count += 1
                return count == 1
            }
            return .init(text: Array((isFirst ? "old" : "new").utf8), sealer: isFirst ? old : house.tools.sealer)
        }
        let snapshot = try BackupOpening({ file.source() }, passphrase: Self.passphrase).verify()
        #expect(snapshot.header.sealingKey == Array("new".utf8))
        #expect(readings.withLock { $0 } == 2)
    }

    private static func backUp(
        _ house: Organization, to file: MemoryFile, including keys: @escaping () throws -> BackUpStore.IncludedKeys
    ) async throws -> Store.Snapshot {
        try await BackUpStore(house.tools.store, ambient: house.tools.ambient)(
            to: BackUpStore.Destination(passphrase: passphrase) { file.sink() }, origin: "a test", including: keys)
    }

    /// A beginning that asks for 100 GB, or for nothing, costs nothing.
    @Test func `A296 a file cannot ask for more memory or time than is given`() throws {
        let good = PassphraseKey(memoryKiB: 8, passes: 1, salt: Array(repeating: 7, count: 16))
        #expect(try PassphraseKey(decoding: good.encoded) == good)
        let place = PassphraseKey.magic.count
        for (offset, value) in [(0, 2), (1, 6), (4, 0), (5, 0), (5, 11)] as [(Int, UInt8)] {
            var changed = good.encoded
            changed[place + offset] = value
            #expect(throws: PassphraseKey.Problem.badBeginning) { try PassphraseKey(decoding: changed) }
        }
        #expect(throws: PassphraseKey.Problem.badBeginning) { try PassphraseKey(decoding: good.encoded.dropLast()) }
    }

    @Test func `A296 the same passphrase in another composition opens, and each file has a key of its own`() throws {
        let one = PassphraseKey(memoryKiB: 8, passes: 1, salt: Array(repeating: 1, count: 16))
        let two = PassphraseKey(memoryKiB: 8, passes: 1, salt: Array(repeating: 2, count: 16))
        let composed = "caf\u{e9} by the sea", decomposed = "cafe\u{301} by the sea"
        #expect(try one.key(of: composed) == one.key(of: decomposed))
        #expect(try one.key(of: composed) != two.key(of: composed))
    }

    /// What is bound to the beginning and to its place in the stream does not open elsewhere.
    @Test func `F29 chunks that are cut off, left out, swapped or changed do not open`() throws {
        let key = [UInt8](repeating: 9, count: SealedStream.keyLength), context = Array("beginning".utf8)
        var sealing = SealedStream.Sealing(key: key)
        let chunks = (0..<3).map { sealing.seal([UInt8($0), 1, 2], context: context, isLast: $0 == 2) }
        let opened = try Self.open(chunks, key, sealing.header, context)
        #expect(opened.map { $0.chunk[0] } == [0, 1, 2] && opened.map(\.isLast) == [false, false, true])
        var changed = chunks
        changed[1][3] ^= 1
        for wrong in [[chunks[1]], [chunks[0], chunks[2]], [chunks[1], chunks[0]], changed] {
            #expect(throws: SealedStream.NotOpened.self) { try Self.open(wrong, key, sealing.header, context) }
        }
        #expect(throws: SealedStream.NotOpened.self) { try Self.open(chunks, key, sealing.header, [1]) }
        // Without the last one nobody says that it was the last.
        #expect(try Self.open(Array(chunks.prefix(2)), key, sealing.header, context).allSatisfy { !$0.isLast })
    }

    @Test func `F29 a sealed backup that ends early or has one byte changed is refused`() async throws {
        let house = try await Organization()
        let file = try await Self.backUp(house)
        let whole = file.bytes
        // The beginning makes the key, which takes a while: only some places of it, and many behind it.
        let places = Array(stride(from: PassphraseKey.length + 3, to: whole.count, by: max(1, whole.count / 5)))
        for place in [PassphraseKey.length - 1] + places {
            var changed = whole
            changed[place] ^= 4
            #expect(throws: (any Error).self, "changed at \(place)") { try Self.verify(changed) }
            #expect(throws: (any Error).self, "cut at \(place)") { try Self.verify(Array(whole.prefix(place))) }
        }
        #expect(throws: ArchiveError.self) { try Self.verify(whole + [0]) }
    }

    private static func open(
        _ chunks: [[UInt8]], _ key: [UInt8], _ header: [UInt8], _ context: [UInt8]
    ) throws -> [(chunk: [UInt8], isLast: Bool)] {
        var opening = try SealedStream.Opening(key: key, header: header)
        return try chunks.map { try opening.open($0, context: context) }
    }

    private static func verify(_ bytes: [UInt8]) throws {
        let file = MemoryFile(bytes)
        _ = try BackupOpening({ file.source() }, passphrase: passphrase).verify()
    }

    private static func backUp(
        _ house: Organization, passphrase: String? = Self.passphrase
    ) async throws -> MemoryFile {
        let file = MemoryFile()
        _ = try await BackUpStore(house.tools.store, ambient: house.tools.ambient)(
            to: BackUpStore.Destination(passphrase: passphrase) { file.sink() }, origin: "a test")
        return file
    }

    private static func find(_ text: String, in bytes: [UInt8]) -> Range<Int>? {
        bytes.firstRange(of: Array(text.utf8))
    }
}

/// A file in memory.
final class MemoryFile: Sendable {
    private let content: Mutex<[UInt8]>

    var bytes: [UInt8] { content.withLock { $0 } }

    init(_ bytes: [UInt8] = []) { content = Mutex(bytes) }

    func sink() -> any ByteSink {
        content.withLock { $0 = [] }
        return Sink(file: self)
    }

    func source() -> any ByteSource { Source(bytes: bytes[...]) }

    private final class Sink: ByteSink {
        private let file: MemoryFile

        init(file: MemoryFile) { self.file = file }

        func write(_ bytes: [UInt8]) { file.content.withLock { $0 += bytes } }

        func finish() {}
    }

    private final class Source: ByteSource {
        private var bytes: ArraySlice<UInt8>

        init(bytes: ArraySlice<UInt8>) { self.bytes = bytes }

        func read(_ count: Int) -> [UInt8] {
            defer { bytes = bytes.dropFirst(count) }
            return Array(bytes.prefix(count))
        }
    }
}
