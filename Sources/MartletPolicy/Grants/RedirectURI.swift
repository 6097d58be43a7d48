import MartletDirectory

/// Why a redirect URI cannot be registered.
package enum RedirectURIProblem: String, Error, Sendable, Equatable, CaseIterable {
    /// Empty or longer than 2048 characters.
    case length
    /// A character that RFC 3986 does not allow in a URI, or a bad percent escape.
    case character
    /// Not an absolute URI with a scheme.
    case notAbsolute
    /// A scheme that no app may use: `javascript`, plain `http` but for loopback, a private one without a dot.
    case scheme
    /// No host, or one that is not a plain DNS name or IP address.
    case host
    /// Not a port, or one with leading zeros.
    case port
    /// A fragment (RFC 6749 section 3.1.2).
    case fragment
    /// A user name in the address (A134).
    case userInfo
    /// A `*` that somebody may take for a wildcard (A136).
    case wildcard
    /// `.` or `..` segments, plain or escaped, or an escaped slash (A133).
    case path
    /// Response parameters that are already there: `code`, `state`, `error`, `iss` (A138).
    case query
}

/// A redirect URI that was read strictly: one reader for checking and for using (A142).
struct RedirectURI: Equatable {
    let scheme: String
    /// Lower-case scheme and `//` onward without the port, for comparing loopback addresses.
    let withoutPort: String
    let isLoopback: Bool

    /// Reads `text`; `isPublic` allows private-use schemes (RFC 8252 section 7.1).
    init(_ text: String, isPublic: Bool) throws(RedirectURIProblem) {
        guard (1...2048).contains(text.utf8.count) else { throw RedirectURIProblem.length }
        try Self.checkCharacters(text)
        guard let colon = text.firstIndex(of: ":"), Self.isScheme(text[..<colon]) else {
            throw RedirectURIProblem.notAbsolute
        }
        scheme = text[..<colon].lowercased()
        let rest = text[text.index(after: colon)...]
        let isWeb = scheme == "https" || scheme == "http"
        // A reverse domain name, as RFC 8252 section 7.1 wants it; never `javascript` or `data`.
        guard isWeb || isPublic && scheme.contains(".") else { throw RedirectURIProblem.scheme }

        let hasAuthority = rest.hasPrefix("//")
        guard hasAuthority || !isWeb else { throw RedirectURIProblem.host }
        let hierarchy = hasAuthority ? rest.dropFirst(2) : rest
        let authority = hasAuthority ? hierarchy.prefix { $0 != "/" && $0 != "?" } : ""
        guard !authority.contains("@") else { throw RedirectURIProblem.userInfo }
        let (host, port) = try Self.split(authority)
        // A private scheme needs no host, but one that is there is a host.
        if isWeb || !host.isEmpty { try Self.checkHost(host) }
        isLoopback = scheme == "http" && Self.loopbackHosts.contains(host.lowercased())
        guard scheme != "http" || isLoopback else { throw RedirectURIProblem.scheme }
        if let port { try Self.checkPort(port) }

        let remainder = hasAuthority ? hierarchy.dropFirst(authority.count) : rest
        try Self.checkPath(remainder.prefix { $0 != "?" })
        try Self.checkQuery(remainder.drop { $0 != "?" })
        withoutPort = scheme + "://" + host + remainder
    }

    /// The loopback hosts whose port is free (RFC 8252 section 7.3).
    static let loopbackHosts: Set<String> = ["127.0.0.1", "[::1]", "localhost"]
}
