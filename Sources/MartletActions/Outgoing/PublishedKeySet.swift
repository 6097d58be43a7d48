import MartletCredentials

/// A key set as somebody else publishes it (RFC 7517 section 5).
package struct PublishedKeySet: Sendable, Equatable {
    /// Its JSON text in UTF-8.
    package let bytes: [UInt8]
    /// The names of its keys; a key without a name is not among them.
    package let keyIDs: Set<String>

    /// The most keys that a set may have.
    package static let mostKeys = 64

    /// Reads a key set; `nil` for what is none, for an empty one, and for one of more than 64 keys.
    package init?(_ bytes: [UInt8]) {
        guard let object = try? JSONReader.object(bytes), case .array(let values) = object["keys"],
            (1...Self.mostKeys).contains(values.count)
        else { return nil }
        var keyIDs: Set<String> = []
        for value in values {
            guard case .object(let key) = value else { return nil }
            if let name = key.string("kid") { keyIDs.insert(name) }
        }
        self.bytes = bytes
        self.keyIDs = keyIDs
    }
}
