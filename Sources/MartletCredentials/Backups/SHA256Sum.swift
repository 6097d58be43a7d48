import Crypto

/// SHA-256 of what comes piece by piece.
package struct SHA256Sum: Sendable {
    private var hash = SHA256()

    /// The sum of nothing yet.
    package init() {}

    /// Takes the next bytes.
    package mutating func update(_ bytes: [UInt8]) { hash.update(data: bytes) }

    /// The sum of all that was taken, 32 bytes.
    package func value() -> [UInt8] { Array(hash.finalize()) }
}
