import MartletDirectory

/// The address of something to fetch, read once and strictly: what is checked is what is connected to (A142).
package struct OutgoingURL: Sendable, Equatable {
    /// Whether it is https.
    package let isSecure: Bool
    /// The host in lower case; an IPv6 address has no brackets.
    package let host: String
    /// The host as an address, where it is one.
    package let address: NetworkAddress?
    /// The port, written or implied.
    package let port: UInt16
    /// Path and query, beginning with a slash.
    package let target: String

    /// The longest URL that is read, in bytes.
    package static let longest = 2048

    /// Reads an absolute URL.
    /// - Throws: `OutgoingRefusal.scheme` for anything but http and https, `.malformed` for whatever two readers could
    ///   understand differently.
    package init(_ text: String) throws(OutgoingRefusal) {
        guard (1...Self.longest).contains(text.utf8.count) else { throw .malformed }
        guard let colon = text.firstIndex(of: ":"), RedirectURI.isScheme(text[..<colon]) else { throw .malformed }
        let scheme = text[..<colon].lowercased()
        guard scheme == "https" || scheme == "http" else { throw .scheme }
        isSecure = scheme == "https"
        let rest = text[text.index(after: colon)...]
        guard rest.hasPrefix("//") else { throw .malformed }
        let hierarchy = rest.dropFirst(2)
        let authority = hierarchy.prefix { $0 != "/" && $0 != "?" }
        let remainder = hierarchy.dropFirst(authority.count)
        do {
            try RedirectURI.checkCharacters(text)
            let place = try Self.place(authority)
            (host, address) = (place.host, place.address)
            port = place.port ?? (isSecure ? 443 : 80)
            try RedirectURI.checkPath(remainder.prefix { $0 != "?" })
        } catch {
            throw .malformed
        }
        target = remainder.hasPrefix("/") ? String(remainder) : "/" + remainder
    }

    /// The URL in its one spelling, with the port always written.
    package var text: String { (isSecure ? "https://" : "http://") + authority + target }

    /// Host and port, an IPv6 address in brackets.
    package var authority: String { (host.contains(":") ? "[\(host)]" : host) + ":\(port)" }

    /// Scheme and host as a browser writes an origin (RFC 6454 section 6.2): a port only where it is not the usual one.
    package var origin: String {
        let isUsual = port == (isSecure ? 443 : 80)
        let host = host.contains(":") ? "[\(host)]" : host
        return (isSecure ? "https://" : "http://") + host + (isUsual ? "" : ":\(port)")
    }

    /// Host and port of an authority without user name (A259).
    static func place(
        _ authority: Substring
    ) throws(RedirectURIProblem) -> (host: String, address: NetworkAddress?, port: UInt16?) {
        guard !authority.contains("@") else { throw .userInfo }
        let (host, port) = try RedirectURI.split(authority)
        try RedirectURI.checkHost(host)
        // `0x7f000001` is an IPv4 address to the C library and to browsers (WHATWG URL), and a name to others.
        let last = host.split(separator: ".").last ?? ""
        guard !last.lowercased().hasPrefix("0x") else { throw .host }
        if let port { try RedirectURI.checkPort(port) }
        let bare = (host.hasPrefix("[") ? host.dropFirst().dropLast() : host).lowercased()
        return (bare, NetworkAddress(parsing: bare), port.flatMap { UInt16($0) })
    }
}
