/// Turns an address into the network and the place that familiarity is kept by (SL-6, SD-38 c).
package enum PlaceKey {
    /// The key of addresses of this machine itself.
    package static let loopback = "loopback"
    /// The key of whatever cannot be read as an address: one place for all of it.
    package static let unknown = "unknown"

    /// The network of an address: /24 of IPv4, /48 of IPv6, `loopback` or `unknown`.
    package static func network(of address: String) -> String {
        key(of: address, fourBytes: 3, sixBytes: 6)
    }

    /// The place of an address: the country where one is known, else /16 of IPv4 or /32 of IPv6.
    package static func place(of address: String, country: String?) -> String {
        if let country, country.utf8.count == 2, country.utf8.allSatisfy({ $0 | 32 >= 97 && $0 | 32 <= 122 }) {
            return country.uppercased()
        }
        return key(of: address, fourBytes: 2, sixBytes: 4)
    }

    private static func key(of address: String, fourBytes: Int, sixBytes: Int) -> String {
        guard let address = NetworkAddress(parsing: address) else { return unknown }
        guard !address.isLoopback else { return loopback }
        switch address {
        case .four(let bytes):
            let kept = bytes.enumerated().map { $0.offset < fourBytes ? String($0.element) : "0" }
            return kept.joined(separator: ".") + "/\(fourBytes * 8)"
        case .six(let bytes):
            let groups = stride(from: 0, to: sixBytes, by: 2).map { index in
                String(UInt16(bytes[index]) << 8 | UInt16(bytes[index + 1]), radix: 16)
            }
            return groups.joined(separator: ":") + "::/\(sixBytes * 8)"
        }
    }
}
