import MartletDirectory
import MartletPolicy
import MartletStore

/// Replaces the keys that sign tokens.
package struct RotateSigningKeys: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// Makes one new key for each algorithm.
    ///
    /// A new key is published now and signs in 24 hours; a first key signs at once. With `immediately`, for a key that
    /// has leaked, the new ones sign now and the old ones leave the key set now: tokens that they signed are refused.
    /// - Throws: `ActionError.forbidden`, `.conflict(.alreadyDone)` while a rotation is on its way; `StoreError`.
    @discardableResult
    package func callAsFunction(immediately: Bool = false, by caller: Caller) async throws -> [SigningKey] {
        try await rotate(SigningKey.Algorithm.allCases, immediately: immediately, by: caller)
    }

    /// The same for some algorithms; upkeep rotates only what is old.
    func rotate(
        _ algorithms: [SigningKey.Algorithm], immediately: Bool, by caller: Caller
    ) async throws -> [SigningKey] {
        let at = tools.now
        try await tools.judge(.signingKeyRotated, by: caller) { tables, _ in
            try tables.permit(caller, to: .rotateKeys)
        }
        let fresh = try algorithms.map { algorithm in
            try tools.newSigningKey(algorithm, for: caller.tenant, at: at, signsFrom: at + SigningKeySchedule.overlap)
        }
        let keys = try await tools.change(.signingKeyRotated, by: caller) { tables, log in
            try tables.permit(caller, to: .rotateKeys)
            let present = try tables.signingKeys.list(in: caller.tenant)
            return try fresh.map { key in
                log.on(.key, key.keyID, key.algorithm.rawValue)
                let others = present.filter { $0.algorithm == key.algorithm }
                return try place(key, among: others, immediately: immediately, at: at, in: tables)
            }
        }
        tools.keyRing.forget(caller.tenant)
        return keys
    }

    private func place(
        _ fresh: SigningKey, among others: [SigningKey], immediately: Bool, at: Timestamp, in tables: Tables
    ) throws -> SigningKey {
        var key = fresh
        let isFirst = !others.contains { $0.signsUntil == nil }
        if isFirst || immediately { key.signsFrom = at }
        guard immediately || !others.contains(where: { $0.signsFrom > at }) else {
            throw ActionError.conflict(.alreadyDone)
        }
        try tools.insert(key, in: tables)
        for var old in others {
            if immediately {
                _ = try tables.signingKeys.delete(old.keyID, in: key.tenant)
            } else if old.signsUntil == nil {
                old.signsUntil = key.signsFrom
                try tables.signingKeys.update(old)
            }
        }
        return key
    }
}
