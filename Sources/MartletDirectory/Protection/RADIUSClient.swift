/// A box that asks by RADIUS whether it may let somebody in: a VPN gateway, an access point, a proxy (RFC 2865).
package struct RADIUSClient: Sendable, Equatable {
    /// Names the box.
    package var id: ID<RADIUSClient>
    /// The organisation whose people it lets in.
    package var tenant: ID<Tenant>
    /// What it is, in the administrator's words.
    package var name: String
    /// Where it asks from: an address, or a range such as `10.1.0.0/16`, in its one spelling.
    package var addressRange: String
    /// The secret that it shares, sealed.
    package var sealedSecret: [UInt8]
    /// When it was added.
    package var createdAt: Timestamp

    /// A box with every field given.
    package init(
        id: ID<RADIUSClient>, tenant: ID<Tenant>, name: String, addressRange: String, sealedSecret: [UInt8],
        createdAt: Timestamp
    ) {
        self.id = id
        self.tenant = tenant
        self.name = name
        self.addressRange = addressRange
        self.sealedSecret = sealedSecret
        self.createdAt = createdAt
    }
}
