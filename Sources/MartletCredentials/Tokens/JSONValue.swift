/// A JSON value (RFC 8259) as it stands in tokens.
package enum JSONValue: Sendable, Equatable {
    /// Text.
    case string(String)
    /// A whole number.
    case integer(Int64)
    /// `true` or `false`.
    case bool(Bool)
    /// A list.
    case array([JSONValue])
    /// An object whose members keep their order.
    case object(JSONObject)
    /// `null`.
    case null
    /// JSON text that is written as it is; a number that is not whole is read as this.
    case raw(String)

    /// The value as compact JSON text.
    package var json: String {
        var text: [UInt8] = []
        JSONWriter.write(self, to: &text)
        return String(decoding: text, as: UTF8.self)
    }

    /// A list of texts.
    package static func strings(_ texts: some Sequence<String>) -> JSONValue {
        .array(texts.map { .string($0) })
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByArrayLiteral
{
    /// Text.
    package init(stringLiteral value: String) { self = .string(value) }
    /// A whole number.
    package init(integerLiteral value: Int64) { self = .integer(value) }
    /// `true` or `false`.
    package init(booleanLiteral value: Bool) { self = .bool(value) }
    /// A list.
    package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
}
