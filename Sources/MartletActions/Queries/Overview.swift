import MartletDirectory
import MartletPolicy
import MartletStore

/// Gathers the first page of the admin center.
package struct Overview: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// Days in the picture.
    package static let period = 30
    private static let shownAlerts = 5
    /// How long a first method is news, and how many are shown.
    private static let firstMethodsPeriod: Duration = .days(7)
    private static let shownFirstMethods = 8
    /// Enough of them that their sums by account and by client are those of the period in all but the strangest week.
    private static let countedSources = 200

    /// Reads the picture; what comes from the logs is empty for somebody who may not read them.
    /// - Throws: `ActionError.forbidden`; `StoreError`.
    package func callAsFunction(by caller: Caller) async throws -> OverviewPicture {
        let at = tools.now
        let (tenant, readsLogs) = try await tools.store.read { tables in
            try tables.permit(caller, to: .readDirectory)
            return (try tables.organization(of: caller), try tables.isPermitted(caller, to: .readLogs))
        }
        let registration = try await tools.figures.registration(of: tenant, at: at, in: tools.store)
        let users = try await tools.figures.users(of: tenant.id, at: at, in: tools.store)
        let counted =
            readsLogs
            ? try await countedLogs(of: tenant.id, at: at) : LargeFigures.Counted(value: Logs.none, countedAt: nil)
        let logs = counted.value
        return try await tools.store.read { tables in
            try tables.permit(caller, to: .readDirectory)
            let administrators = Set(
                try tables.roleAssignments.effectiveRoles(in: tenant.id)
                    .filter { DirectoryRole.find($0.1)?.isAdministrator == true }.map(\.0))
            let alerts =
                readsLogs
                ? try tables.audits.list(
                    in: tenant.id, filter: AuditFilter(alertsOnly: true), after: nil, limit: Self.shownAlerts
                ).items : []
            return OverviewPicture(
                tenant: tenant, defaultsOffSince: try tables.defaultsOffSince(tenant),
                restored: try tables.installation.get().restored.flatMap { restored in
                    restored.at + .days(Self.period) > at ? restored : nil
                },
                userCount: users.value, administratorCount: administrators.count,
                registration: registration.value, days: logs.days, challenges: logs.challenges, legacy: logs.legacy,
                alerts: alerts, firstMethods: try firstMethods(of: tenant.id, at: at, in: tables),
                advice: try advice(tenant, legacyAttempts: logs.legacy.attempts, administrators, in: tables),
                countedAt: [registration.countedAt, users.countedAt, counted.countedAt].compactMap(\.self).min())
        }
    }

    /// Whoever has the password alone may have been who registered: administrators see it without looking for it (A026).
    private func firstMethods(
        of tenant: ID<Tenant>, at: Timestamp, in tables: Tables
    ) throws -> [OverviewPicture.FirstMethod] {
        try tables.methodPreferences.firstRegistered(
            in: tenant, since: at - Self.firstMethodsPeriod, limit: Self.shownFirstMethods
        ).compactMap { kept in
            guard let at = kept.firstRegisteredAt, let user = try tables.users.find(kept.user, in: tenant),
                user.deletedAt == nil
            else { return nil }
            return OverviewPicture.FirstMethod(
                user: user, registered: FirstRegistered(at: at, address: kept.firstRegisteredFrom))
        }
    }

    func countedLogs(of tenant: ID<Tenant>, at: Timestamp) async throws -> LargeFigures.Counted<Logs> {
        try await tools.figures.figure(.signIns, of: tenant, at: at, in: tools.store) { tables in
            let counted = try logs(of: tenant, at: at, in: tables)
            return (counted, counted.days.reduce(0) { $0 + $1.success + $1.failure + $1.interrupted })
        }
    }

    struct Logs: Sendable {
        var days: [OverviewPicture.Day]
        var challenges: Int
        var legacy: OverviewPicture.Legacy

        static let none = Logs(
            days: [], challenges: 0, legacy: OverviewPicture.Legacy(attempts: 0, refused: 0, sources: []))
    }

    private func logs(of tenant: ID<Tenant>, at: Timestamp, in tables: Tables) throws -> Logs {
        let first = at.startOfDay - .days(Self.period - 1)
        let numbers = try tables.signIns.numbers(in: tenant, from: first)
        let sources = try tables.signIns.topLegacy(in: tenant, from: first, limit: Self.countedSources).map {
            OverviewPicture.LegacySource(
                userPrincipalName: $0.userPrincipalName, clientAppUsed: $0.clientAppUsed, count: $0.count)
        }
        return Logs(
            days: try days(from: first, at: at, tenant: tenant, in: tables), challenges: numbers.challenges,
            legacy: OverviewPicture.Legacy(
                attempts: numbers.legacyAttempts, refused: numbers.legacyRefused, sources: sources))
    }

    private func days(
        from first: Timestamp, at: Timestamp, tenant: ID<Tenant>, in tables: Tables
    ) throws -> [OverviewPicture.Day] {
        let counted = try tables.signIns.countsByDay(in: tenant, from: first, to: at + .milliseconds(1))
        let byDay = Dictionary(counted.map { ($0.day.startOfDay, $0) }, uniquingKeysWith: { first, _ in first })
        return (0..<Self.period).map { offset in
            let day = first + .days(offset)
            let counts = byDay[day]
            return OverviewPicture.Day(
                day: day, success: counts?.success ?? 0, failure: counts?.failure ?? 0,
                interrupted: counts?.interrupted ?? 0, legacy: counts?.legacy ?? 0,
                legacySuccess: counts?.legacySuccess ?? 0)
        }
    }

    private func advice(
        _ tenant: Tenant, legacyAttempts: Int, _ administrators: Set<ID<User>>, in tables: Tables
    ) throws -> [OverviewPicture.Advice] {
        let global = try tables.roleAssignments.holders(of: DirectoryRole.globalAdministrator.id, in: tenant.id)
            .filter(\.isEnabled)
        let emergency = global.filter(\.isEmergencyAccess).count
        let exempt = try tables.synchronizationAccounts(in: tenant.id).count
        let bare = try administrators.filter { id in
            try !tables.users.isRegistered(id)
                && tables.users.find(id, in: tenant.id).map { $0.isEnabled && $0.deletedAt == nil } ?? false
        }
        var advice: [OverviewPicture.Advice] = []
        if !tenant.securityDefaults.isEnabled { advice.append(.turnDefaultsOn) }
        if emergency < MakeEmergencyAccounts.wanted { advice.append(.makeEmergencyAccounts(count: emergency)) }
        if global.count == 1 { advice.append(.addSecondGlobalAdministrator) }
        if global.count >= 5 { advice.append(.reduceGlobalAdministrators(count: global.count)) }
        if !bare.isEmpty { advice.append(.administratorsNotRegistered(count: bare.count)) }
        if exempt > 0 { advice.append(.reviewSynchronizationAccounts(count: exempt)) }
        if legacyAttempts > 0 { advice.append(.moveLegacyClients(count: legacyAttempts)) }
        return advice
    }
}
