import MartletDirectory
import MartletPolicy
import MartletStore

/// Tells what would break if the security defaults were switched on today, from the legacy report.
package struct JudgeLegacyImpact: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// Days that are looked back.
    package static let period = 30
    /// How many without a second factor are named.
    package static let namedBare = 50
    private static let mostEntries = 5000
    private static let mostPages = 20

    /// Looks the last thirty days through.
    /// - Throws: `ActionError.forbidden`; `StoreError`.
    package func callAsFunction(by caller: Caller) async throws -> LegacyImpact {
        let at = tools.now
        let tenant = try await tools.store.read { tables in
            try tables.permit(caller, to: .readLegacyReport)
            return try tables.organization(of: caller)
        }
        let registration = try await tools.figures.registration(of: tenant, at: at, in: tools.store).value
        return try await tools.store.read { tables in
            try tables.permit(caller, to: .readLegacyReport)
            return try impact(
                tenant, missing: registration.people - registration.exempt - registration.registered, at: at, in: tables
            )
        }
    }

    private func impact(
        _ tenant: Tenant, missing: Int, at: Timestamp, in tables: Tables
    ) throws -> LegacyImpact {
        let since = at - .days(Self.period)
        let entries = try tables.legacyEntries.proven(in: tenant.id, since: since, limit: Self.mostEntries)
        let exempt = try tables.exemptFromLegacyBlock(in: tenant.id)
        let (apps, hasAllApps) = try applications(entries, in: tables, tenant.id)
        return LegacyImpact(
            areDefaultsOn: tenant.securityDefaults.isEnabled, since: since,
            people: Self.people(
                entries, exempt: exempt, services: try tables.serviceAccounts(in: tenant.id), since: since),
            applications: apps,
            withoutSecondFactor: try bare(in: tables, tenant.id), withoutSecondFactorCount: max(0, missing),
            graceDays: tenant.securityDefaults.registrationGraceDays,
            hasNameless: entries.contains { $0.key.user == nil },
            isComplete: entries.count < Self.mostEntries && hasAllApps)
    }

    private static func people(
        _ entries: [LegacyEntry], exempt: Set<ID<User>>, services: Set<ID<User>>, since: Timestamp
    ) -> [LegacyImpact.Person] {
        var order: [ID<User>] = []
        var byUser: [ID<User>: [LegacyEntry]] = [:]
        for entry in entries {
            guard let user = entry.key.user else { continue }
            if byUser[user] == nil { order.append(user) }
            byUser[user, default: []].append(entry)
        }
        return order.compactMap { id in
            guard let all = byUser[id] else { return nil }
            // Of an exempt account only what it does elsewhere than at the password grant will break, if anything.
            let breaking = exempt.contains(id) ? all.filter { !$0.isWhereExempt } : all
            let isExempt = breaking.isEmpty
            let own = isExempt ? all : breaking
            guard let newest = own.first else { return nil }
            return LegacyImpact.Person(
                id: id, userPrincipalName: newest.userPrincipalName, displayName: newest.userDisplayName,
                ways: own.map { entry in
                    LegacyImpact.Way(
                        entry: entry.id, clientApp: entry.key.clientApp, applicationName: entry.applicationName,
                        lastAt: entry.lastProvenAt ?? entry.lastSeenAt,
                        remedy: LegacyRemedy(
                            door: entry.key.door, clientApp: entry.key.clientApp, isService: services.contains(id)))
                },
                isLetIn: own.contains { $0.lastSucceededAt.map { $0 >= since } ?? false },
                isExempt: isExempt,
                isService: services.contains(id)
                    || own.allSatisfy { $0.key.door == Door.passwordGrant.name },
                lastAt: newest.lastProvenAt ?? newest.lastSeenAt)
        }
    }

    /// The apps of the lines, and those that may use the password grant; whether that were all.
    private func applications(
        _ entries: [LegacyEntry], in tables: Tables, _ tenant: ID<Tenant>
    ) throws -> ([LegacyImpact.App], isComplete: Bool) {
        var used: [ID<Application>?: [LegacyEntry]] = [:]
        for entry in entries { used[entry.key.application, default: []].append(entry) }
        let app = { (id: ID<Application>?, name: String, allows: Bool) in
            let own = used[id] ?? []
            return LegacyImpact.App(
                id: id, name: name, people: Set(own.compactMap(\.key.user)).count, allowsPasswordGrant: allows,
                lastAt: own.compactMap(\.lastProvenAt).max())
        }
        var apps: [LegacyImpact.App] = []
        var after: String?
        var pages = 0
        repeat {
            let page = try tables.applications.list(in: tenant, after: after, limit: 500)
            apps += page.items.filter { $0.isEnabled && ($0.allowsPasswordGrant || used[$0.id] != nil) }.map {
                app($0.id, $0.displayName, $0.allowsPasswordGrant)
            }
            after = page.next
            pages += 1
        } while after != nil && pages < Self.mostPages
        if let nameless = used[nil]?.first { apps.append(app(nil, nameless.applicationName, false)) }
        return (apps.sorted { ($0.lastAt ?? $0.zero) > ($1.lastAt ?? $1.zero) }, after == nil)
    }

    private func bare(in tables: Tables, _ tenant: ID<Tenant>) throws -> [LegacyImpact.Bare] {
        let exempt = try tables.synchronizationAccounts(in: tenant)
        var found: [LegacyImpact.Bare] = []
        var after: String?
        var pages = 0
        repeat {
            let page = try tables.users.list(
                in: tenant, filter: .notRegistered, after: after, limit: Self.namedBare)
            found += page.items.filter { !exempt.contains($0.id) }.map {
                LegacyImpact.Bare(
                    id: $0.id, userPrincipalName: $0.userPrincipalName.text, displayName: $0.displayName)
            }
            after = page.next
            pages += 1
        } while after != nil && found.count < Self.namedBare && pages < Self.mostPages
        return Array(found.prefix(Self.namedBare))
    }
}

extension LegacyImpact.App {
    fileprivate var zero: Timestamp { Timestamp(milliseconds: 0) }
}
