import MartletDirectory
import MartletPolicy
import MartletStore

/// Says which kind of authentication a surface has: passwords, both, or tokens only.
package struct SetLegacySurface: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// Names the setting in the audit log.
    static let policyID = "modernAuthentication"

    /// Sets the mode of a surface. It binds from the next request on.
    ///
    /// To let passwords in again is an alert. Under the security defaults they stay blocked whatever is chosen here.
    /// - Throws: `ActionError.conflict(.alreadyDone)`, `.forbidden`; `StoreError`.
    package func callAsFunction(
        _ surface: LegacySurface, _ mode: LegacySurface.Mode, by caller: Caller
    ) async throws {
        let activity: AuditActivity =
            mode.blocksPasswords ? .modernAuthenticationRequired : .legacyAuthenticationAllowed
        let at = tools.now
        try await tools.change(activity, by: caller) { tables, log in
            var tenant = try tables.organization(of: caller)
            log.on(.policy, "\(Self.policyID).\(surface.rawValue)", "Modern authentication: \(surface.rawValue)")
            try tables.permit(caller, to: .changeSecurityDefaults)
            let old = tenant.legacyAuthentication[surface]
            guard old.mode != mode else { throw ActionError.conflict(.alreadyDone) }
            tenant.legacyAuthentication[surface] = LegacySurfaceSetting(
                mode: mode, changedAt: at, changedBy: caller.nameOfPerson)
            try tables.tenants.update(tenant)
            log.set("mode", from: old.mode.rawValue, to: mode.rawValue)
        }
    }
}

extension Caller {
    /// The name of the person who acts; `nil` for the operator and for Martlet itself.
    fileprivate var nameOfPerson: String? {
        guard case .user(_, let name, _) = identity else { return nil }
        return name
    }
}
