import Foundation
import MartletDirectory

/// Nested values in a text column, as JSON with sorted keys; never queried inside.
///
/// Writing is by hand because a sign-in record is written at every sign-in, while the logs are read by few.
enum JSONColumn {
    /// The value of one member, or nothing: an absent member is how Codable writes `nil`.
    enum Member {
        case text(String?)
        case texts([String])
        case number(Int64)
        case truth(Bool)
    }

    /// `["a","b"]`.
    static func text(_ values: [String]) -> String {
        var text = ""
        append(values, to: &text)
        return text
    }

    /// `[{…},{…}]`, an object for each item with the members that `members` names in sorted order.
    static func text<Item>(_ items: [Item], _ members: (Item) -> KeyValuePairs<String, Member>) -> String {
        var text = "["
        for item in items {
            if text.utf8.count > 1 { text += "," }
            text += "{"
            var isFirst = true
            for (key, member) in members(item) {
                if case .text(nil) = member { continue }
                if !isFirst { text += "," }
                isFirst = false
                text += "\"\(key)\":"
                append(member, to: &text)
            }
            text += "}"
        }
        return text + "]"
    }

    /// Reads an array of texts; the usual one, in which nothing is escaped, without a decoder.
    static func texts(_ text: String) -> [String]? {
        // Without a backslash no text holds a quotation mark, so `","` occurs between two texts only.
        let bytes = text.utf8
        if text == "[]" { return [] }
        guard bytes.count >= 4, text.hasPrefix("[\""), text.hasSuffix("\"]"), !bytes.contains(UInt8(ascii: "\\"))
        else { return values(text) }
        return text.dropFirst(2).dropLast(2).split(separator: "\",\"", omittingEmptySubsequences: false).map(
            String.init)
    }

    /// Reads any array; `nil` if the text is not one of such values.
    static func values<Value: Decodable>(_ text: String) -> [Value]? {
        try? JSONDecoder().decode([Value].self, from: Data(text.utf8))
    }

    private static func append(_ member: Member, to text: inout String) {
        switch member {
        case .text(let value): append(value ?? "", to: &text)
        case .texts(let values): append(values, to: &text)
        case .number(let value): text += String(value)
        case .truth(let value): text += value ? "true" : "false"
        }
    }

    private static func append(_ values: [String], to text: inout String) {
        text += "["
        for (index, value) in values.enumerated() {
            if index > 0 { text += "," }
            append(value, to: &text)
        }
        text += "]"
    }

    /// RFC 8259 section 7: the quotation mark, the backslash and the control characters must be escaped.
    private static func append(_ value: String, to text: inout String) {
        text += "\""
        if value.utf8.allSatisfy({ $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }) {
            text += value
        } else {
            for scalar in value.unicodeScalars {
                switch scalar {
                case "\"": text += "\\\""
                case "\\": text += "\\\\"
                case _ where scalar.value < 0x20: text += "\\u00" + Hexadecimal.text(of: [UInt8(scalar.value)])
                default: text.unicodeScalars.append(scalar)
                }
            }
        }
        text += "\""
    }
}

extension SQLRow {
    /// An array of texts in JSON.
    mutating func texts(_ name: String) throws -> [String] {
        guard let values = JSONColumn.texts(try text(name)) else { throw notJSON(name) }
        return values
    }

    /// An array of values in JSON.
    mutating func json<Value: Decodable>(_ name: String) throws -> [Value] {
        let text = try text(name)
        if text == "[]" { return [] }
        guard let values: [Value] = JSONColumn.values(text) else { throw notJSON(name) }
        return values
    }

    private func notJSON(_ name: String) -> StoreError { .unexpectedColumn("column `\(name)` does not hold its JSON") }
}
