import MartletDirectory
import MartletStore

/// Ends one of a person's own sessions.
package struct EndOwnSession: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// Ends the session and the refresh tokens that came from it. Somebody else's session does not exist (A114).
    /// - Throws: `ActionError.notFound`; `StoreError`.
    package func callAsFunction(_ id: ID<Session>, by caller: Caller) async throws {
        let at = tools.now
        try await tools.change(.sessionEnded, by: caller) { tables, log in
            let user = try tables.own(caller, at: at).user
            log.on(user)
            log.on(.session, id.rawValue, "")
            guard let session = try tables.liveSession(id, of: user.id, in: caller.tenant, at: at),
                try tables.sessions.end(id, in: caller.tenant, at: at, reason: .endedByUser)
            else { throw ActionError.notFound("session") }
            _ = try tables.refreshFamilies.revokeAll(session: id, at: at)
            // A browser that was lost or lent carries the second factor no more.
            let browser = Hexadecimal.text(of: session.browserHash)
            try tables.familiarities.forgetRemembered(user.id, browser: browser)
        }
    }
}
