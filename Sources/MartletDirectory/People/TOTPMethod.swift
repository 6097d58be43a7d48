/// A registered authenticator app: a time-based one-time password (RFC 6238; SHA-1, 6 digits, 30 seconds).
package struct TOTPMethod: Sendable, Equatable {
    /// The method's identifier.
    package var id: ID<TOTPMethod>
    /// Whose it is.
    package var user: ID<User>
    /// The tenant of the user.
    package var tenant: ID<Tenant>
    /// The name the user gave it.
    package var name: String
    /// The shared secret, sealed under the installation's key; never returned again (A044).
    package var sealedSecret: [UInt8]
    /// When it was registered.
    package var createdAt: Timestamp
    /// The newest time step that was accepted; only a later one is (D15, A037–A039).
    package var lastAcceptedStep: Int64

    /// A method with every field given.
    package init(
        id: ID<TOTPMethod>, user: ID<User>, tenant: ID<Tenant>, name: String, sealedSecret: [UInt8],
        createdAt: Timestamp, lastAcceptedStep: Int64
    ) {
        self.id = id
        self.user = user
        self.tenant = tenant
        self.name = name
        self.sealedSecret = sealedSecret
        self.createdAt = createdAt
        self.lastAcceptedStep = lastAcceptedStep
    }
}
