/// A value of CBOR (RFC 8949), as far as authenticators write it: no floats, no tags, no undefined.
package enum CBORValue: Sendable, Equatable {
    /// A whole number.
    case integer(Int64)
    /// Bytes.
    case bytes([UInt8])
    /// Text.
    case text(String)
    /// A list.
    case array([CBORValue])
    /// Keys and values in the order in which they stood; no key stands twice.
    case map(CBORMap)
    /// `true` or `false`.
    case bool(Bool)
    /// `null`.
    case null
}

/// A map of CBOR, whose keys are whole numbers or texts.
package struct CBORMap: Sendable, Equatable {
    /// One key and its value.
    package struct Member: Sendable, Equatable {
        /// A whole number or a text.
        package let key: CBORValue
        /// Anything.
        package let value: CBORValue
    }

    /// The members in the order in which they stood.
    package let members: [Member]

    /// The value under a text, or `nil`.
    package subscript(_ key: String) -> CBORValue? { members.first { $0.key == .text(key) }?.value }

    /// The value under a number, or `nil`.
    package subscript(_ key: Int64) -> CBORValue? { members.first { $0.key == .integer(key) }?.value }

    /// The bytes under a text, or `nil` if there are none or it is something else.
    package func bytes(_ key: String) -> [UInt8]? {
        guard case .bytes(let bytes) = self[key] else { return nil }
        return bytes
    }

    /// The bytes under a number, or `nil` if there are none or it is something else.
    package func bytes(_ key: Int64) -> [UInt8]? {
        guard case .bytes(let bytes) = self[key] else { return nil }
        return bytes
    }

    /// The whole number under a number, or `nil` if there is none or it is something else.
    package func integer(_ key: Int64) -> Int64? {
        guard case .integer(let number) = self[key] else { return nil }
        return number
    }

    /// The whole number under a text, or `nil` if there is none or it is something else.
    package func integer(_ key: String) -> Int64? {
        guard case .integer(let number) = self[key] else { return nil }
        return number
    }
}
