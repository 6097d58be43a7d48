import MartletDirectory
import MartletPolicy
import MartletStore

/// Lets an account sign in, or stops it.
package struct SetUserEnabled: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// Enables or disables the account; disabling ends all its sign-ins at once (A109).
    /// - Throws: `ActionError.notFound`, `.forbidden`, `.conflict(.alreadyDone)`, `.lastAdministrator` (SD-72);
    ///   `StoreError`.
    package func callAsFunction(_ id: ID<User>, isEnabled: Bool, by caller: Caller) async throws {
        let at = tools.now
        try await tools.change(isEnabled ? .userEnabled : .userDisabled, by: caller) { tables, log in
            var user = try tables.existingUser(id, in: caller.tenant)
            log.on(user)
            try tables.permit(caller, to: .manageUsers, target: id)
            guard user.isEnabled != isEnabled else { throw ActionError.conflict(.alreadyDone) }
            log.set("accountEnabled", from: user.isEnabled, to: isEnabled)
            user.isEnabled = isEnabled
            try tables.users.update(user)
            guard !isEnabled else { return }
            try tables.endSignIns(of: id, in: caller.tenant, at: at, reason: .accountDisabled)
            try tables.keepAnAdministrator(in: caller.tenant, whenLosing: id, at: at)
        }
    }
}
