import MartletCredentials
import MartletDirectory

/// How signing keys come and go.
package enum SigningKeySchedule {
    /// How long a new key is published before it signs, so that cached key sets learn it first.
    package static let overlap: Duration = .hours(24)
    /// How long a key that signs no more stays published: longer than any token that it signed lives.
    package static let retirement: Duration = .hours(24)
    /// How old a signing key gets before upkeep replaces it.
    package static let longestService: Duration = .days(90)
}

extension Tools {
    /// Makes a key pair and seals its private part.
    package func newSigningKey(
        _ algorithm: SigningKey.Algorithm, for tenant: ID<Tenant>, at: Timestamp, signsFrom: Timestamp
    ) throws -> SigningKey {
        try makeKey(algorithm).signingKey(
            tenant: tenant, sealer: sealer, nonce: ambient.randomBytes(Sealer.nonceLength), createdAt: at,
            signsFrom: signsFrom)
    }
}
