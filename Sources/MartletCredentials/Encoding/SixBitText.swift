/// What the two alphabets of base 64 share: six bits a character, no padding, one spelling for each value.
enum SixBitText {
    /// Appends `bytes` written in `alphabet`.
    static func append(_ bytes: some Sequence<UInt8>, alphabet: [UInt8], to text: inout [UInt8]) {
        let isDone: Void? = bytes.withContiguousStorageIfAvailable { append($0, alphabet: alphabet, to: &text) }
        if isDone == nil { Array(bytes).withUnsafeBufferPointer { append($0, alphabet: alphabet, to: &text) } }
    }

    // Three bytes at a time into room made beforehand: this is on the way of every token.
    private static func append(_ bytes: UnsafeBufferPointer<UInt8>, alphabet: [UInt8], to text: inout [UInt8]) {
        let start = text.count
        text.append(contentsOf: repeatElement(0, count: (bytes.count * 4 + 2) / 3))
        var output = start
        var index = 0
        while index + 3 <= bytes.count {
            let group = Int(bytes[index]) << 16 | Int(bytes[index + 1]) << 8 | Int(bytes[index + 2])
            text[output] = alphabet[group >> 18]
            text[output + 1] = alphabet[group >> 12 & 63]
            text[output + 2] = alphabet[group >> 6 & 63]
            text[output + 3] = alphabet[group & 63]
            index += 3
            output += 4
        }
        switch bytes.count - index {
        case 1:
            text[output] = alphabet[Int(bytes[index]) >> 2]
            text[output + 1] = alphabet[Int(bytes[index]) << 4 & 63]
        case 2:
            let group = Int(bytes[index]) << 8 | Int(bytes[index + 1])
            text[output] = alphabet[group >> 10]
            text[output + 1] = alphabet[group >> 4 & 63]
            text[output + 2] = alphabet[group << 2 & 63]
        default: break
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
