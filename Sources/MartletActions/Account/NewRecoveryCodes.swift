import MartletDirectory
import MartletStore

/// Makes a person ten new recovery codes.
package struct NewRecoveryCodes: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// Replaces the codes; the old ones are dead (A031).
    ///
    /// Other sessions and remembered browsers end, as with every change of credentials (A030).
    /// - Returns: the codes, to be shown once.
    /// - Throws: `ActionError.needsFreshSecondFactor` unless this session has proven one (A022), `.invalid` naming
    ///   `method` for somebody without a method to stand in for, `.notFound`; `StoreError`.
    package func callAsFunction(by caller: Caller) async throws -> [String] {
        let at = tools.now
        guard let id = caller.user else { throw ActionError.notFound("account") }
        let codes = tools.newRecoveryCodes(for: id, tenant: caller.tenant, at: at)
        try await tools.change(.recoveryCodesMade, by: caller) { tables, log in
            let subject = try tables.own(caller, at: at)
            log.on(subject.user)
            guard subject.isRegistered(at: at) else {
                throw ActionError.invalid([FieldProblem("method", .missing)])
            }
            try tables.wantSecondFactor(of: caller, at: at)
            try tables.recoveryCodes.replace(of: id, in: caller.tenant, with: codes.rows)
            log.set("recoveryCodes", from: String(subject.recoveryCodesLeft), to: String(codes.rows.count))
            try tables.endSignIns(
                of: id, in: caller.tenant, at: at, reason: .methodsChanged, except: caller.session)
        }
        return codes.texts
    }
}
