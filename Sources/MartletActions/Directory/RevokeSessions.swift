import MartletDirectory
import MartletPolicy
import MartletStore

/// Signs an account out everywhere.
package struct RevokeSessions: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// Ends the sessions, refresh tokens and remembered browsers of the account (SD-51).
    /// - Throws: `ActionError.notFound`, `.forbidden`; `StoreError`.
    @discardableResult
    package func callAsFunction(_ id: ID<User>, by caller: Caller) async throws -> EndedSignIns {
        let at = tools.now
        return try await tools.change(.sessionsRevoked, by: caller) { tables, log in
            let user = try tables.existingUser(id, in: caller.tenant)
            log.on(user)
            try tables.permit(caller, to: .revokeSessions, target: id)
            let ended = try tables.endSignIns(
                of: id, in: caller.tenant, at: at, reason: .revokedByAdministrator)
            log.set("sessions", from: String(ended.sessions), to: "0")
            log.set("refreshTokenFamilies", from: String(ended.families), to: "0")
            return ended
        }
    }
}
