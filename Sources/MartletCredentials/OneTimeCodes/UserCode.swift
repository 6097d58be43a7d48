/// The code that a device shows and a person types: eight letters of twenty, more than 2^34 of them (RFC 8628 section 6.1).
///
/// No vowels, so that it spells nothing; no letters that look like digits or like each other.
package struct UserCode: Sendable, Equatable {
    /// The letters that there are.
    package static let alphabet = Array("BCDFGHJKLMNPQRSTVWXZ".utf8)
    /// How many a code has.
    package static let length = 8

    private let letters: [UInt8]

    /// A new code; `random` gives unpredictable bytes.
    package init(random: (Int) -> [UInt8]) {
        var letters: [UInt8] = []
        let count = UInt8(Self.alphabet.count)
        let fair = UInt8.max - UInt8.max % count
        while letters.count < Self.length {
            // A byte beyond the last whole round would make some letters likelier than others.
            for byte in random(Self.length * 2) where byte < fair && letters.count < Self.length {
                letters.append(Self.alphabet[Int(byte % count)])
            }
        }
        self.letters = letters
    }

    /// The code that somebody typed, in whatever case, with or without the hyphen, in full width or half; `nil` for what
    /// cannot be one.
    package init?(typed text: String) {
        guard text.utf8.count <= 64 else { return nil }
        var letters: [UInt8] = []
        for scalar in text.unicodeScalars {
            var value = scalar.value
            // Full-width forms of Japanese keyboards.
            if (0xff01...0xff5e).contains(value) { value -= 0xfee0 }
            if scalar.properties.isWhitespace || [0x2d, 0x2010, 0x2011, 0x2013, 0x2212, 0x30fc].contains(value) {
                continue
            }
            guard let byte = UInt8(exactly: value) else { return nil }
            let upper = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) ? byte - 32 : byte
            guard Self.alphabet.contains(upper) else { return nil }
            letters.append(upper)
        }
        guard letters.count == Self.length else { return nil }
        self.letters = letters
    }

    /// As it is shown: `XXXX-XXXX`.
    package var text: String {
        String(decoding: letters.prefix(4), as: UTF8.self) + "-" + String(decoding: letters.dropFirst(4), as: UTF8.self)
    }

    /// What the store keeps: a digest under the installation's key, since so short a code is found by trying.
    package func digest(by sealer: Sealer) -> [UInt8] { sealer.mac(letters, context: "device user code") }
}
