import MartletDirectory

/// One value that goes into or comes out of a statement.
package enum SQLValue: Sendable, Hashable {
    case null
    case integer(Int64)
    case text(String)
    case blob([UInt8])
    /// Comes back as `integer` 0 or 1 from SQLite; `SQLRow.boolean` reads either.
    case boolean(Bool)

    /// The text of an identifier.
    package static func id<Entity>(_ id: ID<Entity>) -> SQLValue { .text(id.rawValue) }

    /// The text of an identifier, or null.
    package static func id<Entity>(_ id: ID<Entity>?) -> SQLValue { id.map { .text($0.rawValue) } ?? .null }

    /// Milliseconds since 1970.
    package static func time(_ time: Timestamp) -> SQLValue { .integer(time.milliseconds) }

    /// Milliseconds since 1970, or null.
    package static func time(_ time: Timestamp?) -> SQLValue { time.map { .integer($0.milliseconds) } ?? .null }

    /// A whole number.
    package static func number(_ value: Int) -> SQLValue { .integer(Int64(value)) }

    /// A text, or null.
    package static func text(optional value: String?) -> SQLValue { value.map(SQLValue.text) ?? .null }

    /// Bytes, or null.
    package static func blob(optional value: [UInt8]?) -> SQLValue { value.map(SQLValue.blob) ?? .null }

    /// A truth value, or null.
    package static func boolean(optional value: Bool?) -> SQLValue { value.map(SQLValue.boolean) ?? .null }
}
