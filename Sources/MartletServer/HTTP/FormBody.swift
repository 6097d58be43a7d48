import MartletDirectory

/// The fields of an urlencoded body or query, in order, repeats kept.
///
/// The parser cannot crash and has limits: 200 fields, names of 256 and values of 16,384 bytes; a broken percent sign,
/// a NUL or text that is not UTF-8 is malformed rather than guessed at.
package struct FormBody: Sendable {
    /// The fields.
    package let fields: [(name: String, value: String)]

    /// Reads `text`; `nil` if it is malformed or over a limit.
    package init?(parsing text: some StringProtocol) {
        var fields: [(name: String, value: String)] = []
        for pair in text.utf8.split(separator: UInt8(ascii: "&")) {
            guard fields.count < 200 else { return nil }
            let equals = pair.firstIndex(of: UInt8(ascii: "=")) ?? pair.endIndex
            let rest = equals == pair.endIndex ? pair[equals...] : pair[pair.index(after: equals)...]
            guard let name = Self.decode(pair[..<equals], limit: 256), let value = Self.decode(rest, limit: 16_384)
            else { return nil }
            fields.append((name, value))
        }
        self.fields = fields
    }

    /// The first value of a field; `nil` where there is none.
    package subscript(name: String) -> String? { fields.first { $0.name == name }?.value }

    /// The first value of a field, or an empty text.
    package func text(_ name: String) -> String { self[name] ?? "" }

    private static func decode(_ bytes: some Collection<UInt8>, limit: Int) -> String? {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var iterator = bytes.makeIterator()
        while let byte = iterator.next() {
            switch byte {
            case UInt8(ascii: "+"): result.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                guard let high = iterator.next().flatMap(Hexadecimal.value(of:)),
                    let low = iterator.next().flatMap(Hexadecimal.value(of:))
                else { return nil }
                result.append(high << 4 | low)
            default: result.append(byte)
            }
            guard result.count <= limit else { return nil }
        }
        guard !result.contains(0) else { return nil }
        return String(validating: result, as: UTF8.self)
    }
}
