import MartletCredentials
import MartletDirectory

/// A fresh set of ten recovery codes: the texts, shown once, and the rows, which hold only keyed hashes.
package struct RecoveryCodeSet: Sendable {
    /// The codes as people write them down.
    package let texts: [String]
    /// What is stored.
    package let rows: [RecoveryCode]
}

extension Tools {
    /// Draws ten codes for a user; storing the rows replaces every earlier code (A031).
    package func newRecoveryCodes(for user: ID<User>, tenant: ID<Tenant>, at: Timestamp) -> RecoveryCodeSet {
        let texts = RecoveryCodes.generate(from: ambient.randomBytes(RecoveryCodes.randomLength))
        let rows = texts.map { text in
            RecoveryCode(
                user: user, tenant: tenant,
                hash: RecoveryCodes.hash(RecoveryCodes.canonical(text) ?? text, user: user, sealer: sealer),
                createdAt: at)
        }
        return RecoveryCodeSet(texts: texts, rows: rows)
    }
}
