import MartletDirectory
import MartletStore

extension EveryStatement {
    static func legacy(_ tables: Tables) throws {
        let (rows, tenant, now) = (tables.legacyEntries, Sample.tenant.id, Sample.now)
        let entry = Sample.legacyEntry("scanner")
        try rows.save(entry)
        _ = try rows.find(entry.key, in: tenant)
        _ = try rows.find(entry.id, in: tenant)
        _ = try rows.count(of: Sample.ada.id, upTo: 5)
        _ = try rows.count(in: tenant, proven: true, upTo: 5)
        _ = try rows.count(in: tenant, proven: false, upTo: 5)
        _ = try rows.proven(in: tenant, since: now, limit: 5)
        _ = try rows.ofServices(in: tenant, limit: 5)
        let filters =
            [
                LegacyEntryFilter(now: now), LegacyEntryFilter(text: "a", now: now),
                LegacyEntryFilter(clientApp: "POP3", now: now), LegacyEntryFilter(door: "legacyMail", now: now),
                LegacyEntryFilter(provenOnly: true, now: now),
            ] + LegacyEntry.State.allCases.map { LegacyEntryFilter(state: $0, now: now) }
        for filter in filters {
            _ = try rows.list(in: tenant, filter: filter, limit: 5)
            _ = try rows.list(in: tenant, filter: filter, after: "1:a", limit: 5)
        }
        try tables.clientCredentials.noteUse(Sample.id("credential"), at: now, unlessSince: now)
        _ = try tables.users.services(in: tenant, limit: 5)
        try tables.clientKeyUses.note(
            ClientKeyUse(application: Sample.portal.id, tenant: tenant, source: .keySet, name: "k", lastUsedAt: now),
            unlessSince: now)
        _ = try tables.clientKeyUses.list(Sample.portal.id)
    }
}
