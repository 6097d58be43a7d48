import MartletCredentials
import MartletDirectory
import MartletStore

extension Tables {
    /// Begins anew after a restoration (A297): what was revoked, used or rotated since the backup would live again, so
    /// everything of its kind ends. Passwords, roles, lockouts and signing keys are as the backup has them; the record
    /// says so, and names the keys.
    func beginEpoch(after restoration: Installation.Restoration, ambient: Ambient) throws {
        try installation.markRestored(restoration)
        for tenant in try tenants.list() {
            var log = ChangeLog()
            log.on(.directory, tenant.id.rawValue, tenant.displayName)
            log.set("backupMadeAt", from: nil, to: restoration.backupMadeAt.rfc3339)
            try endEverything(in: tenant.id, at: restoration.at, &log)
            let activity = AuditActivity.storeRestored
            try audits.insert(
                AuditRecord(
                    id: ambient.newID(), tenant: tenant.id, createdAt: restoration.at,
                    correlationID: ambient.newID(of: AuditRecord.self).rawValue, activity: activity.rawValue,
                    category: activity.category, isAlert: activity.isAlert, actor: .operator, address: "",
                    targets: log.targets, changes: log.changes))
        }
    }

    /// Ends everything of a tenant that counts once or lets somebody in, for a store that may lack what became of it, and
    /// names in `log` the signing keys that are back.
    func endEverything(in tenant: ID<Tenant>, at: Timestamp, _ log: inout ChangeLog) throws {
        let ended = try sessions.endAll(in: tenant, at: at, reason: .storeRestored)
        let revoked = try refreshFamilies.revokeAll(in: tenant, at: at)
        try epoch.spendEverything(in: tenant, at: at)
        // The next step too: somebody may have used it ahead of this machine's clock.
        for period in TOTP.periods {
            try epoch.burnSteps(upTo: TOTP.step(at: at, period: period) + 1, period: period, in: tenant)
        }
        try epoch.forgetRememberedBrowsers(in: tenant)
        try epoch.moveSessionsValidFrom(to: at, in: tenant)
        // They go on signing: whether one of them had been withdrawn since, only the operator can know.
        for key in try signingKeys.list(in: tenant) { log.on(.key, key.keyID, key.algorithm.rawValue) }
        log.set("sessions", from: String(ended), to: "0")
        log.set("refreshTokenFamilies", from: String(revoked), to: "0")
    }
}
