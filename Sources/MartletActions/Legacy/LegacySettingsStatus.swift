import MartletDirectory
import MartletPolicy
import MartletStore

/// Shows where passwords alone are still taken, and how the mail door is set.
package struct LegacySettingsStatus: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// What the page shows.
    package struct Status: Sendable {
        /// The setting.
        package let setting: LegacyAuthentication
        /// The keys of the mail door that count now, newest first.
        package let keys: [MailDoor.Key]
        /// Whether the security defaults block all of it anyway (SD-42).
        package let isUnderDefaults: Bool
        /// The organisation's domain, for the address of the mail door.
        package let domain: String
        /// Whether the caller may change it.
        package let mayChange: Bool
    }

    /// Reads it.
    /// - Throws: `ActionError.forbidden`; `StoreError`.
    package func callAsFunction(by caller: Caller) async throws -> Status {
        let at = tools.now
        return try await tools.store.read { tables in
            try tables.permit(caller, to: .readSecurityDefaults)
            let tenant = try tables.organization(of: caller)
            let setting = tenant.legacyAuthentication
            return Status(
                setting: setting, keys: setting.mailDoor.keys.filter { $0.isGood(at: at) },
                isUnderDefaults: tenant.securityDefaults.isEnabled, domain: tenant.domain,
                mayChange: try tables.isPermitted(caller, to: .changeSecurityDefaults))
        }
    }
}
