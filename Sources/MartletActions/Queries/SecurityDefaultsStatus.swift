import MartletDirectory
import MartletPolicy
import MartletStore

/// Shows the state of the one switch.
package struct SecurityDefaultsStatus: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// What the page and the command show.
    package struct Status: Sendable {
        /// On or off, since when, and the grace.
        package let setting: SecurityDefaultsSetting
        /// When it was last switched off, if it is off and ever was on.
        package let offSince: Timestamp?
        /// How far registration is.
        package let registration: RegistrationProgress
        /// Enabled accounts that hold one of the seventeen roles: they do MFA at every sign-in.
        package let administrators: Int
        /// Legacy attempts that were refused in thirty days.
        package let legacyRefused: Int
        /// Apps that are marked *management*.
        package let managementApps: Int
        /// The rows of the audit log about the switch, newest first; empty for somebody who may not read the logs.
        package let history: [AuditRecord]
        /// What switching on would break; `nil` while it is on, and for somebody who may not read the legacy report.
        package let impact: LegacyImpact?
        /// Whether the caller may throw the switch.
        package let mayChange: Bool
    }

    private static let activities: [AuditActivity] = [
        .securityDefaultsEnabled, .securityDefaultsDisabled, .securityDefaultsGraceChanged,
    ]
    private static let shownHistory = 10

    /// Reads the state.
    /// - Throws: `ActionError.forbidden` (SD-10); `StoreError`.
    package func callAsFunction(by caller: Caller) async throws -> Status {
        let at = tools.now
        let tenant = try await tools.store.read { tables in
            try tables.permit(caller, to: .readSecurityDefaults)
            return try tables.organization(of: caller)
        }
        let registration = try await tools.figures.registration(of: tenant, at: at, in: tools.store)
        let impact = try await impact(of: tenant, by: caller)
        return try await tools.store.read { tables in
            try tables.permit(caller, to: .readSecurityDefaults)
            return Status(
                setting: tenant.securityDefaults, offSince: try tables.defaultsOffSince(tenant),
                registration: registration.value,
                administrators: try administrators(in: tables, tenant.id),
                legacyRefused: try tables.signIns.numbers(in: tenant.id, from: at - .days(30)).legacyRefused,
                managementApps: try managementApps(in: tables, tenant.id),
                history: try tables.isPermitted(caller, to: .readLogs) ? try history(in: tables, tenant.id) : [],
                impact: impact, mayChange: try tables.isPermitted(caller, to: .changeSecurityDefaults))
        }
    }

    private func impact(of tenant: Tenant, by caller: Caller) async throws -> LegacyImpact? {
        guard !tenant.securityDefaults.isEnabled else { return nil }
        do {
            return try await JudgeLegacyImpact(tools)(by: caller)
        } catch ActionError.forbidden {
            return nil
        }
    }

    private func administrators(in tables: Tables, _ tenant: ID<Tenant>) throws -> Int {
        let ids = Set(
            try tables.roleAssignments.effectiveRoles(in: tenant)
                .filter { DirectoryRole.find($0.1)?.isAdministrator == true }.map(\.0))
        return try ids.filter { id in
            try tables.users.find(id, in: tenant).map { $0.isEnabled && $0.deletedAt == nil } ?? false
        }.count
    }

    private func managementApps(in tables: Tables, _ tenant: ID<Tenant>) throws -> Int {
        var count = 0
        var after: String?
        repeat {
            let page = try tables.applications.list(in: tenant, after: after, limit: 500)
            count += page.items.count { $0.isManagement && $0.isEnabled }
            after = page.next
        } while after != nil
        return count
    }

    private func history(in tables: Tables, _ tenant: ID<Tenant>) throws -> [AuditRecord] {
        let rows = try Self.activities.flatMap { activity in
            try tables.audits.list(
                in: tenant, filter: AuditFilter(activity: activity.rawValue), after: nil, limit: Self.shownHistory
            ).items
        }
        return Array(rows.sorted { $0.createdAt > $1.createdAt }.prefix(Self.shownHistory))
    }
}
