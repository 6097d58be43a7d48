import MartletDirectory
import MartletPolicy
import MartletStore

/// Gives an account a new password that its owner must replace.
package struct ResetPassword: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// Sets the password, ends every sign-in of the account and lifts its lockout (SL-10).
    ///
    /// - Returns: the generated password, to be shown once; `nil` when one was given.
    /// - Throws: `ActionError.notFound`, `.forbidden` by the matrix of section 5.3 (A103), `.invalid` naming
    ///   `password`, `.overloaded`; `StoreError`.
    @discardableResult
    package func callAsFunction(
        _ id: ID<User>, password choice: PasswordChoice = .generatedTemporary, by caller: Caller
    ) async throws -> String? {
        let at = tools.now
        let context = try await tools.judge(.passwordReset, by: caller) { tables, log in
            let user = try tables.existingUser(id, in: caller.tenant)
            log.on(user)
            try tables.permit(caller, to: .resetPassword, target: id)
            return PasswordContext(of: user, in: try tables.organization(of: caller))
        }
        let password = try await tools.prepare(choice, context: context)
        try await tools.change(.passwordReset, by: caller) { tables, log in
            let user = try tables.existingUser(id, in: caller.tenant)
            log.on(user)
            try tables.permit(caller, to: .resetPassword, target: id)
            var record = password.record(for: user, at: at)
            try tables.passwords.save(record)
            if try tables.isLastAdministrator(user, at: at) {
                // Nobody could help the last Global Administrator after the temporary password has run out (promise 7).
                record.expiresAt = nil
                try tables.passwords.save(record)
            }
            log.set("forceChangePasswordNextSignIn", from: nil, to: String(password.isTemporary))
            try tables.endSignIns(of: id, in: caller.tenant, at: at, reason: .passwordChanged)
            try tables.clearPasswordFailures(of: user)
            // What an intruder registered would sign in with them past the new password, and register more.
            let isClean = try tables.suspectMethods(of: id, in: caller.tenant).isEmpty
            try tables.riskDetections.close(id, as: isClean ? .settled : .remediated, at: at)
            if isClean { try tables.riskDetections.close(id, from: .remediated, as: .settled, at: at) }
        }
        return password.generated
    }
}
