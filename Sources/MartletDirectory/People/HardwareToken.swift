/// A token that shows codes and that an administrator gives out (OT-4…OT-7); whoever it is given to has a TOTP method of it.
package struct HardwareToken: Sendable, Equatable {
    /// Its identifier.
    package var id: ID<HardwareToken>
    /// The tenant that owns it.
    package var tenant: ID<Tenant>
    /// The number on its back; one token a number.
    package var serialNumber: String
    /// Who made it.
    package var manufacturer: String
    /// What it is called.
    package var model: String
    /// Seconds that a code is shown, 30 or 60 (OT-2).
    package var periodSeconds: Int64
    /// Its secret, sealed; never returned again (OT-9).
    package var sealedSecret: [UInt8]
    /// Whom it is given to.
    package var user: ID<User>?
    /// The method that its codes are good for, once a code has activated it.
    package var method: ID<TOTPMethod>?
    /// When it was taken into the inventory.
    package var createdAt: Timestamp
    /// When a code of it was shown to be right.
    package var activatedAt: Timestamp?

    /// A token with every field given.
    package init(
        id: ID<HardwareToken>, tenant: ID<Tenant>, serialNumber: String, manufacturer: String, model: String,
        periodSeconds: Int64, sealedSecret: [UInt8], user: ID<User>? = nil, method: ID<TOTPMethod>? = nil,
        createdAt: Timestamp, activatedAt: Timestamp? = nil
    ) {
        self.id = id
        self.tenant = tenant
        self.serialNumber = serialNumber
        self.manufacturer = manufacturer
        self.model = model
        self.periodSeconds = periodSeconds
        self.sealedSecret = sealedSecret
        self.user = user
        self.method = method
        self.createdAt = createdAt
        self.activatedAt = activatedAt
    }
}
