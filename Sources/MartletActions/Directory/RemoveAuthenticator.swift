import MartletDirectory
import MartletPolicy
import MartletStore

/// Removes one authenticator app of somebody, such as a phone that was lost.
package struct RemoveAuthenticator: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// Removes the app, which is nobody from then on (A055), and ends the account's sign-ins. Whoever is left without a
    /// method registers at the next sign-in.
    /// - Throws: `ActionError.notFound`, `.forbidden`, `.lastAdministrator` when nobody else is a usable Global
    ///   Administrator; `StoreError`.
    package func callAsFunction(_ id: ID<TOTPMethod>, of user: ID<User>, by caller: Caller) async throws {
        let at = tools.now
        try await tools.change(.methodDeleted, by: caller) { tables, log in
            var account = try tables.existingUser(user, in: caller.tenant)
            log.on(account)
            try tables.permit(caller, to: .manageMethods, target: user)
            let app = try tables.totpMethods.list(user).first { $0.id == id }
            guard let kind = try tables.deleteAuthenticator(id, of: user), let app else {
                throw ActionError.notFound("method")
            }
            log.set("method", from: kind.name, to: nil)
            log.set("name", from: app.name.isEmpty ? nil : app.name, to: nil)
            if try !tables.users.isRegistered(user) {
                _ = try tables.recoveryCodes.deleteAll(of: user)
                // No new grace begins: what an administrator takes away is registered anew (SD-18).
                account.registrationGraceStartedAt = User.forfeitedGrace
                try tables.users.update(account)
            }
            try tables.endSignIns(of: user, in: caller.tenant, at: at, reason: .methodsChanged)
            try tables.keepAnAdministrator(in: caller.tenant, whenLosing: user)
        }
    }
}
