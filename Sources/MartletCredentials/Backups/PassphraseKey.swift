import CSodium
import Foundation

/// A key made of a passphrase by Argon2id (RFC 9106), and what was asked for it: the beginning of a sealed file.
package struct PassphraseKey: Sendable, Equatable {
    /// Why no key is made.
    package enum Problem: Error, Equatable {
        /// The passphrase is shorter than `shortest`.
        case tooShort
        /// The beginning is not one that is written here, or asks for more than is given.
        case badBeginning
        /// The memory could not be had.
        case outOfMemory
    }

    /// Characters that a new passphrase has at least: whoever has the file can try as many as they have time for.
    package static let shortest = 12
    /// Bytes of salt.
    package static let saltLength = 16
    /// Bytes that a beginning has.
    package static let length = magic.count + 1 + 4 + 1 + saltLength
    /// What every sealed file begins with.
    package static let magic = Array("martlet sealed backup\n".utf8)

    private static let version: UInt8 = 1

    /// Memory in KiB.
    package let memoryKiB: Int
    /// Passes over the memory.
    package let passes: Int
    /// Random bytes that no other file has.
    package let salt: [UInt8]

    /// What a new file asks for: a second or so, and 256 MiB, as libsodium advises for what is not done often.
    ///
    /// `salt` is 16 fresh random bytes.
    package init(memoryKiB: Int = 262_144, passes: Int = 3, salt: [UInt8]) {
        precondition(salt.count == Self.saltLength, "a salt is 16 random bytes")
        precondition(Self.areAcceptable(memoryKiB: memoryKiB, passes: passes), "a cost within the limits")
        self.memoryKiB = memoryKiB
        self.passes = passes
        self.salt = salt
    }

    /// The beginning that `bytes` are. A file cannot ask for more than a gibibyte and ten passes.
    package init(decoding bytes: [UInt8]) throws(Problem) {
        let start = Self.magic.count
        guard bytes.count == Self.length, bytes.starts(with: Self.magic), bytes[start] == Self.version else {
            throw .badBeginning
        }
        memoryKiB = bytes[start + 1..<start + 5].reduce(0) { $0 << 8 | Int($1) }
        passes = Int(bytes[start + 5])
        salt = Array(bytes[(start + 6)...])
        guard Self.areAcceptable(memoryKiB: memoryKiB, passes: passes) else { throw .badBeginning }
    }

    /// The beginning as it is written.
    package var encoded: [UInt8] {
        let memory = (0..<4).map { UInt8(truncatingIfNeeded: memoryKiB >> (24 - 8 * $0)) }
        return Self.magic + [Self.version] + memory + [UInt8(passes)] + salt
    }

    /// The key of a passphrase that is chosen now.
    package func newKey(of passphrase: String) throws(Problem) -> [UInt8] {
        guard passphrase.count >= Self.shortest else { throw .tooShort }
        return try key(of: passphrase)
    }

    /// The key of a passphrase; the same characters give the same key however a keyboard composes them.
    package func key(of passphrase: String) throws(Problem) -> [UInt8] {
        Sodium.start()
        var key = [UInt8](repeating: 0, count: SealedStream.keyLength)
        let typed = passphrase.precomposedStringWithCanonicalMapping.utf8.map(CChar.init(bitPattern:))
        let status = crypto_pwhash(
            &key, UInt64(key.count), typed, UInt64(typed.count), salt, UInt64(passes), memoryKiB * 1024,
            crypto_pwhash_ALG_ARGON2ID13)
        guard status == 0 else { throw .outOfMemory }
        return key
    }

    /// The limits keep a file that somebody wrote from stopping the machine.
    private static func areAcceptable(memoryKiB: Int, passes: Int) -> Bool {
        (8...1_048_576).contains(memoryKiB) && (1...10).contains(passes)
    }
}
