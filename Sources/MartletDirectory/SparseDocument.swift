/// A value that is kept as one JSON document and grows by members: what an older document lacks has its default.
package protocol SparseDocument: Codable, Sendable, Equatable {
    /// The value with every default.
    init()
}

extension KeyedDecodingContainer {
    /// The member's value, or `standard` where the document has none.
    package func decode<Value: Decodable>(_ key: Key, or standard: Value) throws -> Value {
        try decodeIfPresent(Value.self, forKey: key) ?? standard
    }
}
