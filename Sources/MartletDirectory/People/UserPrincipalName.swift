/// A sign-in name of the form `local@domain` (PP-18).
package struct UserPrincipalName: Hashable, Sendable, CustomStringConvertible {
    /// As it was written when the account was made.
    package let text: String
    /// The key of comparison: lower case. Two names with one folded form are one name (A028, A076).
    package let folded: String

    /// Trusts `text`; for values that come from the store.
    package init(stored text: String) {
        self.text = text
        folded = text.lowercased()
    }

    /// Reads a name for a new account; `nil` unless it keeps the rules of PP-18.
    ///
    /// Letters, digits and `' . - _ ! # ^ ~` before one `@`, no full stop beside the `@`, at most 64 characters
    /// before and 48 after it, 113 in all.
    package init?(parsing text: String) {
        // The Kelvin sign is a k once it is lower case, so the text itself is looked at.
        guard text.utf8.count <= 113, text.utf8.allSatisfy({ (0x21...0x7e).contains($0) }) else { return nil }
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, (1...64).contains(parts[0].utf8.count), parts[0].last != "." else { return nil }
        guard parts[0].utf8.allSatisfy(Self.isLocalByte), DomainName(parsing: String(parts[1])) != nil else {
            return nil
        }
        self.init(stored: text)
    }

    /// The part before the `@`.
    package var local: String { String(text.split(separator: "@").first ?? "") }

    /// The part after the `@`, lower case.
    package var domain: String { String(folded.split(separator: "@").last ?? "") }

    /// As it was written.
    package var description: String { text }

    /// Names are equal when their folded forms are.
    package static func == (left: Self, right: Self) -> Bool { left.folded == right.folded }

    /// Hashes the folded form.
    package func hash(into hasher: inout Hasher) { hasher.combine(folded) }

    /// The canonical form of anything typed into a sign-in page: surrounding white space dropped, lower case.
    ///
    /// Names that belong to nobody are counted against under this form, so that no spelling gets a fresh budget (A076).
    package static func canonicalForm(ofTyped text: String) -> String {
        let scalars = text.unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return "" }
        return String(scalars[first...last]).lowercased()
    }

    private static func isLocalByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default:
            "'.-_!#^~".utf8.contains(byte)
        }
    }
}
