import MartletDirectory

/// An `http` or `https` address without query and fragment, normalised so that two spellings of one address are equal
/// (RFC 3986 sections 6.2.2 and 6.2.3): what `htu` of a DPoP proof is compared as (RFC 9449 section 4.3).
package struct HTTPAddress: Sendable, Equatable {
    /// The longest address that is looked at, in bytes.
    package static let longest = 2048

    /// The normal form, such as `https://login.example/v2.0`.
    package let text: String

    /// Reads an address; `nil` for anything that is not absolute, has a user in it, or is written in other than the
    /// characters of RFC 3986.
    package init?(_ address: String) {
        guard address.utf8.count <= Self.longest, let start = address.firstRange(of: "://") else { return nil }
        let scheme = address[..<start.lowerBound].lowercased()
        guard scheme == "http" || scheme == "https" else { return nil }
        let rest = address[start.upperBound...].prefix { $0 != "?" && $0 != "#" }
        let authority = rest.prefix { $0 != "/" }
        guard let host = Self.host(authority.lowercased(), defaultPort: scheme == "https" ? "443" : "80"),
            let path = Self.path(Array(rest.dropFirst(authority.count).utf8))
        else { return nil }
        text = "\(scheme)://\(host)\(path)"
    }

    private static func host(_ authority: String, defaultPort: String) -> String? {
        let allowed = authority.utf8.allSatisfy { byte in
            isUnreserved(byte) || "[]:".utf8.contains(byte)
        }
        guard allowed else { return nil }
        // The colons of an IPv6 address stand within brackets.
        let end = authority.lastIndex(of: "]").map { authority.index(after: $0) } ?? authority.startIndex
        guard let colon = authority[end...].firstIndex(of: ":") else { return authority.isEmpty ? nil : authority }
        let (host, port) = (authority[..<colon], authority[authority.index(after: colon)...])
        guard !host.isEmpty, port.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return port.isEmpty || port == defaultPort ? String(host) : authority
    }

    private static func path(_ bytes: [UInt8]) -> String? {
        var normal: [UInt8] = []
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            if byte == UInt8(ascii: "%") {
                guard index + 1 < bytes.count, let high = Hexadecimal.value(of: bytes[index]),
                    let low = Hexadecimal.value(of: bytes[index + 1])
                else { return nil }
                index += 2
                let value = UInt8(high) << 4 | UInt8(low)
                if isUnreserved(value) {
                    normal.append(value)
                } else {
                    let digits = Array("0123456789ABCDEF".utf8)
                    normal += [byte, digits[Int(value >> 4)], digits[Int(value & 15)]]
                }
            } else {
                guard isUnreserved(byte) || "!$&'()*+,;=:@/".utf8.contains(byte) else { return nil }
                normal.append(byte)
            }
        }
        return withoutDots(String(decoding: normal, as: UTF8.self))
    }

    /// RFC 3986 section 5.2.4: `.` goes, `..` takes the segment before it along.
    private static func withoutDots(_ path: String) -> String {
        var segments: [Substring] = []
        let all = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        for (index, segment) in all.enumerated() {
            let isLast = index == all.count - 1
            switch segment {
            case ".": if isLast { segments.append("") }
            case "..":
                _ = segments.popLast()
                if isLast { segments.append("") }
            default: segments.append(segment)
            }
        }
        return "/" + segments.joined(separator: "/")
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "-._~".utf8.contains(byte)
        }
    }
}
