import MartletDirectory

/// Reads the JSON of tokens from strangers, and refuses whatever two readers could understand differently: members that
/// stand twice, bad UTF-8, halves of surrogate pairs, comments, byte order marks, anything behind the end (A176), and
/// nesting that no token has (A177).
package struct JSONReader {
    /// The text is not JSON as it is accepted here.
    package struct Refused: Error, Equatable {
        /// The only value there is.
        package init() {}
    }

    /// The deepest nesting that is read.
    package static let deepest = 16
    /// The most members that an object may have; looking for a second one of the same name stays cheap (A177).
    package static let mostMembers = 64

    private let bytes: [UInt8]
    private var place = 0

    private init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The object that `bytes` are, white space around it included.
    package static func object(_ bytes: [UInt8]) throws(Refused) -> JSONObject {
        var reader = JSONReader(bytes)
        reader.skipSpace()
        guard reader.next == UInt8(ascii: "{") else { throw Refused() }
        let object = try reader.object(depth: 1)
        reader.skipSpace()
        guard reader.place == bytes.count else { throw Refused() }
        return object
    }

    /// The list of texts that `bytes` are, white space around it included.
    package static func texts(_ bytes: [UInt8]) throws(Refused) -> [String] {
        var reader = JSONReader(bytes)
        reader.skipSpace()
        guard reader.next == UInt8(ascii: "[") else { throw Refused() }
        let values = try reader.array(depth: 1)
        reader.skipSpace()
        guard reader.place == bytes.count else { throw Refused() }
        var texts: [String] = []
        for value in values {
            guard case .string(let text) = value else { throw Refused() }
            texts.append(text)
        }
        return texts
    }

    private var next: UInt8? { place < bytes.count ? bytes[place] : nil }

    private mutating func skipSpace() {
        while let byte = next, byte == 0x20 || byte == 0x09 || byte == 0x0a || byte == 0x0d { place += 1 }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard next == byte else { return false }
        place += 1
        return true
    }

    private mutating func value(depth: Int) throws(Refused) -> JSONValue {
        guard depth <= Self.deepest else { throw Refused() }
        switch next {
        case UInt8(ascii: "{"): return .object(try object(depth: depth))
        case UInt8(ascii: "["): return .array(try array(depth: depth))
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return try number()
        }
    }

    private mutating func object(depth: Int) throws(Refused) -> JSONObject {
        var object = JSONObject()
        place += 1
        skipSpace()
        if take(UInt8(ascii: "}")) { return object }
        repeat {
            skipSpace()
            let name = try string()
            skipSpace()
            guard take(UInt8(ascii: ":")) else { throw Refused() }
            skipSpace()
            let value = try value(depth: depth + 1)
            guard object.members.count < Self.mostMembers, object[name] == nil else { throw Refused() }
            object[name] = value
            skipSpace()
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "}")) else { throw Refused() }
        return object
    }

    private mutating func array(depth: Int) throws(Refused) -> [JSONValue] {
        var values: [JSONValue] = []
        place += 1
        skipSpace()
        if take(UInt8(ascii: "]")) { return values }
        repeat {
            skipSpace()
            values.append(try value(depth: depth + 1))
            skipSpace()
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "]")) else { throw Refused() }
        return values
    }

    private mutating func word(_ word: String, _ value: JSONValue) throws(Refused) -> JSONValue {
        guard bytes[place...].starts(with: word.utf8) else { throw Refused() }
        place += word.utf8.count
        return value
    }

    private mutating func digits() throws(Refused) {
        let start = place
        while let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { place += 1 }
        guard place > start else { throw Refused() }
    }

    private mutating func number() throws(Refused) -> JSONValue {
        let start = place
        _ = take(UInt8(ascii: "-"))
        // A number does not begin with a superfluous zero.
        if !take(UInt8(ascii: "0")) { try digits() }
        var isWhole = true
        if take(UInt8(ascii: ".")) {
            isWhole = false
            try digits()
        }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            isWhole = false
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            try digits()
        }
        let text = String(decoding: bytes[start..<place], as: UTF8.self)
        guard isWhole, let number = Int64(text) else { return .raw(text) }
        return .integer(number)
    }

    private mutating func string() throws(Refused) -> String {
        guard take(UInt8(ascii: "\"")) else { throw Refused() }
        var text: [UInt8] = []
        while let byte = next {
            place += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let string = String(validating: text, as: UTF8.self) else { throw Refused() }
                return string
            case UInt8(ascii: "\\"): try escape(to: &text)
            case 0x00..<0x20: throw Refused()
            default: text.append(byte)
            }
        }
        throw Refused()
    }

    private mutating func escape(to text: inout [UInt8]) throws(Refused) {
        guard let byte = next else { throw Refused() }
        place += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0c)
        case UInt8(ascii: "n"): text.append(0x0a)
        case UInt8(ascii: "r"): text.append(0x0d)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"): text.append(contentsOf: String(Character(try escapedScalar())).utf8)
        default: throw Refused()
        }
    }

    private mutating func escapedScalar() throws(Refused) -> Unicode.Scalar {
        let high = try fourDigits()
        // Only a scalar of its own makes one; a half of a pair does not.
        if let scalar = Unicode.Scalar(high) { return scalar }
        guard (0xd800..<0xdc00).contains(high), take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else {
            throw Refused()
        }
        let low = try fourDigits()
        guard (0xdc00..<0xe000).contains(low) else { throw Refused() }
        guard let scalar = Unicode.Scalar(0x10000 + (high - 0xd800) << 10 + (low - 0xdc00)) else { throw Refused() }
        return scalar
    }

    private mutating func fourDigits() throws(Refused) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = next, let digit = Hexadecimal.value(of: byte) else { throw Refused() }
            value = value << 4 | UInt32(digit)
            place += 1
        }
        return value
    }
}
