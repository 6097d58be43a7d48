/// A registered passkey (WebAuthn): a key pair whose private half never leaves its authenticator, or the devices of its owner.
package struct Passkey: Sendable, Equatable {
    /// The method's identifier.
    package var id: ID<Passkey>
    /// Whose it is.
    package var user: ID<User>
    /// The tenant of the user.
    package var tenant: ID<Tenant>
    /// The name the user gave it; may be empty.
    package var name: String
    /// The name that the authenticator gave it, 1…1023 bytes; no two in the whole store are the same (A066).
    package var credentialID: [UInt8]
    /// The public key in COSE.
    package var publicKey: [UInt8]
    /// How often it has signed, as it said the last time; 0 where it does not count (A064).
    package var signCount: UInt32
    /// The model of the authenticator as 32 lower-case hexadecimal digits (AAGUID); hearsay unless it is attested.
    package var aaguid: String
    /// Whether it may be copied to other devices; never changes (A070).
    package var isBackupEligible: Bool
    /// Whether it was, as it said the last time.
    package var isBackedUp: Bool
    /// Whether an authority that was trusted at the registration vouches for the model.
    package var isAttested: Bool
    /// How the authenticator can be reached; hints for browsers.
    package var transports: [String]
    /// When it was registered.
    package var createdAt: Timestamp
    /// When somebody last signed in with it; `nil` before.
    package var lastUsedAt: Timestamp?

    /// The model of an authenticator that does not say.
    package static let unknownModel = String(repeating: "0", count: 32)

    /// The most passkeys of one person (PK-14).
    package static let most = 10

    /// A passkey with every field given.
    package init(
        id: ID<Passkey>, user: ID<User>, tenant: ID<Tenant>, name: String, credentialID: [UInt8], publicKey: [UInt8],
        signCount: UInt32, aaguid: String, isBackupEligible: Bool, isBackedUp: Bool, isAttested: Bool,
        transports: [String], createdAt: Timestamp, lastUsedAt: Timestamp? = nil
    ) {
        self.id = id
        self.user = user
        self.tenant = tenant
        self.name = name
        self.credentialID = credentialID
        self.publicKey = publicKey
        self.signCount = signCount
        self.aaguid = aaguid
        self.isBackupEligible = isBackupEligible
        self.isBackedUp = isBackedUp
        self.isAttested = isAttested
        self.transports = transports
        self.createdAt = createdAt
        self.lastUsedAt = lastUsedAt
    }
}
