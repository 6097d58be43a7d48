/// Where a request came from.
package struct Origin: Sendable, Hashable, Codable {
    /// The address of the client: the socket's, or what a trusted proxy says.
    package var address: String
    /// What the client calls itself; at most 512 characters are kept.
    package var userAgent: String
    /// Two-letter country, where a location database knows it.
    package var country: String?

    /// An origin of the given address; the user agent is cut at 512 characters.
    package init(address: String, userAgent: String, country: String? = nil) {
        self.address = address
        self.userAgent = String(userAgent.prefix(512))
        self.country = country
    }
}
