import MartletDirectory
import MartletPolicy
import MartletStore

/// Takes a temporary access pass away: from somebody else, or from oneself (TP-8, TP-10).
package struct DeletePass: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// Deletes the pass of an account; what came in by it ends at once.
    /// - Throws: `ActionError.notFound`, `.forbidden`; `StoreError`.
    package func callAsFunction(_ id: ID<User>, by caller: Caller) async throws {
        let at = tools.now
        try await tools.change(.passDeleted, by: caller) { tables, log in
            let user = try tables.existingUser(id, in: caller.tenant)
            log.on(user)
            try tables.permit(caller, to: .manageMethods, target: id)
            try tables.deletePass(of: user, at: at, log: &log)
        }
    }

    /// Deletes one's own pass; a session that came in by it is over with that.
    /// - Throws: `ActionError.notFound`; `StoreError`.
    package func own(by caller: Caller) async throws {
        let at = tools.now
        try await tools.change(.passDeleted, by: caller) { tables, log in
            let subject = try tables.own(caller, at: at)
            log.on(subject.user)
            try tables.deletePass(of: subject.user, at: at, log: &log)
        }
    }
}

extension Tables {
    /// Deletes a pass and ends what rests on it.
    /// - Throws: `ActionError.notFound`; `StoreError`.
    fileprivate func deletePass(of user: User, at: Timestamp, log: inout ChangeLog) throws {
        guard let pass = try temporaryAccessPasses.find(user.id), try temporaryAccessPasses.delete(user.id) else {
            throw ActionError.notFound("temporary access pass")
        }
        log.set("temporaryAccessPass", from: pass.usability(at: at).rawValue, to: nil)
        try endWhatPassesLetIn(of: user, at: at)
    }
}
