/// How an app registered itself (RFC 7591, RFC 7592).
package struct DynamicRegistration: Sendable, Codable, Equatable {
    /// SHA-256 of the registration access token, in hexadecimal.
    package var tokenDigest: String
    /// The initial access token that it was registered with.
    package var initialToken: String
    /// The `sector_identifier_uri`, if it gave one.
    package var sectorIdentifierURI: String?

    /// A registration with every field given.
    package init(tokenDigest: String, initialToken: String, sectorIdentifierURI: String? = nil) {
        self.tokenDigest = tokenDigest
        self.initialToken = initialToken
        self.sectorIdentifierURI = sectorIdentifierURI
    }
}
