/// A range of IP addresses that share their first bits: `10.1.0.0/16`, `2001:db8::/32`, or one address.
package struct AddressRange: Sendable, Hashable {
    /// The first address.
    package let first: NetworkAddress
    /// How many bits all share: 0…32 of IPv4, 0…128 of IPv6.
    package let prefixLength: Int

    /// Reads a range; `nil` where bits behind the prefix are set, because then somebody meant something else.
    package init?(parsing text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = NetworkAddress(parsing: String(parts[0])) else { return nil }
        let bits = first.bytes.count * 8
        var length = bits
        if parts.count == 2 {
            guard (1...3).contains(parts[1].utf8.count), parts[1].utf8.allSatisfy({ (48...57).contains($0) }),
                let number = Int(parts[1]), number <= bits, String(number) == parts[1]
            else { return nil }
            length = number
        }
        self.first = first
        prefixLength = length
        guard first.bytes == Self.masked(first.bytes, length) else { return nil }
    }

    /// Whether an address is within it.
    package func contains(_ address: NetworkAddress) -> Bool {
        address.bytes.count == first.bytes.count && Self.masked(address.bytes, prefixLength) == first.bytes
    }

    /// Its one spelling.
    package var text: String {
        prefixLength == first.bytes.count * 8 ? first.text : "\(first.text)/\(prefixLength)"
    }

    private static func masked(_ bytes: [UInt8], _ length: Int) -> [UInt8] {
        bytes.enumerated().map { index, byte in
            let kept = min(8, max(0, length - index * 8))
            return byte & ~UInt8(truncatingIfNeeded: 0xff >> kept)
        }
    }
}

extension NetworkAddress {
    /// Its four or sixteen bytes.
    fileprivate var bytes: [UInt8] {
        switch self {
        case .four(let bytes), .six(let bytes): bytes
        }
    }
}
