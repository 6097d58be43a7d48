import MartletDirectory

extension RedirectURICheck {
    /// Whether pages of `origin`, as a browser writes it, belong to an app with these redirect URIs (N-R18).
    ///
    /// The port of a loopback address is free here as it is there (RFC 8252 section 7.3). `null` is nobody's.
    package static func isOrigin(_ origin: String, of registered: [String]) -> Bool {
        // An origin is a redirect URI without a path, so the one strict reader reads it as well.
        guard let wanted = Origin(origin), wanted.text.utf8.elementsEqual(origin.utf8) else { return false }
        return registered.contains { text in
            guard let known = Origin(text) else { return false }
            if known.isLoopback, wanted.isLoopback { return known.withoutPort == wanted.withoutPort }
            return known.text == wanted.text
        }
    }

    /// Scheme, host and port of an address, in lower case.
    private struct Origin {
        let text: String
        let withoutPort: String
        let isLoopback: Bool

        init?(_ uri: String) {
            guard let read = try? RedirectURI(uri, isPublic: false) else { return nil }
            let rest = uri.dropFirst(read.scheme.count + 1)
            let authority = rest.dropFirst(2).prefix { $0 != "/" && $0 != "?" }.lowercased()
            let host = authority.hasPrefix("[") ? authority.prefix { $0 != "]" } : authority.prefix { $0 != ":" }
            text = "\(read.scheme)://\(authority)"
            withoutPort = "\(read.scheme)://\(host)"
            isLoopback = read.isLoopback
        }
    }
}
