/// A tenant's key for signing tokens, through its life: published, signing, kept for verification, gone.
package struct SigningKey: Sendable, Equatable {
    /// The JWS algorithms that tokens are signed with (RFC 7518 section 3.1, RFC 8037 section 3.1).
    package enum Algorithm: String, Sendable, Codable, CaseIterable {
        case rs256 = "RS256"
        case es256 = "ES256"
        case edDSA = "EdDSA"
    }

    /// The key id in token headers and in the key set.
    package var keyID: String
    /// The tenant whose tokens it signs; no other tenant's are accepted under it (A174).
    package var tenant: ID<Tenant>
    /// What it signs with.
    package var algorithm: Algorithm
    /// The private key, sealed under the installation's key.
    package var sealedPrivateKey: [UInt8]
    /// The public key as a JWK in JSON, with `kid`, `use` and `alg`.
    package var publicJWK: String
    /// When it was made; it is in the key set from then on.
    package var createdAt: Timestamp
    /// When it begins to sign; later than `createdAt` on rotation, so that cached key sets learn it first.
    package var signsFrom: Timestamp
    /// When it stops signing, if a successor is known.
    package var signsUntil: Timestamp?
    /// When it leaves the key set; after the last token signed with it has expired.
    package var removedAt: Timestamp?

    /// A key with every field given.
    package init(
        keyID: String, tenant: ID<Tenant>, algorithm: Algorithm, sealedPrivateKey: [UInt8], publicJWK: String,
        createdAt: Timestamp, signsFrom: Timestamp, signsUntil: Timestamp? = nil, removedAt: Timestamp? = nil
    ) {
        self.keyID = keyID
        self.tenant = tenant
        self.algorithm = algorithm
        self.sealedPrivateKey = sealedPrivateKey
        self.publicJWK = publicJWK
        self.createdAt = createdAt
        self.signsFrom = signsFrom
        self.signsUntil = signsUntil
        self.removedAt = removedAt
    }
}
