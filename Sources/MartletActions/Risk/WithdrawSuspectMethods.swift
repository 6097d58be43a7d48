import MartletDirectory
import MartletPolicy
import MartletStore

/// Takes away together what was registered on an account since a sign-in that its person has reported.
///
/// A session that has proven nothing but the password takes no method away (A022), so somebody who can ask the person does.
package struct WithdrawSuspectMethods: Sendable {
    let tools: Tools

    /// The action on a set of tools.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// Deletes every method that `UserDetail.suspects` names, and the recovery codes, which may have been made with them; ends
    /// the account's sign-ins.
    ///
    /// Where nothing is left no new grace begins: the next sign-in registers or ends (SD-18).
    /// - Throws: `ActionError.notFound`, `.forbidden`, `.conflict(.alreadyDone)` where there is none,
    ///   `.lastAdministrator` when nobody else is a usable Global Administrator; `StoreError`.
    package func callAsFunction(_ id: ID<User>, by caller: Caller) async throws {
        let at = tools.now
        try await tools.change(.suspectMethodsWithdrawn, by: caller) { tables, log in
            let user = try tables.existingUser(id, in: caller.tenant)
            log.on(user)
            try tables.permit(caller, to: .manageMethods, target: id)
            let suspects = try tables.suspectMethods(of: id, in: caller.tenant)
            guard !suspects.isEmpty else { throw ActionError.conflict(.alreadyDone) }
            for suspect in suspects {
                if let method = suspect.method, let gone = try tables.delete(method, of: id) { log.removed(gone) }
            }
            if try tables.recoveryCodes.deleteAll(of: id) > 0 { log.removed((Method.recoveryCode.name, "")) }
            if let left = try tables.subject(id, in: caller.tenant), !left.isRegistered(at: at) {
                var bare = left.user
                bare.registrationGraceStartedAt = User.forfeitedGrace
                try tables.users.update(bare)
            }
            try tables.endSignIns(of: id, in: caller.tenant, at: at, reason: .methodsChanged)
            try tables.keepAnAdministrator(in: caller.tenant, whenLosing: id, at: at)
        }
    }
}
