import MartletDirectory
import MartletPolicy
import MartletStore

/// Throws the one switch (SD-1).
package struct SwitchSecurityDefaults: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// Why an organisation switches the defaults off (D11).
    package enum DisableReason: String, Sendable, CaseIterable {
        case usingConditionalAccess, tooManyPrompts, neededAppsOrDevices, other
    }

    /// Switches the defaults on; everybody's registration grace begins anew (D26).
    ///
    /// With `revokesSessions` everything but the caller's own session is signed out (D24).
    /// - Throws: `ActionError.forbidden` (SD-10), `.conflict(.alreadyDone)`; `StoreError`.
    @discardableResult
    package func on(revokesSessions: Bool, by caller: Caller) async throws -> EndedSignIns {
        let at = tools.now
        return try await tools.change(.securityDefaultsEnabled, by: caller) { tables, log in
            var tenant = try tables.organization(of: caller)
            log.on(.policy, Self.policyID, Self.policyName)
            try tables.permit(caller, to: .changeSecurityDefaults)
            guard !tenant.securityDefaults.isEnabled else { throw ActionError.conflict(.alreadyDone) }
            log.set("isEnabled", from: false, to: true)
            tenant.securityDefaults.isEnabled = true
            tenant.securityDefaults.enabledAt = at
            try tables.tenants.update(tenant)
            guard revokesSessions else { return EndedSignIns(sessions: 0, families: 0) }
            let ended = try revokeAll(in: tables, caller: caller, at: at)
            log.set("sessions", from: String(ended.sessions), to: "0")
            log.set("refreshTokenFamilies", from: String(ended.families), to: "0")
            return ended
        }
    }

    /// Switches the defaults off.
    ///
    /// `text` says what `.other` means; it is needed there, kept elsewhere if given, at most 500 characters.
    /// - Throws: `ActionError.forbidden` (SD-10), `.needsFreshSecondFactor`, `.invalid` naming `text`,
    ///   `.conflict(.alreadyDone)`; `StoreError`.
    package func off(reason: DisableReason, text: String = "", by caller: Caller) async throws {
        let at = tools.now
        try await tools.change(.securityDefaultsDisabled, by: caller) { tables, log in
            var tenant = try tables.organization(of: caller)
            log.on(.policy, Self.policyID, Self.policyName)
            try tables.permit(caller, to: .changeSecurityDefaults)
            try tables.wantFreshSecondFactor(of: caller, at: at)
            var checks = FieldChecks()
            let explanation = checks.optionalName(text, in: "text", limit: 500)
            if reason == .other, explanation == nil { checks.found(.missing, in: "text") }
            try checks.done()
            guard tenant.securityDefaults.isEnabled else { throw ActionError.conflict(.alreadyDone) }
            log.set("isEnabled", from: true, to: false)
            log.set("reason", from: nil, to: reason.rawValue)
            log.set("reasonText", from: nil, to: explanation)
            tenant.securityDefaults.isEnabled = false
            try tables.tenants.update(tenant)
        }
    }

    private func revokeAll(in tables: Tables, caller: Caller, at: Timestamp) throws -> EndedSignIns {
        let sessions = try tables.sessions.endAll(
            in: caller.tenant, at: at, reason: .securityDefaultsEnabled, except: caller.session)
        let families = try tables.refreshFamilies.revokeAll(in: caller.tenant, at: at, exceptUser: caller.user)
        return EndedSignIns(sessions: sessions, families: families)
    }

    static let policyID = "00000000-0000-0000-0000-000000000005"
    static let policyName = "Security defaults"
}
