/// When an app last proved itself with what it is known by without a line of its own: a key of its key set, or a
/// certificate that an authority vouches for.
package struct ClientKeyUse: Sendable, Equatable {
    /// What vouched for the key.
    package enum Source: String, Sendable, Codable, CaseIterable {
        /// The key set that the app registered, or the one at its address.
        case keySet
        /// An authority of this installation (`tls_client_auth`).
        case authority
    }

    /// The app.
    package var application: ID<Application>
    /// The tenant of the app.
    package var tenant: ID<Tenant>
    /// What vouched for it.
    package var source: Source
    /// Which it was: the name of the key in its set, or the fingerprint of the certificate; at most `longestName`
    /// characters, empty for a key without a name.
    package var name: String
    /// When, to the hour.
    package var lastUsedAt: Timestamp

    /// The most characters of a name that are kept.
    package static let longestName = 128

    /// A use with every field given; a longer name is cut.
    package init(
        application: ID<Application>, tenant: ID<Tenant>, source: Source, name: String, lastUsedAt: Timestamp
    ) {
        self.application = application
        self.tenant = tenant
        self.source = source
        self.name = String(name.unicodeScalars.prefix(Self.longestName))
        self.lastUsedAt = lastUsedAt
    }
}
