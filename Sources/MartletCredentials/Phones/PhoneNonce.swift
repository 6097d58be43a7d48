import MartletDirectory

/// A word of ours that a phone signs with what it says, so that what was said once cannot be said again later.
///
/// It holds the time at which it was given under the installation's key; nothing is stored before it is used.
package enum PhoneNonce {
    /// How long one is good for.
    package static let lifetime: Duration = .minutes(5)
    /// Random bytes in one.
    package static let randomLength = 8

    /// A nonce of 8 random bytes.
    package static func make(at: Timestamp, random: [UInt8], sealer: Sealer) -> String {
        precondition(random.count == randomLength, "8 random bytes")
        let bytes = (0..<8).map { UInt8(truncatingIfNeeded: at.milliseconds >> (56 - 8 * Int64($0))) } + random
        return Base64URL.encode(bytes + sealer.mac(bytes, context: context).prefix(16))
    }

    /// Until when a nonce of ours is good; `nil` for one that is too old, from a time that has not come, or not ours.
    package static func end(of text: String, at: Timestamp, sealer: Sealer) -> Timestamp? {
        guard text.utf8.count <= 64, let bytes = Base64URL.decode(text), bytes.count == 32 else { return nil }
        let (content, mac) = (Array(bytes.prefix(16)), Array(bytes.suffix(16)))
        guard ConstantTime.areEqual(Array(sealer.mac(content, context: context).prefix(16)), mac) else { return nil }
        let given = Timestamp(milliseconds: content.prefix(8).reduce(Int64(0)) { $0 << 8 | Int64($1) })
        let end = given + lifetime
        return end > at && !given.isAhead(of: at) ? end : nil
    }

    private static let context = "phone-nonce"
}
