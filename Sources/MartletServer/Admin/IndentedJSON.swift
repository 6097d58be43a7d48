import MartletCredentials

/// Writes JSON for people: one member a line, two spaces deeper with each nesting.
enum IndentedJSON {
    /// The text of an object.
    static func text(of object: JSONObject) -> String { text(of: .object(object), margin: "") }

    private static func text(of value: JSONValue, margin: String) -> String {
        let inner = margin + "  "
        switch value {
        case .object(let object):
            let lines = object.members.map { "\(compact(.string($0.name))): \(text(of: $0.value, margin: inner))" }
            return block("{", lines, "}", margin: margin)
        case .array(let values): return block("[", values.map { text(of: $0, margin: inner) }, "]", margin: margin)
        case .string, .integer, .bool, .null, .raw: return compact(value)
        }
    }

    private static func block(_ open: String, _ lines: [String], _ close: String, margin: String) -> String {
        guard !lines.isEmpty else { return open + close }
        return open + "\n" + lines.map { "\(margin)  \($0)" }.joined(separator: ",\n") + "\n\(margin)\(close)"
    }

    /// A value that is no container, as the compact form of a list of it has it between the brackets.
    private static func compact(_ value: JSONValue) -> String {
        let list: JSONObject = ["": .array([value])]
        return String(list.text.dropFirst(#"{"":["#.count).dropLast("]}".count))
    }
}
