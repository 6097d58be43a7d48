import MartletDirectory
import MartletStore

/// Signs a person out everywhere but here.
package struct EndOtherSessions: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// Ends every session but the one in use, all refresh tokens, and what browsers remember.
    /// - Throws: `ActionError.notFound`; `StoreError`.
    @discardableResult
    package func callAsFunction(by caller: Caller) async throws -> EndedSignIns {
        let at = tools.now
        return try await tools.change(.sessionsRevoked, by: caller) { tables, log in
            let user = try tables.own(caller, at: at).user
            log.on(user)
            let ended = try tables.endSignIns(
                of: user.id, in: caller.tenant, at: at, reason: .endedByUser, except: caller.session)
            log.set("endedSessions", from: nil, to: String(ended.sessions))
            return ended
        }
    }
}
