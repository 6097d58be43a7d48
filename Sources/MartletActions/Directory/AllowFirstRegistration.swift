import MartletDirectory
import MartletPolicy
import MartletStore

/// Lets somebody register their first method, where the organisation wants an administrator's word for it.
package struct AllowFirstRegistration: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// Allows it for a day; the first registration uses it up.
    /// - Throws: `ActionError.notFound`, `.forbidden`; `StoreError`.
    package func callAsFunction(_ id: ID<User>, by caller: Caller) async throws {
        let at = tools.now
        try await tools.change(.firstRegistrationAllowed, by: caller) { tables, log in
            let user = try tables.existingUser(id, in: caller.tenant)
            log.on(user)
            try tables.permit(caller, to: .manageMethods, target: id)
            var preferences = try tables.methodPreferences.find(id, in: caller.tenant)
            let until = at + FirstRegistrationRule.approvalLasts
            log.set(
                "registrationApprovedUntil", from: preferences.registrationApprovedUntil?.rfc3339, to: until.rfc3339)
            preferences.registrationApprovedUntil = until
            try tables.methodPreferences.save(preferences)
        }
    }
}
