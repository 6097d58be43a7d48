import MartletDirectory

/// The address under which people and apps reach this installation; links are made from it alone, never from a
/// request's Host header (A095, A127).
package struct PublicURL: Sendable, Equatable {
    /// The origin without a slash at its end: `https://id.example.org`.
    package let text: String
    /// Whether it is https, so that cookies are Secure and carry the `__Host-` prefix (N-C01).
    package let isSecure: Bool
    /// Host and port as a browser sends them in `Host`.
    package let authority: String

    /// Whether it leads to the machine itself, so that nobody else reaches this installation by it.
    package let isLoopback: Bool

    /// Reads an origin; `nil` unless it is `https://host[:port]`, or `http` on a loopback name.
    package init?(_ text: String) {
        let trimmed = text.hasSuffix("/") ? String(text.dropLast()) : text
        let secure = trimmed.hasPrefix("https://")
        guard secure || trimmed.hasPrefix("http://") else { return nil }
        let authority = String(trimmed.dropFirst(secure ? 8 : 7)).lowercased()
        guard !authority.isEmpty, !authority.contains(where: { "/?#@ \\".contains($0) }) else { return nil }
        let host =
            authority.hasPrefix("[")
            ? String(authority.prefix { $0 != "]" }) + "]" : String(authority.prefix { $0 != ":" })
        isLoopback = ["localhost", "127.0.0.1", "[::1]"].contains(host)
        guard secure || isLoopback else { return nil }
        self.authority = authority
        isSecure = secure
        self.text = (secure ? "https://" : "http://") + authority
    }

    /// The issuer of a tenant's tokens.
    package func issuer(of tenant: ID<Tenant>) -> String { "\(text)/\(tenant)/v2.0" }

    /// The token endpoint of a tenant that is named by its id or its domain.
    package func tokenEndpoint(of organization: String) -> String { "\(text)/\(organization)/oauth2/v2.0/token" }
}
