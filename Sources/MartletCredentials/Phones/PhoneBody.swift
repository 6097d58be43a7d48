import MartletDirectory

/// What a phone sent: a flat object of JSON, of which every part has a limit.
package struct PhoneBody: Sendable {
    /// Something in it cannot be read.
    package struct Malformed: Error, Equatable {
        /// Nothing is told of what it was.
        package init() {}
    }

    /// The longest that is read, in bytes.
    package static let longest = 8 * 1024

    /// Everything that was sent.
    package let object: JSONObject

    /// Reads the body of a call.
    /// - Throws: `Malformed`.
    package init(_ bytes: [UInt8]) throws(Malformed) {
        guard bytes.count <= Self.longest, let object = try? JSONReader.object(bytes) else { throw Malformed() }
        self.object = object
    }

    /// A text of at most `limit` bytes.
    /// - Throws: `Malformed`.
    package func text(_ name: String, _ limit: Int) throws(Malformed) -> String {
        guard let text = object.string(name), text.utf8.count <= limit else { throw Malformed() }
        return text
    }

    /// Exactly `count` bytes in base64url.
    /// - Throws: `Malformed`.
    package func bytes(_ name: String, _ count: Int) throws(Malformed) -> [UInt8] {
        guard let bytes = Base64URL.decode(try text(name, count * 2)), bytes.count == count else { throw Malformed() }
        return bytes
    }

    /// Where the phone takes messages; nowhere where nothing is said.
    /// - Throws: `Malformed`.
    package func subscription() throws(Malformed) -> PushSubscription? {
        switch object["subscription"] {
        case nil, .null: return nil
        case .object(let object):
            guard let endpoint = object.string("endpoint"), let key = object.string("p256dh"),
                let secret = object.string("auth"),
                let subscription = PushSubscription(endpoint: endpoint, publicKey: key, secret: secret)
            else { throw Malformed() }
            return subscription
        default: throw Malformed()
        }
    }
}
