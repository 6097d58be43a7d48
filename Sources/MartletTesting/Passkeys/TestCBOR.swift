/// Writes CBOR for tests, in the form that CTAP2 calls canonical unless a test wants another.
package enum TestCBOR {
    /// The head of a value: its kind, 0…7, and a number in its shortest form.
    package static func head(_ kind: UInt8, _ number: Int) -> [UInt8] {
        let first = kind << 5
        switch number {
        case 0..<24: return [first | UInt8(number)]
        case 24..<256: return [first | 24, UInt8(number)]
        default: return [first | 25, UInt8(number >> 8), UInt8(number & 0xff)]
        }
    }

    /// A whole number.
    package static func integer(_ number: Int) -> [UInt8] { number < 0 ? head(1, -1 - number) : head(0, number) }

    /// Bytes.
    package static func bytes(_ bytes: [UInt8]) -> [UInt8] { head(2, bytes.count) + bytes }

    /// Text.
    package static func text(_ text: String) -> [UInt8] { head(3, text.utf8.count) + Array(text.utf8) }

    /// A list of values that are written already.
    package static func array(_ values: [[UInt8]]) -> [UInt8] { head(4, values.count) + values.flatMap(\.self) }

    /// A map of keys and values that are written already, in the order given.
    package static func map(_ members: [([UInt8], [UInt8])]) -> [UInt8] {
        head(5, members.count) + members.flatMap { $0.0 + $0.1 }
    }
}
