/// Writes compact JSON straight into bytes. `JSONEncoder` has no order and costs as much as an ES256 signature.
enum JSONWriter {
    /// Appends `object`.
    static func write(_ object: JSONObject, to text: inout [UInt8]) {
        text.append(UInt8(ascii: "{"))
        var isFirst = true
        for member in object.members {
            if !isFirst { text.append(UInt8(ascii: ",")) }
            isFirst = false
            write(member.name, to: &text)
            text.append(UInt8(ascii: ":"))
            write(member.value, to: &text)
        }
        text.append(UInt8(ascii: "}"))
    }

    /// Appends `value`.
    static func write(_ value: JSONValue, to text: inout [UInt8]) {
        switch value {
        case .string(let string): write(string, to: &text)
        case .integer(let number): text.append(contentsOf: String(number).utf8)
        case .bool(let bool): text.append(contentsOf: bool ? "true".utf8 : "false".utf8)
        case .object(let object): write(object, to: &text)
        case .null: text.append(contentsOf: "null".utf8)
        case .raw(let raw): text.append(contentsOf: raw.utf8)
        case .array(let values):
            text.append(UInt8(ascii: "["))
            for (index, value) in values.enumerated() {
                if index > 0 { text.append(UInt8(ascii: ",")) }
                write(value, to: &text)
            }
            text.append(UInt8(ascii: "]"))
        }
    }

    /// Appends `string` in quotes, escaping only what RFC 8259 section 7 says must be, in its shortest form
    /// (as RFC 8785 section 3.2.2.2 has it); `/` stays as it is.
    static func write(_ string: String, to text: inout [UInt8]) {
        text.append(UInt8(ascii: "\""))
        var string = string
        string.withUTF8 { bytes in
            var start = 0
            for (index, byte) in bytes.enumerated()
            where byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
                text.append(contentsOf: bytes[start..<index])
                escape(byte, to: &text)
                start = index + 1
            }
            text.append(contentsOf: bytes[start...])
        }
        text.append(UInt8(ascii: "\""))
    }

    private static func escape(_ byte: UInt8, to text: inout [UInt8]) {
        text.append(UInt8(ascii: "\\"))
        switch byte {
        case 0x08: text.append(UInt8(ascii: "b"))
        case 0x09: text.append(UInt8(ascii: "t"))
        case 0x0a: text.append(UInt8(ascii: "n"))
        case 0x0c: text.append(UInt8(ascii: "f"))
        case 0x0d: text.append(UInt8(ascii: "r"))
        case 0x00..<0x20:
            let digits = Array("0123456789abcdef".utf8)
            text.append(contentsOf: "u00".utf8)
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        default: text.append(byte)
        }
    }
}
