import MartletCredentials
import MartletDirectory
import Synchronization
import Testing

@Suite struct `Several sealing keys` {
    private static let nonce = [UInt8](repeating: 9, count: 12)
    private let old: SealingKey
    private let new: SealingKey

    init() throws {
        old = try SealingKey((0..<32).map { UInt8($0) })
        new = try SealingKey([UInt8](repeating: 5, count: 32))
    }

    /// A place where a key turns up later.
    private final class LaterKeys: SealingKeySource {
        let keys: Mutex<[SealingKey]?> = Mutex(nil)
        let asked = Mutex(0)

        func changed() -> [SealingKey]? {
            asked.withLock { $0 += 1 }
            return keys.withLock { $0 }
        }
    }

    @Test func `each opens what it sealed, and the one that was chosen seals`() throws {
        let both = try Sealer(keys: [new, old])
        #expect(both.current == new.id && both.names == [new.id, old.id])
        let first = both.seal([1], context: "c", nonce: Self.nonce)
        #expect(both.seal(with: old.id))
        let second = both.seal([1], context: "c", nonce: Self.nonce)
        #expect(try both.open(first, context: "c") == [1] && both.open(second, context: "c") == [1])
        #expect(try both.key(of: first, context: "c") == new.id && both.key(of: second, context: "c") == old.id)
        #expect(both.isStale(second, under: new.id) && !both.isStale(first, under: new.id))
        let lone = try Sealer(keys: [old])
        #expect(throws: Sealer.SealError.notOpened) { try lone.open(first, context: "c") }
        #expect(try lone.open(second, context: "c") == [1])
        #expect(!lone.seal(with: new.id) && lone.current == old.id)
    }

    @Test func `a value of the first release has no name and opens under any of the keys, and is always stale`() throws
    {
        let both = try Sealer(keys: [new, old])
        let first = [1] + (try Sealer(keys: [old]).seal([7], context: "c", nonce: Self.nonce).dropFirst(9))
        #expect(try both.open(first, context: "c") == [7])
        #expect(try both.key(of: first, context: "c") == old.id)
        #expect(both.isStale(first, under: old.id) && both.isStale(first, under: new.id))
    }

    @Test func `a name that is not known is asked for once more, and one that is known is not`() throws {
        let source = LaterKeys()
        let running = try Sealer(keys: [old], source: source)
        let sealed = try Sealer(keys: [new]).seal([1], context: "c", nonce: Self.nonce)
        #expect(throws: Sealer.SealError.notOpened) { try running.open(sealed, context: "c") }
        source.keys.withLock { $0 = [new, old] }
        #expect(try running.open(sealed, context: "c") == [1])
        let asked = source.asked.withLock { $0 }
        #expect(try running.open(sealed, context: "c") == [1])
        // F34: the keys that were loaded stay, whatever becomes of where they came from.
        source.keys.withLock { $0 = nil }
        #expect(try running.open(running.seal([2], context: "c", nonce: Self.nonce), context: "c") == [2])
        #expect(source.asked.withLock { $0 } == asked)
    }

    @Test func `digests stay the same under the digest key of the old one`() throws {
        let before = try Sealer(keys: [old])
        let after = try Sealer(keys: [new, old])
        #expect(after.mac([1], context: "c") != before.mac([1], context: "c"))
        try after.digest(with: after.digestKey(from: old.id))
        #expect(after.mac([1], context: "c") == before.mac([1], context: "c"))
        #expect(throws: Sealer.SealError.badKey) { try after.digest(with: [1]) }
    }

    @Test func `the name of a key tells keys apart and nothing about them`() throws {
        #expect(old.id.description == "4b6692acc250a278" && old.id != new.id)
        #expect(throws: Sealer.SealError.badKey) { try Sealer(keys: []) }
    }
}
