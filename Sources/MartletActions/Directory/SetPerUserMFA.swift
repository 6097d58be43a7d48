import MartletDirectory
import MartletPolicy
import MartletStore

/// Switches MFA on or off for one person by name (section 2.11).
package struct SetPerUserMFA: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// Sets the state, whichever it was (PU-1); it counts at the person's next step.
    /// - Throws: `ActionError.notFound`, `.forbidden`; `StoreError`.
    package func callAsFunction(_ id: ID<User>, _ state: User.PerUserMFA, by caller: Caller) async throws {
        try await tools.change(.perUserMFAChanged, by: caller) { tables, log in
            var user = try tables.existingUser(id, in: caller.tenant)
            log.on(user)
            // PU-5: whoever looks after people's methods, upon those whom their roles reach.
            try tables.permit(caller, to: .manageMethods, target: id)
            log.set("perUserMfaState", from: user.perUserMFA.rawValue, to: state.rawValue)
            user.perUserMFA = state
            try tables.users.update(user)
        }
    }
}
