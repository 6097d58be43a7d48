/// The name of an entry (RFC 4514), as far as this directory has entries: every part has one attribute.
struct EntryName: Sendable, Hashable {
    /// One part of a name, the attribute in lower case.
    struct Part: Sendable, Hashable {
        var attribute: String
        var value: String

        static func == (left: Part, right: Part) -> Bool {
            left.attribute == right.attribute && left.value.lowercased() == right.value.lowercased()
        }

        func hash(into hasher: inout Hasher) {
            hasher.combine(attribute)
            hasher.combine(value.lowercased())
        }
    }

    /// The parts, the entry's own first.
    var parts: [Part]

    /// The longest name that is read, in bytes.
    static let longest = 1024
    /// The most parts that are read.
    static let mostParts = 32

    /// A name of these parts.
    init(_ parts: [Part]) { self.parts = parts }

    /// The name under which an organisation's entries stand: a `dc` for each label of its domain (RFC 2247).
    init(domain: String) {
        parts = domain.split(separator: ".").map { Part(attribute: "dc", value: String($0)) }
    }

    /// Reads a name; `nil` for what is none, or has parts of several attributes, which no entry here has.
    init?(_ text: String) {
        guard text.utf8.count <= Self.longest else { return nil }
        var reader = Reader(bytes: Array(text.utf8)[...])
        guard let parts = reader.parts() else { return nil }
        self.parts = parts
    }

    /// The same with one part before it.
    func child(_ attribute: String, _ value: String) -> EntryName {
        EntryName([Part(attribute: attribute, value: value)] + parts)
    }

    /// Whether it ends with another name, or is it.
    func isWithin(_ other: EntryName) -> Bool { Array(parts.suffix(other.parts.count)) == other.parts }

    /// The domain that its last parts spell; `nil` where they spell none.
    var domain: String? {
        let labels = parts.reversed().prefix { $0.attribute == "dc" }.reversed().map { $0.value.lowercased() }
        return labels.isEmpty ? nil : labels.joined(separator: ".")
    }

    /// As it is written, with what has a meaning escaped (RFC 4514 section 2.4).
    var text: String { parts.map { "\($0.attribute)=\(Self.escaped($0.value))" }.joined(separator: ",") }

    private static func escaped(_ value: String) -> String {
        let scalars = Array(value.unicodeScalars)
        var text = ""
        for (index, scalar) in scalars.enumerated() {
            let isEdge = index == 0 || index == scalars.count - 1
            switch scalar {
            case "\"", "+", ",", ";", "<", ">", "\\": text += "\\\(scalar)"
            case " " where isEdge: text += "\\ "
            case "#" where index == 0: text += "\\#"
            case "\0": text += "\\00"
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text
    }

    /// Reads the bytes of a name from left to right.
    private struct Reader {
        var bytes: ArraySlice<UInt8>

        mutating func parts() -> [Part]? {
            guard !bytes.isEmpty else { return [] }
            var parts: [Part] = []
            while true {
                guard let part = part(), parts.count < EntryName.mostParts else { return nil }
                parts.append(part)
                guard let separator = bytes.popFirst() else { return parts }
                guard separator == UInt8(ascii: ",") else { return nil }
            }
        }

        private mutating func part() -> Part? {
            skipSpaces()
            guard let equals = bytes.firstIndex(of: UInt8(ascii: "=")) else { return nil }
            var name = bytes[bytes.startIndex..<equals]
            while name.last == UInt8(ascii: " ") { name.removeLast() }
            guard (1...64).contains(name.count), name.allSatisfy(Self.isNameByte) else { return nil }
            bytes = bytes[(equals + 1)...]
            skipSpaces()
            guard let value = value() else { return nil }
            return Part(attribute: String(decoding: name, as: UTF8.self).lowercased(), value: value)
        }

        /// A value up to the comma; spaces around it that are not escaped do not count.
        private mutating func value() -> String? {
            // The form in hexadecimal is for attributes without a text, and no entry has one.
            guard bytes.first != UInt8(ascii: "#") else { return nil }
            var value: [UInt8] = []
            var kept = 0
            while let byte = bytes.first, byte != UInt8(ascii: ",") {
                bytes.removeFirst()
                switch byte {
                case UInt8(ascii: "\\"):
                    guard let escaped = escaped() else { return nil }
                    value.append(escaped)
                    kept = value.count
                case UInt8(ascii: "\""), UInt8(ascii: "+"), UInt8(ascii: ";"), UInt8(ascii: "<"), UInt8(ascii: ">"), 0:
                    return nil
                case UInt8(ascii: " "):
                    value.append(byte)
                default:
                    value.append(byte)
                    kept = value.count
                }
            }
            let text = String(validating: value.prefix(kept), as: UTF8.self)
            return text?.isEmpty == true ? nil : text
        }

        private mutating func escaped() -> UInt8? {
            guard let first = bytes.popFirst() else { return nil }
            if " \"#+,;<=>\\".utf8.contains(first) { return first }
            guard let second = bytes.popFirst(), let high = hexadecimal(first), let low = hexadecimal(second) else {
                return nil
            }
            return high << 4 | low
        }

        private mutating func skipSpaces() {
            while bytes.first == UInt8(ascii: " ") { bytes.removeFirst() }
        }

        private func hexadecimal(_ byte: UInt8) -> UInt8? {
            Character(Unicode.Scalar(byte)).hexDigitValue.map(UInt8.init)
        }

        private static func isNameByte(_ byte: UInt8) -> Bool {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."):
                true
            default: false
            }
        }
    }
}
