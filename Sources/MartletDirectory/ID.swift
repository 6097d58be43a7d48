/// The identifier of one `Entity`, so that the id of a user cannot stand where the id of a group is meant.
///
/// It is a lower-case UUID of version 4, as Graph prints object ids.
package struct ID<Entity>: Hashable, Sendable, Codable, CustomStringConvertible {
    /// The text form, always canonical: 36 characters, lower case.
    package let rawValue: String

    /// Trusts `rawValue`; for values that come from the store or from constants.
    package init(_ rawValue: String) {
        self.rawValue = rawValue
    }

    /// Reads an identifier from outside; `nil` unless it is a UUID in its 36-character form.
    package init?(parsing text: String) {
        guard text.utf8.count == 36 else { return nil }
        for (index, byte) in text.utf8.enumerated() {
            let isHyphenPlace = index == 8 || index == 13 || index == 18 || index == 23
            guard isHyphenPlace ? byte == UInt8(ascii: "-") : Hexadecimal.value(of: byte) != nil else { return nil }
        }
        rawValue = text.lowercased()
    }

    /// Makes a version 4 UUID of 16 random bytes (RFC 9562 section 5.4).
    package init(random bytes: [UInt8]) {
        precondition(bytes.count == 16, "an identifier is made of 16 random bytes")
        var bytes = bytes
        bytes[6] = bytes[6] & 0x0f | 0x40
        bytes[8] = bytes[8] & 0x3f | 0x80
        let digits = Hexadecimal.text(of: bytes)
        var text = ""
        text.reserveCapacity(36)
        for (index, digit) in digits.enumerated() {
            if index == 8 || index == 12 || index == 16 || index == 20 { text.append("-") }
            text.append(digit)
        }
        rawValue = text
    }

    /// Decodes the plain text form.
    package init(from decoder: any Decoder) throws {
        rawValue = try decoder.singleValueContainer().decode(String.self)
    }

    /// Encodes the plain text form.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }

    /// The text form.
    package var description: String { rawValue }
}
