import MartletCredentials

extension PublicURL {
    /// Who passkeys of this installation are made for; `nil` where it is reached by a number instead of a name, which
    /// browsers make no passkeys for (WebAuthn Level 3 section 5.1.2).
    package var relyingParty: RelyingParty? {
        guard !authority.hasPrefix("[") else { return nil }
        let host = String(authority.prefix { $0 != ":" })
        guard !host.isEmpty, !host.allSatisfy({ $0.isNumber || $0 == "." }) else { return nil }
        // Browsers leave out the port that goes without saying.
        let standard = isSecure ? ":443" : ":80"
        let origin = text.hasSuffix(standard) ? String(text.dropLast(standard.count)) : text
        return RelyingParty(id: host, origin: origin)
    }
}
