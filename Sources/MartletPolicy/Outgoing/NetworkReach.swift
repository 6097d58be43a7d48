import MartletDirectory

/// Who can be reached at an address, as the registries of special-purpose addresses tell (RFC 6890, RFC 8190).
package enum NetworkReach: String, Sendable, Equatable, CaseIterable {
    /// Anybody on the internet.
    case everybody
    /// This machine: 127.0.0.0/8, ::1.
    case loopback
    /// The organisation's own network: RFC 1918, 100.64.0.0/10 (RFC 6598), fc00::/7 (RFC 4193).
    case privateNetwork
    /// The wire that this machine is on: 169.254.0.0/16, fe80::/10.
    case link
    /// A service that hands out the credentials of a machine in a cloud.
    case metadata
    /// Many machines at once: 224.0.0.0/4, ff00::/8, 255.255.255.255.
    case many
    /// Nobody: the unspecified address, documentation, benchmarks, tunnels given up, what no registry hands out.
    case nobody
}

extension NetworkAddress {
    /// Who can be reached at this address; one that carries an IPv4 address inside is judged by that one (A256).
    package var reach: NetworkReach {
        switch self {
        case .four(let bytes): Self.reach(ofFour: bytes)
        case .six(let bytes): Self.reach(ofSix: bytes)
        }
    }

    private static func reach(ofFour bytes: [UInt8]) -> NetworkReach {
        if metadataFour.contains(bytes) { return .metadata }
        for range in rangesFour where range.holds(bytes) { return range.reach }
        return .everybody
    }

    private static func reach(ofSix bytes: [UInt8]) -> NetworkReach {
        if metadataSix.contains(bytes) { return .metadata }
        // ::ffff:0:0/96 (mapped) and 64:ff9b::/96 (NAT64, RFC 6052) lead to the IPv4 address at their end.
        if mapped.holds(bytes) || translated.holds(bytes) { return reach(ofFour: Array(bytes[12...])) }
        for range in rangesSix where range.holds(bytes) { return range.reach }
        // Only 2000::/3 is handed out (RFC 4291 section 2.4).
        return bytes[0] & 0xe0 == 0x20 ? .everybody : .nobody
    }

    /// The first bits of addresses, and who is there.
    private struct Block: Sendable {
        let start: [UInt8]
        let bits: Int
        let reach: NetworkReach

        init(_ start: [UInt8], _ bits: Int, _ reach: NetworkReach) {
            self.start = start
            self.bits = bits
            self.reach = reach
        }

        func holds(_ bytes: [UInt8]) -> Bool {
            for index in 0..<(bits + 7) / 8 {
                let kept = min(8, bits - index * 8)
                let mask = UInt8(truncatingIfNeeded: 0xff00 >> kept)
                let wanted = index < start.count ? start[index] : 0
                guard bytes[index] & mask == wanted & mask else { return false }
            }
            return true
        }
    }

    /// Azure's wire server, Alibaba's and Oracle's metadata services; 169.254.169.254 of the others.
    private static let metadataFour: Set<[UInt8]> = [
        [169, 254, 169, 254], [168, 63, 129, 16], [100, 100, 100, 200], [192, 0, 0, 192], [169, 254, 170, 2],
    ]

    /// fd00:ec2::254 and fd20:ce::254, the same over IPv6.
    private static let metadataSix: Set<[UInt8]> = [
        [0xfd, 0x00, 0x0e, 0xc2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x02, 0x54],
        [0xfd, 0x20, 0x00, 0xce, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x02, 0x54],
    ]

    private static let rangesFour: [Block] = [
        Block([0], 8, .nobody), Block([10], 8, .privateNetwork), Block([100, 64], 10, .privateNetwork),
        Block([127], 8, .loopback), Block([169, 254], 16, .link), Block([172, 16], 12, .privateNetwork),
        Block([192, 0, 0], 24, .nobody), Block([192, 0, 2], 24, .nobody), Block([192, 88, 99], 24, .nobody),
        Block([192, 168], 16, .privateNetwork), Block([198, 18], 15, .nobody), Block([198, 51, 100], 24, .nobody),
        Block([203, 0, 113], 24, .nobody), Block([255, 255, 255, 255], 32, .many), Block([224], 4, .many),
        Block([240], 4, .nobody),
    ]

    private static let mapped = Block([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff], 96, .nobody)
    private static let translated = Block([0, 0x64, 0xff, 0x9b], 96, .nobody)

    private static let rangesSix: [Block] = [
        Block([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], 128, .loopback),
        Block([0xfc], 7, .privateNetwork), Block([0xfe, 0x80], 10, .link), Block([0xff], 8, .many),
        // Teredo, ORCHID and the other protocol assignments; 6to4, which no router should carry (RFC 7526).
        Block([0x20, 0x01, 0x00], 23, .nobody), Block([0x20, 0x02], 16, .nobody),
        Block([0x20, 0x01, 0x0d, 0xb8], 32, .nobody), Block([0x3f, 0xff, 0x00], 20, .nobody),
    ]
}
