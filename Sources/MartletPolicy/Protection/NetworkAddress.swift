import MartletDirectory

/// An IP address, read strictly: one spelling of a number, no zones, no ports.
package enum NetworkAddress: Sendable, Hashable {
    /// The four bytes of IPv4.
    case four([UInt8])
    /// The sixteen bytes of IPv6.
    case six([UInt8])

    /// Reads dotted decimal or RFC 4291 text; an IPv4 address in IPv6 clothes (`::ffff:…`) is an IPv4 address.
    package init?(parsing text: String) {
        guard text.utf8.count <= 45 else { return nil }
        if let bytes = Self.four(text[...]) {
            self = .four(bytes)
        } else if let bytes = Self.six(text) {
            let isMapped = bytes[..<10].allSatisfy { $0 == 0 } && bytes[10] == 0xff && bytes[11] == 0xff
            self = isMapped ? .four(Array(bytes[12...])) : .six(bytes)
        } else {
            return nil
        }
    }

    /// Whether it is 127.0.0.0/8 or ::1.
    package var isLoopback: Bool {
        switch self {
        case .four(let bytes): bytes[0] == 127
        case .six(let bytes): bytes[..<15].allSatisfy { $0 == 0 } && bytes[15] == 1
        }
    }

    private static func four(_ text: Substring) -> [UInt8]? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var bytes: [UInt8] = []
        for part in parts {
            // A leading zero is octal to some readers and decimal to others, so it is neither here.
            guard (1...3).contains(part.utf8.count), part == "0" || part.first != "0",
                part.utf8.allSatisfy({ $0 >= 48 && $0 <= 57 }), let byte = UInt8(part)
            else { return nil }
            bytes.append(byte)
        }
        return bytes
    }

    private static func six(_ text: String) -> [UInt8]? {
        guard let gap = text.range(ofDoubleColon: text.startIndex) else {
            guard let bytes = groups(text[...]), bytes.count == 16 else { return nil }
            return bytes
        }
        guard text.range(ofDoubleColon: text.index(after: gap.lowerBound)) == nil,
            let head = groups(text[..<gap.lowerBound], isLast: false), let tail = groups(text[gap.upperBound...]),
            head.count + tail.count <= 14
        else { return nil }
        return head + [UInt8](repeating: 0, count: 16 - head.count - tail.count) + tail
    }

    /// The bytes of groups between colons; the last of an address may be dotted decimal.
    private static func groups(_ text: Substring, isLast: Bool = true) -> [UInt8]? {
        guard !text.isEmpty else { return [] }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        var bytes: [UInt8] = []
        for (index, part) in parts.enumerated() {
            if isLast, index == parts.count - 1, part.utf8.contains(UInt8(ascii: ".")) {
                guard let last = four(part) else { return nil }
                bytes += last
                continue
            }
            guard (1...4).contains(part.utf8.count), part.utf8.allSatisfy({ Hexadecimal.value(of: $0) != nil }),
                let group = UInt16(part, radix: 16)
            else { return nil }
            bytes += [UInt8(group >> 8), UInt8(group & 255)]
        }
        return bytes
    }
}

extension String {
    /// The first `::` at or after `start`.
    fileprivate func range(ofDoubleColon start: Index) -> Range<Index>? {
        var index = start
        while index < endIndex {
            let next = self.index(after: index)
            if self[index] == ":", next < endIndex, self[next] == ":" { return index..<self.index(after: next) }
            index = next
        }
        return nil
    }
}
