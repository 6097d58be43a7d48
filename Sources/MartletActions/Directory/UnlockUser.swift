import MartletDirectory
import MartletPolicy
import MartletStore

/// Lifts the lockout of an account before its time.
package struct UnlockUser: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// Clears the failure counters of the account (SL-10).
    /// - Throws: `ActionError.notFound`, `.forbidden`; `StoreError`.
    package func callAsFunction(_ id: ID<User>, by caller: Caller) async throws {
        try await tools.change(.userUnlocked, by: caller) { tables, log in
            let user = try tables.existingUser(id, in: caller.tenant)
            log.on(user)
            try tables.permit(caller, to: .resetPassword, target: id)
            try tables.clearPasswordFailures(of: user)
            // Guesses at codes are forgotten by those who may take the methods away altogether (A040).
            guard try tables.isPermitted(caller, to: .manageMethods, target: id) else { return }
            try tables.lockouts.clear(in: caller.tenant, subject: id.rawValue, kind: .secondFactor)
        }
    }
}
