import MartletCredentials
import MartletDirectory
import MartletStore

extension Tables {
    /// Begins anew after a restoration (A297): what was revoked, used or rotated since the backup would live again, so
    /// everything of its kind ends. Passwords, roles and lockouts are as the backup has them; the record says so.
    func beginEpoch(after restoration: Installation.Restoration, ambient: Ambient) throws {
        try installation.markRestored(restoration)
        // The next step too: somebody may have used it ahead of this machine's clock.
        let step = TOTP.step(at: restoration.at) + 1
        for tenant in try tenants.list() {
            let ended = try sessions.endAll(in: tenant.id, at: restoration.at, reason: .storeRestored)
            let revoked = try refreshFamilies.revokeAll(in: tenant.id, at: restoration.at)
            try epoch.spendEverything(in: tenant.id, at: restoration.at)
            try epoch.burnSteps(upTo: step, in: tenant.id)
            try epoch.forgetRememberedBrowsers(in: tenant.id)
            try epoch.moveSessionsValidFrom(to: restoration.at, in: tenant.id)
            var log = ChangeLog()
            log.on(.directory, tenant.id.rawValue, tenant.displayName)
            log.set("backupMadeAt", from: nil, to: restoration.backupMadeAt.rfc3339)
            log.set("sessions", from: String(ended), to: "0")
            log.set("refreshTokenFamilies", from: String(revoked), to: "0")
            let activity = AuditActivity.storeRestored
            try audits.insert(
                AuditRecord(
                    id: ambient.newID(), tenant: tenant.id, createdAt: restoration.at,
                    correlationID: ambient.newID(of: AuditRecord.self).rawValue, activity: activity.rawValue,
                    category: activity.category, isAlert: activity.isAlert, actor: .operator, address: "",
                    targets: log.targets, changes: log.changes))
        }
    }
}
