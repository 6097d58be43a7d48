import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore

/// What one try of a password says about that password over all names of the organisation (A079).
///
/// Neither the password nor a plain hash of it is kept: what is compared is keyed with a key that is not in the database.
struct SprayTrace: Sendable {
    /// A keyed digest of the password.
    let password: [UInt8]
    /// A keyed digest of the name that it was tried on, short: it only tells ten names from each other.
    let name: [UInt8]
    let tenant: ID<Tenant>
    /// The record that is written where the try is the one too many.
    let alert: AuditRecord

    /// Whether the password is being tried on many names.
    func isOn(in tables: Tables, at: Timestamp) throws -> Bool {
        PasswordSpray.isOn(try counter(in: tables), digest: password, at: at)
    }

    /// Counts the name; the one too many is an alert. Run it in the transaction that records the try.
    func note(in tables: Tables, at: Timestamp) throws {
        let outcome = PasswordSpray.afterWrong(
            try counter(in: tables), tenant: tenant, digest: password, name: name, at: at)
        try tables.lockouts.save(outcome.counter)
        guard outcome.hasBegun else { return }
        var alert = alert
        let name = try tables.tenants.find(tenant)?.displayName ?? ""
        alert.targets = [AuditRecord.Target(kind: .directory, id: tenant.rawValue, name: name)]
        try tables.audits.insert(alert)
    }

    private func counter(in tables: Tables) throws -> LockoutCounter? {
        try tables.lockouts.find(in: tenant, subject: PasswordSpray.bucket(of: password), kind: .passwordOverNames)
    }
}

extension Tools {
    /// The trace of a try; a text that can be no password has one like any, and leaves none.
    func sprayTrace(
        of candidate: NormalizedPassword?, on canonical: String, tenant: ID<Tenant>, origin: Origin, at: Timestamp
    ) -> SprayTrace {
        let caller = Caller(
            identity: .system, tenant: tenant, address: origin.address, correlationID: newCorrelationID())
        var log = ChangeLog()
        log.set("accounts", from: nil, to: String(PasswordSpray.threshold))
        return SprayTrace(
            password: Array(sealer.mac(candidate?.bytes ?? [], context: "sprayed-password:\(tenant)").prefix(16)),
            name: Array(sealer.mac(Array(canonical.utf8), context: "sprayed-name:\(tenant)").prefix(8)),
            tenant: tenant, alert: record(.passwordSprayNoticed, by: caller, at: at, log: log))
    }
}
