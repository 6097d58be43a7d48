/// The DER of an ECDSA signature, as authenticators write it (WebAuthn Level 3 section 6.5.5).
enum ECDSASignatureDER {
    /// Both numbers side by side, each of `width` bytes; `nil` unless the bytes are the one encoding of two numbers that are
    /// not zero and not too large (A068). A number above half of the order is as good as one below: authenticators
    /// write either, and a challenge is good once, so that the second form of a signature buys nothing.
    static func raw(_ der: [UInt8], width: Int) -> [UInt8]? {
        // Two numbers of 33 bytes and their heads: one byte of length is enough for P-256.
        guard der.count >= 8, der.count <= 2 * width + 8, der.count < 130, der[0] == 0x30, Int(der[1]) == der.count - 2
        else { return nil }
        var rest = der[2...]
        guard let r = number(&rest, width: width), let s = number(&rest, width: width), rest.isEmpty else { return nil }
        return r + s
    }

    private static func number(_ rest: inout ArraySlice<UInt8>, width: Int) -> [UInt8]? {
        guard rest.count >= 3, rest.removeFirst() == 0x02, let length = rest.popFirst().map(Int.init), length >= 1,
            length <= rest.count
        else { return nil }
        var digits = rest.prefix(length)
        rest = rest.dropFirst(length)
        guard let first = digits.first, first < 0x80 else { return nil }
        if first == 0 {
            // A zero in front stands only where the next byte would make the number negative; so it is never zero.
            guard let second = digits.dropFirst().first, second >= 0x80 else { return nil }
            digits = digits.dropFirst()
        }
        guard digits.count <= width else { return nil }
        return [UInt8](repeating: 0, count: width - digits.count) + digits
    }
}
