/// What the two alphabets of base 64 share: six bits a character, no padding, one spelling for each value.
enum SixBitText {
    /// Appends `bytes` written in `alphabet`.
    static func append(_ bytes: some Sequence<UInt8>, alphabet: [UInt8], to text: inout [UInt8]) {
        text.reserveCapacity(text.count + (bytes.underestimatedCount * 4 + 2) / 3)
        alphabet.withUnsafeBufferPointer { digits in
            var pending: UInt32 = 0
            var bits = 0
            for byte in bytes {
                pending = pending << 8 | UInt32(byte)
                bits += 8
                while bits >= 6 {
                    bits -= 6
                    text.append(digits[Int(pending >> UInt32(bits) & 63)])
                }
            }
            if bits > 0 { text.append(digits[Int(pending << UInt32(6 - bits) & 63)]) }
        }
    }

    /// The bytes that `text` spells, or `nil` if it is not the canonical spelling of any.
    static func decode(_ text: some Sequence<UInt8>, values: SixBitValues) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.underestimatedCount * 3 / 4)
        var pending: UInt32 = 0
        var bits = 0
        for character in text {
            guard let value = values[character] else { return nil }
            pending = pending << 6 | UInt32(value)
            bits += 6
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(truncatingIfNeeded: pending >> UInt32(bits)))
            }
        }
        // Six left-over bits are a lone character; two or four must be the zeros that the encoder wrote.
        guard bits < 6, pending & (1 << UInt32(bits) - 1) == 0 else { return nil }
        return bytes
    }
}

/// The value of each character of an alphabet, by its ASCII code.
struct SixBitValues: Sendable {
    private let table: [UInt8]

    /// The inverse of `alphabet`.
    init(of alphabet: [UInt8]) {
        var table = [UInt8](repeating: 255, count: 256)
        for (value, character) in alphabet.enumerated() { table[Int(character)] = UInt8(value) }
        self.table = table
    }

    /// The value of `character`, or `nil` if it is not in the alphabet.
    subscript(character: UInt8) -> UInt8? {
        let value = table[Int(character)]
        return value == 255 ? nil : value
    }
}
