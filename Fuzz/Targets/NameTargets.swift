import Foundation
import MartletDirectory
import MartletPolicy

/// Sign-in names (A028, A076): one canonical form, which is its own.
enum PrincipalNameTarget: FuzzTarget {
    static let name = "principal-name"

    static func check(_ input: [UInt8]) throws {
        let text = input.text
        let canonical = UserPrincipalName.canonicalForm(ofTyped: text)
        try hold(
            Array(UserPrincipalName.canonicalForm(ofTyped: canonical).utf8) == Array(canonical.utf8),
            "the canonical form of the canonical form is itself")
        try hold(
            UserPrincipalName.canonicalForm(ofTyped: " \t\(text)\u{3000}") == canonical,
            "white space around a name gives no second form")
        guard let name = UserPrincipalName(parsing: text) else { return }
        try hold(name.folded == canonical, "a name that can be made is found under what is typed")
        try hold(name.text.utf8.allSatisfy { (0x21...0x7e).contains($0) }, "a name is ASCII")
        try hold(UserPrincipalName(parsing: text.uppercased()) == name, "case makes no second account")
        try hold(name.folded == name.local.lowercased() + "@" + name.domain, "it is its two parts")
        try hold(DomainName(parsing: name.domain)?.text == name.domain, "its domain is one")
        try hold(text.utf8.count <= 113, "the length is limited")
    }
}

/// Lists of scopes (RFC 6749 section 3.3): a set, in the order of the first mention.
enum ScopeTarget: FuzzTarget {
    static let name = "scope"

    static func check(_ input: [UInt8]) throws {
        let lines = input.lines(2)
        let (left, right) = (ScopeSet(stored: lines[0].text), ScopeSet(stored: lines[1].text))
        for set in [left, right] {
            try hold(ScopeSet(stored: set.description) == set, "stored and read again it is the same")
            try hold(Set(set.values).count == set.values.count, "nothing stands twice")
            try hold(set.isSubset(of: set), "a set is in itself")
        }
        let both = left.union(right)
        try hold(left.isSubset(of: both) && right.isSubset(of: both), "each is in both together")
        try hold(both.values.allSatisfy { left.contains($0) || right.contains($0) }, "and nothing else is")
        try hold(
            left.isSubset(of: right) == Set(left.values).isSubset(of: Set(right.values)), "as plain sets have it")
    }
}

/// IP addresses: what is read, the system's own reader takes for the same bytes.
enum AddressTarget: FuzzTarget {
    static let name = "network-address"

    static func check(_ input: [UInt8]) throws {
        let text = input.text
        guard let address = NetworkAddress(parsing: text) else { return }
        guard let theirs = NetworkAddressWitness.bytes(text) else {
            throw Broken(description: "the system does not take it for an address")
        }
        switch address {
        case .four(let bytes):
            let mapped = [UInt8](repeating: 0, count: 10) + [255, 255] + bytes
            try hold(theirs == bytes || theirs == mapped, "the same four bytes")
        case .six(let bytes): try hold(theirs == bytes, "the same sixteen bytes")
        }
    }
}

/// The address reader of the C library, which shares no line with ours.
enum NetworkAddressWitness {
    /// The four or sixteen bytes of `text`, or `nil` where it is no address.
    static func bytes(_ text: String) -> [UInt8]? {
        guard !text.utf8.contains(0) else { return nil }
        var four = in_addr()
        if inet_pton(AF_INET, text, &four) == 1 { return withUnsafeBytes(of: &four) { Array($0) } }
        var six = in6_addr()
        if inet_pton(AF_INET6, text, &six) == 1 { return withUnsafeBytes(of: &six) { Array($0) } }
        return nil
    }

    /// Whether `text` is an address at all.
    static func isAddress(_ text: String) -> Bool { bytes(text) != nil }
}
