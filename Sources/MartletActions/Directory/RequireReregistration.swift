import MartletDirectory
import MartletPolicy
import MartletStore

/// Makes an account register its second factor anew, after a lost phone or a suspicion.
package struct RequireReregistration: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// Deletes the account's methods, recovery codes and pass, and ends its sign-ins.
    ///
    /// No new grace begins: the account forfeits it, so the next sign-in registers or ends (SD-18).
    /// - Throws: `ActionError.notFound`, `.forbidden`, `.lastAdministrator` when nobody else is a usable Global
    ///   Administrator; `StoreError`.
    package func callAsFunction(_ id: ID<User>, by caller: Caller) async throws {
        let at = tools.now
        try await tools.change(.reregistrationRequired, by: caller) { tables, log in
            var user = try tables.existingUser(id, in: caller.tenant)
            log.on(user)
            try tables.permit(caller, to: .manageMethods, target: id)
            let methods =
                try tables.totpMethods.deleteAll(of: id) + tables.passkeys.deleteAll(of: id)
                + tables.personCertificates.deleteAll(of: id)
            _ = try tables.recoveryCodes.deleteAll(of: id)
            // Nobody knows who has the pass of a lost mailbox; a new one is made in a moment.
            try tables.temporaryAccessPasses.delete(id)
            try tables.hardwareTokens.release(from: id)
            log.set("authenticationMethods", from: String(methods), to: "0")
            user.registrationGraceStartedAt = User.forfeitedGrace
            try tables.users.update(user)
            try tables.endSignIns(of: id, in: caller.tenant, at: at, reason: .methodsChanged)
            try tables.keepAnAdministrator(in: caller.tenant, whenLosing: id, at: at)
        }
    }
}
