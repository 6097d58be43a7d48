/// A registered authenticator app or token: a time-based one-time password (RFC 6238; SHA-1, 6 digits).
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
    /// Seconds that a code is shown: 30 for an app, 30 or 60 for a token that was given out (OT-2).
    package var periodSeconds: Int64
    /// Whether it is a token that an administrator gave out.
    package var isHardware: Bool

    /// A method with every field given.
    package init(
        id: ID<TOTPMethod>, user: ID<User>, tenant: ID<Tenant>, name: String, sealedSecret: [UInt8],
        createdAt: Timestamp, lastAcceptedStep: Int64, periodSeconds: Int64 = 30, isHardware: Bool = false
    ) {
        self.id = id
        self.user = user
        self.tenant = tenant
        self.name = name
        self.sealedSecret = sealedSecret
        self.createdAt = createdAt
        self.lastAcceptedStep = lastAcceptedStep
        self.periodSeconds = periodSeconds
        self.isHardware = isHardware
    }
}
