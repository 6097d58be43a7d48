import MartletDirectory
import MartletPolicy
import MartletStore

/// Closes what is open about an account because there is nothing to it.
package struct DismissRisk: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// Closes every open detection about the account, and every one of which something is still named as suspect.
    /// - Throws: `ActionError.notFound`, `.forbidden`, `.conflict(.alreadyDone)` where nothing is open; `StoreError`.
    package func callAsFunction(_ id: ID<User>, by caller: Caller) async throws {
        let at = tools.now
        try await tools.change(.riskDismissed, by: caller) { tables, log in
            let user = try tables.existingUser(id, in: caller.tenant)
            log.on(user)
            try tables.permit(caller, to: .revokeSessions, target: id)
            let hasSuspects = try !tables.suspectMethods(of: id, in: caller.tenant).isEmpty
            var closed = try tables.riskDetections.close(id, as: .dismissed, at: at)
            if hasSuspects {
                closed += try tables.riskDetections.close(id, from: .remediated, as: .dismissed, at: at)
            }
            guard closed > 0 else { throw ActionError.conflict(.alreadyDone) }
            log.set("openRisks", from: String(closed), to: "0")
        }
    }
}
