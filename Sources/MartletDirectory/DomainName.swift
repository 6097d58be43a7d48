/// The name of a domain that an organisation owns: lower case, at most 48 characters (PP-18).
package struct DomainName: Hashable, Sendable {
    /// The name in lower case.
    package let text: String

    /// Reads a name; `nil` unless it is made of two or more labels of letters, digits and inner hyphens,
    /// or is `localhost`, which lets a trial run without owning a domain.
    package init?(parsing text: String) {
        let folded = text.lowercased()
        guard (1...48).contains(folded.utf8.count) else { return nil }
        let labels = folded.split(separator: ".", omittingEmptySubsequences: false)
        guard labels.count >= 2 || folded == "localhost" else { return nil }
        for label in labels {
            guard (1...63).contains(label.utf8.count), label.first != "-", label.last != "-" else { return nil }
            guard label.utf8.allSatisfy(Self.isLabelByte) else { return nil }
        }
        self.text = folded
    }

    private static func isLabelByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): true
        default: false
        }
    }
}
