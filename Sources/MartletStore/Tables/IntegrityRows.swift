import MartletDirectory

/// Looks for invariants that do not hold; `martlet check` prints what it finds.
///
/// What a constraint of the schema guarantees is looked for by the engine itself.
package struct IntegrityRows {
    let connection: any SQLConnection

    init(_ connection: any SQLConnection) { self.connection = connection }

    /// A sentence for each broken invariant, at most twenty of a kind; empty for a healthy store.
    package func broken() throws -> [String] {
        var sentences = try connection.damage()
        for look in [brokenMigrations, brokenSetUp, tenantsWithoutAdministrator] {
            // One row that cannot be read does not hide what else is wrong.
            do { sentences += try look() } catch StoreError.unexpectedColumn(let message) { sentences.append(message) }
        }
        for check in Self.checks {
            sentences += try connection.all(check.sql, check.arguments) { row in
                "\(check.subject) `\(try row.text("id"))` \(check.predicate)"
            }
        }
        sentences += try unreadableRows()
        return sentences
    }

    private func brokenMigrations() throws -> [String] {
        let applied = try Migration.appliedChecksums(on: connection)
        return Migration.all.compactMap { migration in
            guard applied[migration.number] != migration.checksum else { return nil }
            return "migration `\(migration.number)` was not applied as this program knows it"
        }
    }

    /// A014: set-up is closed for ever, and nothing that could open it is left.
    private func brokenSetUp() throws -> [String] {
        let tables = Tables(connection)
        let installation = try tables.installation.get()
        guard installation.setUpCompletedAt != nil else { return [] }
        var sentences: [String] = []
        if installation.setUpCodeHash != nil { sentences.append("set-up is completed and its code is still there") }
        if try tables.tenants.first() == nil { sentences.append("set-up is completed and there is no tenant") }
        return sentences
    }

    /// Promise 7: each tenant keeps a Global Administrator who can sign in with a second factor.
    private func tenantsWithoutAdministrator() throws -> [String] {
        let tables = Tables(connection)
        guard try tables.installation.get().setUpCompletedAt != nil else { return [] }
        return try tables.tenants.list().compactMap { tenant in
            let holders = try tables.roleAssignments.holders(of: DirectoryRole.globalAdministrator.id, in: tenant.id)
            let hasUsable = try holders.contains { user in
                guard user.isEnabled, user.kind == .member else { return false }
                return try tables.passwords.find(user.id) != nil && tables.users.isRegistered(user.id)
            }
            return hasUsable ? nil : "tenant `\(tenant.domain)` has no usable Global Administrator"
        }
    }
}
