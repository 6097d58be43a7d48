extension RedirectURICheck {
    /// The host of an address in lower case, an IPv6 address in brackets; `nil` for one without a host.
    package static func host(of text: String) -> String? { parts(of: text)?.host }

    /// Scheme, host and port of an address in one spelling; `nil` for one without a host.
    package static func origin(of text: String) -> String? {
        guard let parts = parts(of: text) else { return nil }
        let usual = parts.scheme == "https" ? "443" : parts.scheme == "http" ? "80" : ""
        return "\(parts.scheme)://\(parts.host):\(parts.port ?? usual)"
    }

    private static func parts(of text: String) -> (scheme: String, host: String, port: String?)? {
        guard let colon = text.firstIndex(of: ":") else { return nil }
        let rest = text[text.index(after: colon)...]
        guard rest.hasPrefix("//") else { return nil }
        let authority = rest.dropFirst(2).prefix { $0 != "/" && $0 != "?" }
        guard let (host, port) = try? RedirectURI.split(authority), !host.isEmpty else { return nil }
        return (text[..<colon].lowercased(), host.lowercased(), port.map(String.init))
    }
}
