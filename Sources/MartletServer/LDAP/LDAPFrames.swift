/// Cuts what arrives into messages, and keeps no more than the longest one allowed.
struct LDAPFrames {
    private var bytes: [UInt8] = []
    /// The longest message, in bytes, with its tag and length.
    var limit: Int

    init(limit: Int) { self.limit = limit }

    /// Whether nothing waits, not even the beginning of a message.
    var isEmpty: Bool { bytes.isEmpty }

    /// Takes what arrived.
    mutating func append(_ more: some Sequence<UInt8>) { bytes.append(contentsOf: more) }

    /// The next message that is whole, or `nil` while it is not.
    /// - Throws: `LDAPMalformed` for what is no message, or is longer than allowed, as soon as its length is told.
    mutating func next() throws(LDAPMalformed) -> [UInt8]? {
        guard let first = bytes.first else { return nil }
        // Every message is a SEQUENCE.
        guard first == 0x30 else { throw LDAPMalformed() }
        guard bytes.count >= 2 else { return nil }
        var head = 2
        var length = Int(bytes[1])
        if bytes[1] & 0x80 != 0 {
            let count = Int(bytes[1] & 0x7f)
            guard (1...4).contains(count) else { throw LDAPMalformed() }
            head += count
            guard bytes.count >= head else { return nil }
            length = bytes[2..<head].reduce(0) { $0 << 8 | Int($1) }
        }
        guard head + length <= limit else { throw LDAPMalformed() }
        guard bytes.count >= head + length else { return nil }
        let message = Array(bytes.prefix(head + length))
        bytes.removeFirst(head + length)
        return message
    }
}
