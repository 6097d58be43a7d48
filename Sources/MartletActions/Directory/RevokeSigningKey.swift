import MartletDirectory
import MartletPolicy
import MartletStore

/// Withdraws one signing key at once, because it has leaked: what it signed is refused from now on (F33).
package struct RevokeSigningKey: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// Removes the key for good; on this node it takes effect now, on every other within `KeyRing.freshness`.
    ///
    /// Somebody signs on: the successor that was published already, the key that was about to stop, or a fresh one.
    /// - Returns: the key that signs now with the algorithm.
    /// - Throws: `ActionError.forbidden`, `.notFound`; `StoreError`.
    @discardableResult
    package func callAsFunction(_ keyID: String, by caller: Caller) async throws -> SigningKey {
        let at = tools.now
        let revoked = try await tools.judge(.signingKeyRevoked, by: caller) { tables, _ in
            try tables.permit(caller, to: .rotateKeys)
            return try tables.signingKeys.list(in: caller.tenant).first { $0.keyID == keyID }
        }
        guard let revoked else { throw ActionError.notFound("signing key") }
        let fresh = try tools.newSigningKey(revoked.algorithm, for: caller.tenant, at: at, signsFrom: at)
        let signing = try await tools.change(.signingKeyRevoked, by: caller) { tables, log in
            try tables.permit(caller, to: .rotateKeys)
            log.on(.key, keyID, revoked.algorithm.rawValue)
            guard try tables.signingKeys.delete(keyID, in: caller.tenant) else {
                throw ActionError.notFound("signing key")
            }
            let rest = try tables.signingKeys.list(in: caller.tenant).filter { $0.algorithm == revoked.algorithm }
            let signing = try heir(among: rest, fresh: fresh, at: at, in: tables)
            log.set("signingKey", from: keyID, to: signing.keyID)
            return signing
        }
        tools.keyRing.forget(caller.tenant)
        return signing
    }

    private func heir(
        among rest: [SigningKey], fresh: SigningKey, at: Timestamp, in tables: Tables
    ) throws -> SigningKey {
        let signing = rest.filter { $0.signsFrom <= at && ($0.signsUntil.map { $0 > at } ?? true) }
            .max { $0.signsFrom < $1.signsFrom }
        let successor = rest.first { $0.signsUntil == nil && $0.signsFrom > at }
        if var signing {
            if signing.signsUntil != nil, successor == nil {
                signing.signsUntil = nil
                try tables.signingKeys.update(signing)
            }
            return signing
        }
        if var successor {
            successor.signsFrom = at
            try tables.signingKeys.update(successor)
            return successor
        }
        try tools.insert(fresh, in: tables)
        return fresh
    }
}
