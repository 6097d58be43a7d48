import MartletCredentials
import MartletDirectory
import MartletStore
import Synchronization

/// The signing keys of the tenants, loaded and opened; read again from the store every few seconds, so that a rotation
/// on one node is known on every other (F33).
package final class KeyRing: Sendable {
    /// How long loaded keys are used before the store is asked again: a key that was revoked on another node is
    /// refused here after at most so long (F33, A309).
    package static let freshness: Duration = .seconds(2)

    private struct Entry: Sendable {
        var keys: [SigningKey]
        var signers: [String: JWTSigner]
        var verifier: JWTVerifier
        var loadedAt: Timestamp
        // The wall clock may stand still or be set; this one only goes on.
        var loaded: ContinuousClock.Instant
    }

    private let store: Store
    private let sealer: Sealer
    private let uptime: @Sendable () -> ContinuousClock.Instant
    private let entries = Mutex<[ID<Tenant>: Entry]>([:])

    /// A ring over a store.
    init(
        store: Store, sealer: Sealer,
        uptime: @escaping @Sendable () -> ContinuousClock.Instant = { ContinuousClock.now }
    ) {
        self.store = store
        self.sealer = sealer
        self.uptime = uptime
    }

    /// The key that signs now with `algorithm`.
    /// - Throws: `KeyMissing` where the tenant has none; `SealError` where it does not open; `StoreError`.
    package func signer(
        for tenant: ID<Tenant>, algorithm: SigningKey.Algorithm, at: Timestamp
    ) async throws -> JWTSigner {
        let entry = try await entry(of: tenant, at: at)
        let current =
            entry.keys
            .filter { key in
                key.algorithm == algorithm && key.signsFrom <= at && (key.signsUntil.map { $0 > at } ?? true)
            }
            .max { $0.signsFrom < $1.signsFrom }
            // A clock that was far ahead for a while leaves keys that begin in years; one of them signs rather than none.
            ?? entry.keys.filter { $0.algorithm == algorithm && ($0.signsUntil.map { $0 > at } ?? true) }
            .min { $0.signsFrom < $1.signsFrom }
        guard let current, let signer = entry.signers[current.keyID] else { throw KeyMissing() }
        return signer
    }

    /// A verifier that trusts this tenant's keys and no others (A174).
    package func verifier(for tenant: ID<Tenant>, at: Timestamp) async throws -> JWTVerifier {
        try await entry(of: tenant, at: at).verifier
    }

    /// The keys that the key set publishes, newest first.
    package func published(for tenant: ID<Tenant>, at: Timestamp) async throws -> [SigningKey] {
        try await entry(of: tenant, at: at).keys.filter { key in key.removedAt.map { $0 > at } ?? true }
    }

    /// Forgets what was loaded, after a rotation on this node.
    package func forget(_ tenant: ID<Tenant>) {
        entries.withLock { $0[tenant] = nil }
    }

    private func entry(of tenant: ID<Tenant>, at: Timestamp) async throws -> Entry {
        let known = entries.withLock { $0[tenant] }
        // A clock that was set back must not freeze the ring, hence both comparisons.
        let now = uptime()
        if let known, known.loadedAt <= at, at < known.loadedAt + Self.freshness, now < known.loaded + Self.freshness {
            return known
        }
        let keys = try await store.read { try $0.signingKeys.list(in: tenant) }
        if var known, known.keys == keys {
            known.loadedAt = at
            known.loaded = now
            entries.withLock { [known] in $0[tenant] = known }
            return known
        }
        var signers: [String: JWTSigner] = [:]
        for key in keys {
            // A key that was only sealed anew is the same key; a node goes on signing even before it can open it again.
            let isKnown = known?.keys.contains { $0.keyID == key.keyID && $0.publicJWK == key.publicJWK } ?? false
            signers[key.keyID] =
                if isKnown, let signer = known?.signers[key.keyID] { signer } else {
                    try JWTSigner(key, sealer: sealer)
                }
        }
        let loaded = Entry(
            keys: keys.sorted { $0.createdAt > $1.createdAt }, signers: signers,
            verifier: JWTVerifier(keys: try keys.map { try VerificationKey($0) }), loadedAt: at, loaded: now)
        entries.withLock { $0[tenant] = loaded }
        return loaded
    }

    /// A tenant without a key for an algorithm: nothing can be signed.
    package struct KeyMissing: Error {}
}
