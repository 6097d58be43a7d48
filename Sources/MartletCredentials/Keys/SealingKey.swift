import Crypto
import MartletDirectory

/// One of the installation's keys, which are never in the database (A049), with what is derived from it (RFC 5869).
package struct SealingKey: Sendable {
    /// Bytes in a key.
    package static let length = 32

    /// The name of a key: derived from it, so that it tells nothing about it, and written in front of whatever the key
    /// has sealed.
    package struct ID: Sendable, Hashable, CustomStringConvertible {
        /// Bytes in a name.
        static let length = 8

        let bytes: [UInt8]

        /// Sixteen hexadecimal digits.
        package var description: String { Hexadecimal.text(of: bytes) }
    }

    /// The key's name.
    package let id: ID
    /// What seals and opens.
    let sealing: SymmetricKey
    /// What keyed digests are made with until the store has a digest key of its own.
    let digesting: SymmetricKey

    /// A key of 32 random bytes.
    /// - Throws: `SealError.badKey` for any other number.
    package init(_ bytes: [UInt8]) throws(Sealer.SealError) {
        guard bytes.count == Self.length else { throw .badKey }
        let master = SymmetricKey(data: bytes)
        func derived(_ use: String, _ count: Int) -> SymmetricKey {
            HKDF<SHA256>.deriveKey(inputKeyMaterial: master, info: Array(use.utf8), outputByteCount: count)
        }
        sealing = derived("martlet seal 1", 32)
        digesting = derived("martlet mac 1", 32)
        id = ID(bytes: derived("martlet key name 1", ID.length).withUnsafeBytes { Array($0) })
    }
}

/// Where a process learns of keys that were made after it started.
package protocol SealingKeySource: Sendable {
    /// The keys that are there now, if that changed since it was asked last; `nil` if not, or if they cannot be read:
    /// then the process goes on with those that it has (F34).
    ///
    /// It is asked whenever a name is met that is not known, so by strangers as well: asking must cost little.
    func changed() -> [SealingKey]?
}
