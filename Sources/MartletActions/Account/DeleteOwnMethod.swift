import MartletDirectory
import MartletStore

/// Deletes one of a person's own methods.
package struct DeleteOwnMethod: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// Deletes the method; other sessions and remembered browsers end (A030, A109).
    ///
    /// Under the security defaults the last method stays until there is another (SD-25). With the last method the
    /// recovery codes go too: they stand in for a method, they are none.
    /// - Throws: `ActionError.needsFreshSecondFactor` unless this session has proven one (A022), `.notFound`,
    ///   `.invalid` naming `method` for the last one under the defaults, `.lastAdministrator` for the last usable
    ///   Global Administrator's last method; `StoreError`.
    package func callAsFunction(_ id: ID<TOTPMethod>, by caller: Caller) async throws {
        let at = tools.now
        try await tools.change(.methodDeleted, by: caller) { tables, log in
            let subject = try tables.own(caller, at: at)
            log.on(subject.user)
            try tables.wantSecondFactor(of: caller, at: at)
            guard try tables.totpMethods.delete(id, of: subject.user.id) else { throw ActionError.notFound("method") }
            log.set("method", from: Method.totp.name, to: nil)
            try tables.endSignIns(
                of: subject.user.id, in: caller.tenant, at: at, reason: .methodsChanged, except: caller.session)
            try tables.keepAnAdministrator(in: caller.tenant, whenLosing: subject.user.id)
            guard try tables.totpMethods.list(subject.user.id).isEmpty else { return }
            if try tables.organization(of: caller).securityDefaults.isEnabled {
                throw ActionError.invalid([FieldProblem("method", .notAllowed)])
            }
            _ = try tables.recoveryCodes.deleteAll(of: subject.user.id)
        }
    }
}
