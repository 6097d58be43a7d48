/// Where the bytes of an archive go: a file, or something that encrypts on the way to one.
///
/// The store knows neither files nor passphrases; whoever calls it puts the two together.
package protocol ByteSink {
    /// Takes the next bytes.
    func write(_ bytes: [UInt8]) throws

    /// Takes note that this was all; only after it the archive is whole.
    func finish() throws
}

/// Where the bytes of an archive come from.
package protocol ByteSource {
    /// The next bytes, at most `count` of them; none only at the end.
    func read(_ count: Int) throws -> [UInt8]
}

/// A digest that is fed piece by piece; the store does not hash, so whoever calls it brings one.
package protocol RowDigest {
    /// Takes the next bytes.
    mutating func update(_ bytes: [UInt8])

    /// The digest of all that was taken, 32 bytes.
    func value() -> [UInt8]
}

/// Makes a digest of nothing yet.
package typealias NewDigest = @Sendable () -> any RowDigest
