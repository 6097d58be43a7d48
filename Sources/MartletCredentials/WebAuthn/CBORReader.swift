/// Reads the CBOR of authenticators in the form that CTAP2 calls canonical: lengths that are said beforehand and in their
/// shortest form, no floats, no tags, keys once and in order. Whatever it is shown costs no more time and memory than the
/// bytes that are there (A069).
package struct CBORReader {
    /// The bytes are not CBOR as it is accepted here.
    package struct Refused: Error, Equatable {
        /// The only value there is.
        package init() {}
    }

    /// Whether the keys of maps must stand in their order.
    package enum Order: Sendable {
        /// As CTAP2 orders them; what an authenticator wrote.
        case canonical
        /// In any order; what a browser or a password manager wrapped around it, where not all keep to the order.
        case any
    }

    /// The deepest nesting of lists and maps (CTAP 2.1 section 8).
    package static let deepest = 4
    /// The most values in one message.
    package static let mostValues = 512

    private let bytes: [UInt8]
    private let order: Order
    private var valuesLeft = Self.mostValues
    /// Where the next value begins.
    package private(set) var place: Int

    /// A reader of `bytes` from `place` on.
    package init(_ bytes: [UInt8], at place: Int = 0, order: Order = .canonical) {
        self.bytes = bytes
        self.order = order
        self.place = place
    }

    /// The one value that `bytes` are, with nothing behind it.
    package static func value(_ bytes: [UInt8], order: Order = .canonical) throws(Refused) -> CBORValue {
        var reader = CBORReader(bytes, order: order)
        let value = try reader.next()
        guard reader.place == bytes.count else { throw Refused() }
        return value
    }

    /// The value that begins at `place`; what stands behind it is not looked at.
    package mutating func next() throws(Refused) -> CBORValue { try value(depth: 1) }

    private var left: Int { bytes.count - place }

    private mutating func value(depth: Int) throws(Refused) -> CBORValue {
        guard valuesLeft > 0, left > 0 else { throw Refused() }
        valuesLeft -= 1
        let head = bytes[place]
        place += 1
        let info = head & 0x1f
        switch head >> 5 {
        case 0: return .integer(try number(info))
        case 1: return .integer(-1 - (try number(info)))
        case 2: return .bytes(try string(info))
        case 3:
            guard let text = String(validating: try string(info), as: UTF8.self) else { throw Refused() }
            return .text(text)
        case 4: return .array(try array(info, depth: depth))
        case 5: return .map(try map(info, depth: depth))
        // Tags, which CTAP2 forbids.
        case 6: throw Refused()
        default: return try simple(info)
        }
    }

    private func simple(_ info: UInt8) throws(Refused) -> CBORValue {
        switch info {
        case 20: return .bool(false)
        case 21: return .bool(true)
        case 22: return .null
        default: throw Refused()
        }
    }

    /// The number in or behind a head, in its shortest form; an indefinite length is none.
    private mutating func number(_ info: UInt8) throws(Refused) -> Int64 {
        guard info > 23 else { return Int64(info) }
        guard info <= 27 else { throw Refused() }
        let width = 1 << Int(info - 24)
        guard left >= width else { throw Refused() }
        var number: UInt64 = 0
        for byte in bytes[place..<place + width] { number = number << 8 | UInt64(byte) }
        place += width
        let least: UInt64 = width == 1 ? 24 : 1 << (UInt64(width) * 4)
        guard number >= least, let value = Int64(exactly: number) else { throw Refused() }
        return value
    }

    /// As many as the head says, if there can be that many in what is left.
    private mutating func count(_ info: UInt8) throws(Refused) -> Int {
        guard let count = Int(exactly: try number(info)), count <= left else { throw Refused() }
        return count
    }

    private mutating func string(_ info: UInt8) throws(Refused) -> [UInt8] {
        let count = try count(info)
        defer { place += count }
        return Array(bytes[place..<place + count])
    }

    private mutating func array(_ info: UInt8, depth: Int) throws(Refused) -> [CBORValue] {
        let count = try count(info)
        guard depth <= Self.deepest, count <= valuesLeft else { throw Refused() }
        var values: [CBORValue] = []
        values.reserveCapacity(count)
        for _ in 0..<count { values.append(try value(depth: depth + 1)) }
        return values
    }

    private mutating func map(_ info: UInt8, depth: Int) throws(Refused) -> CBORMap {
        let count = try count(info)
        guard depth <= Self.deepest, count * 2 <= valuesLeft else { throw Refused() }
        var members: [CBORMap.Member] = []
        members.reserveCapacity(count)
        var keys: [ArraySlice<UInt8>] = []
        for _ in 0..<count {
            let start = place
            let key = try value(depth: depth + 1)
            switch key {
            case .integer, .text: break
            default: throw Refused()
            }
            let written = bytes[start..<place]
            switch order {
            case .canonical:
                if let last = keys.last, !Self.stands(last, before: written) { throw Refused() }
                keys = [written]
            case .any:
                // One value has one spelling, so the same bytes are the same key.
                guard !keys.contains(written) else { throw Refused() }
                keys.append(written)
            }
            members.append(CBORMap.Member(key: key, value: try value(depth: depth + 1)))
        }
        return CBORMap(members: members)
    }

    /// The order of CTAP2: by kind, then the shorter one, then byte by byte. A key does not stand before itself.
    private static func stands(_ left: ArraySlice<UInt8>, before right: ArraySlice<UInt8>) -> Bool {
        let kinds = ((left.first ?? 0) >> 5, (right.first ?? 0) >> 5)
        if kinds.0 != kinds.1 { return kinds.0 < kinds.1 }
        if left.count != right.count { return left.count < right.count }
        return left.lexicographicallyPrecedes(right)
    }
}
