import MartletDirectory
import MartletStore

/// Ends the registration of an authenticator app with a correct code.
package struct ProveAuthenticator: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// Registers the app.
    ///
    /// Other sessions and remembered browsers end, as with every change of credentials (A030). Whoever has no recovery
    /// code left gets a new set.
    /// - Returns: new recovery codes, to be shown once; empty when the old ones stand.
    /// - Throws: `ActionError.invalid` naming `code` (wrong), `state` (not this person's, too old) or `name`,
    ///   `.conflict(.alreadyDone)` when this app is registered already, `.needsFreshSecondFactor`, `.notFound`; `StoreError`.
    package func callAsFunction(
        state: String, code: String, name: String, by caller: Caller
    ) async throws -> [String] {
        let at = tools.now
        var checks = FieldChecks()
        let label = checks.optionalName(name, in: "name", limit: 64) ?? ""
        try checks.done()
        guard let id = caller.user else { throw ActionError.notFound("account") }
        let sealed = try tools.openEnrolment(state, for: id, at: at)
        guard
            let method = try tools.method(
                provenBy: code, sealed: sealed, user: id, tenant: caller.tenant, name: label, at: at)
        else { throw ActionError.invalid([FieldProblem("code", .mismatch)]) }
        let codes = tools.newRecoveryCodes(for: id, tenant: caller.tenant, at: at)
        return try await tools.change(.methodRegistered, by: caller) { tables, log in
            let subject = try tables.own(caller, at: at)
            log.on(subject.user)
            try tables.wantRegistrationRight(of: subject, for: .app, caller: caller, at: at)
            // A form that is sent twice: the same secret in two methods would make each of its codes good twice (A037).
            let secret = try tools.secret(of: method)
            for known in subject.authenticators where try tools.secret(of: known) == secret {
                throw ActionError.conflict(.alreadyDone)
            }
            try tools.insert(method, in: tables)
            log.set("method", from: nil, to: Method.totp.name)
            try tools.noteFirstRegistration(of: subject, from: caller.address, at: at, in: tables)
            try tables.endSignIns(
                of: id, in: caller.tenant, at: at, reason: .methodsChanged, except: caller.session)
            guard subject.recoveryCodesLeft == 0 else { return [] }
            try tables.recoveryCodes.replace(of: id, in: caller.tenant, with: codes.rows)
            log.set("recoveryCodes", from: "0", to: String(codes.rows.count))
            return codes.texts
        }
    }
}
