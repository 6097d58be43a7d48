import MartletDirectory

/// Identifiers that count once, by their digests: of DPoP proofs, request objects, revoked tokens.
package struct SpentIdentifierRows {
    /// What an identifier belongs to; one text may mean different things in different places (A150).
    package enum Purpose: String, Sendable, CaseIterable {
        /// The `jti` of a DPoP proof (RFC 9449 section 11.1).
        case proofOfPossession
        /// The `jti` of a request object.
        case requestObject
        /// The `jti` of an assertion of another issuer.
        case federatedAssertion
        /// The `jti` of an access token that was revoked (RFC 7009).
        case revokedToken
        /// The PKCE challenge of a code: a second code for it is told in the log (A154).
        case codeChallenge
        /// The challenge of a passkey ceremony (A059).
        case passkeyChallenge
        /// The way back from the host that asks for a certificate.
        case certificateHandover
        /// A nonce that a phone signed.
        case phoneNonce
        /// The pause of somebody's push requests, so that it is told once (A050).
        case pushPause
    }

    private let connection: any SQLConnection

    init(_ connection: any SQLConnection) { self.connection = connection }

    /// Spends an identifier by its digest; `false` if it was spent before. `expiresAt` is when it ends by itself.
    package func spend(
        _ digest: [UInt8], for purpose: Purpose, in tenant: ID<Tenant>, expiresAt: Timestamp
    ) throws -> Bool {
        try connection.execute(
            """
            INSERT INTO spent_identifiers (tenant_id, purpose, digest, expires_at) VALUES ($1, $2, $3, $4)
            ON CONFLICT (tenant_id, purpose, digest) DO NOTHING
            """, [.id(tenant), .text(purpose.rawValue), .blob(digest), .time(expiresAt)]) == 1
    }

    /// Whether an identifier was spent.
    package func contains(_ digest: [UInt8], for purpose: Purpose, in tenant: ID<Tenant>) throws -> Bool {
        try connection.first(
            "SELECT expires_at FROM spent_identifiers WHERE tenant_id = $1 AND purpose = $2 AND digest = $3",
            [.id(tenant), .text(purpose.rawValue), .blob(digest)]
        ) { row in try row.timestamp("expires_at") } != nil
    }
}
