import MartletPolicy

/// How many connections there are, and of whom.
struct LDAPConnections {
    let most: Int
    let mostOfAddress: Int
    /// How many there are.
    private(set) var count = 0
    private var byPlace: [[UInt8]: Int] = [:]

    /// Nobody yet.
    init(most: Int, mostOfAddress: Int) {
        self.most = most
        self.mostOfAddress = mostOfAddress
    }

    /// Whether one more from an address has room; if so it is counted until `leave`.
    mutating func admit(_ address: String) -> Bool {
        let place = Self.place(of: address)
        let ofPlace = byPlace[place, default: 0]
        guard count < most, ofPlace < mostOfAddress else { return false }
        count += 1
        byPlace[place] = ofPlace + 1
        return true
    }

    /// One from an address is over.
    mutating func leave(_ address: String) {
        let place = Self.place(of: address)
        count -= 1
        let left = byPlace[place, default: 1] - 1
        byPlace[place] = left > 0 ? left : nil
    }

    /// An address of IPv4, or the /64 of one of IPv6: whoever has one address of it has all.
    private static func place(of address: String) -> [UInt8] {
        switch NetworkAddress(parsing: String(address.prefix { $0 != "%" })) {
        case .four(let bytes): bytes
        case .six(let bytes): Array(bytes.prefix(8))
        case nil: []
        }
    }
}
