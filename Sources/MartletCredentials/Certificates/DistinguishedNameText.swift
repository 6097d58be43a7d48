import MartletDirectory

/// A distinguished name as RFC 4514 writes it, read so that it can be compared.
///
/// Two names are equal if they have the same parts in the same order, each with the same types and values: a name with
/// its parts in another order, one part more, or a separator inside of a value is another name (A186).
package struct DistinguishedNameText: Sendable, Equatable {
    /// One attribute of a part: its object identifier and its value.
    struct Attribute: Sendable, Hashable {
        let type: String
        let value: String
    }

    /// The longest name that is looked at, in bytes.
    package static let longest = 2048
    /// The short names that people write (RFC 4514 section 3, RFC 4519, and what OpenSSL prints).
    static let types = [
        "CN": "2.5.4.3", "SN": "2.5.4.4", "SERIALNUMBER": "2.5.4.5", "C": "2.5.4.6", "L": "2.5.4.7", "ST": "2.5.4.8",
        "S": "2.5.4.8", "STREET": "2.5.4.9", "O": "2.5.4.10", "OU": "2.5.4.11", "TITLE": "2.5.4.12",
        "BUSINESSCATEGORY": "2.5.4.15", "POSTALCODE": "2.5.4.17", "GN": "2.5.4.42",
        "ORGANIZATIONIDENTIFIER": "2.5.4.97",
        "UID": "0.9.2342.19200300.100.1.1", "DC": "0.9.2342.19200300.100.1.25",
        "EMAILADDRESS": "1.2.840.113549.1.9.1", "E": "1.2.840.113549.1.9.1",
        "JURISDICTIONC": "1.3.6.1.4.1.311.60.2.1.3",
    ]

    /// The parts, most special first as RFC 4514 has them; the attributes of one part have no order.
    let parts: [Set<Attribute>]

    init(parts: [Set<Attribute>]) {
        self.parts = parts
    }

    /// Reads a name such as `CN=payroll,O=Contoso\, Inc.,C=JP`; `nil` if it is none, or empty.
    package init?(_ text: String) {
        guard !text.isEmpty, text.utf8.count <= Self.longest else { return nil }
        var parser = DistinguishedNameParser(text)
        guard let parts = parser.parts() else { return nil }
        self.parts = parts
    }
}

/// Reads RFC 4514 text byte by byte.
private struct DistinguishedNameParser {
    private let bytes: [UInt8]
    private var place = 0

    init(_ text: String) {
        bytes = Array(text.utf8)
    }

    mutating func parts() -> [Set<DistinguishedNameText.Attribute>]? {
        var parts: [Set<DistinguishedNameText.Attribute>] = []
        var part: Set<DistinguishedNameText.Attribute> = []
        while true {
            guard let attribute = attribute(), part.insert(attribute).inserted else { return nil }
            if place < bytes.count, bytes[place] == UInt8(ascii: "+") {
                place += 1
                continue
            }
            parts.append(part)
            part = []
            guard place < bytes.count else { return parts }
            place += 1
        }
    }

    private mutating func attribute() -> DistinguishedNameText.Attribute? {
        guard let equals = bytes[place...].firstIndex(of: UInt8(ascii: "=")) else { return nil }
        let name = String(decoding: bytes[place..<equals], as: UTF8.self).uppercased().filter { $0 != " " }
        place = equals + 1
        let isNumber = !name.isEmpty && name.utf8.allSatisfy { $0 == UInt8(ascii: ".") || (0x30...0x39).contains($0) }
        guard let type = isNumber ? name : DistinguishedNameText.types[name], let value = value() else { return nil }
        return DistinguishedNameText.Attribute(type: type, value: value)
    }

    /// The value up to the next separator that is not escaped, without the spaces around it that are not escaped.
    private mutating func value() -> String? {
        while place < bytes.count, bytes[place] == UInt8(ascii: " ") { place += 1 }
        guard place < bytes.count, bytes[place] != UInt8(ascii: "#") else { return nil }
        var value: [UInt8] = []
        var end = 0
        loop: while place < bytes.count {
            let byte = bytes[place]
            switch byte {
            case UInt8(ascii: ","), UInt8(ascii: "+"): break loop
            case UInt8(ascii: ";"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""), 0: return nil
            case UInt8(ascii: "\\"):
                guard let escaped = escaped() else { return nil }
                value.append(escaped)
                end = value.count
            default:
                value.append(byte)
                place += 1
                if byte != UInt8(ascii: " ") { end = value.count }
            }
        }
        return String(validating: value[..<end], as: UTF8.self)
    }

    private mutating func escaped() -> UInt8? {
        guard place + 1 < bytes.count else { return nil }
        if place + 2 < bytes.count, let high = Hexadecimal.value(of: bytes[place + 1]),
            let low = Hexadecimal.value(of: bytes[place + 2])
        {
            place += 3
            return UInt8(high) << 4 | UInt8(low)
        }
        let byte = bytes[place + 1]
        guard " \"#+,;<=>\\".utf8.contains(byte) else { return nil }
        place += 2
        return byte
    }
}
