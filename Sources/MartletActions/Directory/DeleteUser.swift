import MartletDirectory
import MartletPolicy
import MartletStore

/// Deletes an account. A tombstone stays, so that its id is never given again and the logs keep their meaning.
package struct DeleteUser: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// Deletes the account with its password, methods, recovery codes, pass, memberships, roles and consents, and ends its
    /// sign-ins. Tokens that were given out go back to the inventory.
    /// - Throws: `ActionError.notFound`, `.forbidden`, `.lastAdministrator` (SD-70); `StoreError`.
    package func callAsFunction(_ id: ID<User>, by caller: Caller) async throws {
        let at = tools.now
        try await tools.change(.userDeleted, by: caller) { tables, log in
            let user = try tables.existingUser(id, in: caller.tenant)
            log.on(user)
            try tables.permit(caller, to: .manageUsers, target: id)
            log.set("accountEnabled", from: user.isEnabled, to: false)
            try tables.endSignIns(of: id, in: caller.tenant, at: at, reason: .accountDeleted)
            // Whether a sufficient administrator is left is judged while the roles still stand.
            var tombstone = try tables.existingUser(id, in: caller.tenant)
            tombstone.isEnabled = false
            tombstone.deletedAt = at
            try tables.users.update(tombstone)
            try tables.keepAnAdministrator(in: caller.tenant, whenLosing: id, at: at)
            try strip(id, in: caller.tenant, tables: tables, log: &log)
        }
    }

    private func strip(_ id: ID<User>, in tenant: ID<Tenant>, tables: Tables, log: inout ChangeLog) throws {
        for assignment in try tables.roleAssignments.list(id) {
            _ = try tables.roleAssignments.delete(assignment.id, in: tenant)
            log.set("role", from: DirectoryRole.find(assignment.role)?.displayName, to: nil)
        }
        for group in try tables.groups.groups(of: id) {
            log.set("memberOf", from: group.displayName, to: nil)
        }
        try tables.groups.removeFromAll(id)
        for consent in try tables.consents.list(id) {
            _ = try tables.consents.delete(id, application: consent.application)
        }
        _ = try tables.passwords.delete(id)
        _ = try tables.totpMethods.deleteAll(of: id)
        try tables.passkeys.deleteAll(of: id)
        try tables.personCertificates.deleteAll(of: id)
        _ = try tables.recoveryCodes.deleteAll(of: id)
        try tables.temporaryAccessPasses.delete(id)
        try tables.methodPreferences.delete(id)
        try tables.mfaBlocks.delete(id)
        try tables.hardwareTokens.release(from: id)
        try tables.familiarities.deleteAll(of: id)
    }
}
