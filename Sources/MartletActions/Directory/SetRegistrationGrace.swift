import MartletDirectory
import MartletPolicy
import MartletStore

/// Sets how many days people may put registration off (D25).
package struct SetRegistrationGrace: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// Sets the grace for everybody, also for those whose grace runs.
    /// - Throws: `ActionError.invalid` naming `days` unless 0…14, `.forbidden`; `StoreError`.
    package func callAsFunction(days: Int, by caller: Caller) async throws {
        try await tools.change(.securityDefaultsGraceChanged, by: caller) { tables, log in
            var tenant = try tables.organization(of: caller)
            log.on(.policy, SwitchSecurityDefaults.policyID, SwitchSecurityDefaults.policyName)
            try tables.permit(caller, to: .changeSecurityDefaults)
            guard (0...14).contains(days) else { throw ActionError.invalid([FieldProblem("days", .notAllowed)]) }
            log.set(
                "registrationGraceDays", from: String(tenant.securityDefaults.registrationGraceDays), to: String(days))
            tenant.securityDefaults.registrationGraceDays = days
            try tables.tenants.update(tenant)
        }
    }
}
