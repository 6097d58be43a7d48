/// An authority on the way from a person's certificate to the root.
package struct AuthorityLink: Sendable, Hashable, Codable {
    /// Who it is: the SHA-256 of its subject and its key in lower-case hexadecimal digits, the same for every certificate
    /// that it has.
    package var authority: String
    /// The serial number of the certificate of it that was on the way, in lower-case hexadecimal digits.
    package var serialNumber: String

    /// A link with both given.
    package init(authority: String, serialNumber: String) {
        self.authority = authority
        self.serialNumber = serialNumber
    }

    /// The link that `text` says; `nil` for any other text.
    package init?(text: some StringProtocol) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty else { return nil }
        self.init(authority: String(parts[0]), serialNumber: String(parts[1]))
    }

    /// Both parts in one word.
    package var text: String { "\(authority):\(serialNumber)" }
}
