import MartletDirectory
import MartletPolicy
import MartletStore

/// A line of the legacy authentication report with what is to be known beside it.
package struct LegacyLine: Sendable, Equatable {
    /// What was counted, and what was written down.
    package let entry: LegacyEntry
    /// What is being done about it now.
    package let state: LegacyEntry.State
    /// The sign-in name of who takes care of it.
    package let ownerName: String?
    /// How the client is set up anew.
    package let remedy: LegacyRemedy
    /// Whether the account is exempt from the defaults here, as one of directory synchronization at the password grant
    /// (SD-46, SD-47): it will go on.
    package let isExempt: Bool
}

extension LegacyEntry {
    /// Whether the line is of a way at which synchronization accounts are exempt: the password grant, by no older protocol.
    var isWhereExempt: Bool {
        key.door == Door.passwordGrant.name
            && !ClientApp.allCases.contains { $0.isLegacy && $0.logName == key.clientApp }
    }
}

extension Tables {
    /// The lines of entries at a time.
    func legacyLines(_ entries: [LegacyEntry], in tenant: ID<Tenant>, at: Timestamp) throws -> [LegacyLine] {
        let exempt = try exemptFromLegacyBlock(in: tenant)
        let services = try serviceAccounts(in: tenant)
        var names: [ID<User>: String] = [:]
        return try entries.map { entry in
            if let owner = entry.owner, names[owner] == nil {
                names[owner] = try users.find(owner, in: tenant)?.userPrincipalName.text
            }
            return LegacyLine(
                entry: entry, state: entry.state(at: at), ownerName: entry.owner.flatMap { names[$0] },
                remedy: LegacyRemedy(
                    door: entry.key.door, clientApp: entry.key.clientApp,
                    isService: entry.key.user.map(services.contains) ?? false),
                isExempt: entry.isWhereExempt && entry.key.user.map(exempt.contains) ?? false)
        }
    }

    /// The accounts that administrators have marked as those of programs.
    func serviceAccounts(in tenant: ID<Tenant>) throws -> Set<ID<User>> {
        Set(try users.services(in: tenant, limit: 10_000))
    }

    /// The accounts that the defaults let sign in by the password grant: those of directory synchronization, unless
    /// they are administrators as well (SD-46, SD-47).
    func exemptFromLegacyBlock(in tenant: ID<Tenant>) throws -> Set<ID<User>> {
        try synchronizationAccounts(in: tenant).filter { id in
            try !roleAssignments.effectiveRoles(of: id, in: tenant).contains {
                DirectoryRole.find($0)?.isAdministrator == true
            }
        }
    }
}
