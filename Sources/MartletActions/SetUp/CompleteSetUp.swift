import MartletCredentials
import MartletDirectory
import MartletStore

/// Ends set-up with a correct code of the administrator's authenticator, and closes it for ever (A014).
package struct CompleteSetUp: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// What was set up, with what is shown once.
    package struct Completed: Sendable {
        /// The organisation.
        package let tenant: Tenant
        /// Its first Global Administrator.
        package let user: User
        /// Their ten recovery codes.
        package let recoveryCodes: [String]
        /// What the administrator has proven by setting up; a session may be opened on it, through the gate.
        package let proofs: [Proof]
    }

    /// Makes everything in one transaction.
    /// - Throws: `ActionError.conflict(.setUpClosed)`, `.notFound` for a wrong set-up code, `.invalid` naming `state`
    ///   (begun elsewhere or too long ago) or `code` (of the authenticator); `StoreError`.
    package func callAsFunction(
        state: String, code: String, authenticatorCode: String, address: String
    ) async throws -> Completed {
        let at = tools.now
        try await tools.store.read { tables in try tables.wantOpenSetUp(code) }
        let opened = try tools.openSetUpState(state, code: code, at: at)
        let draft = opened.draft(at: at)
        guard
            let method = try tools.method(
                provenBy: authenticatorCode, sealed: opened.enrolment, user: draft.user.id, tenant: draft.tenant.id,
                name: "", at: at)
        else { throw ActionError.invalid([FieldProblem("code", .mismatch)]) }
        let founding = try Founding(
            draft, passwordHash: opened.passwordHash, method: method, tools: tools, at: at)
        // Whoever holds the code that the machine printed is its operator.
        let caller = Caller(
            identity: .operator, tenant: draft.tenant.id, address: address,
            correlationID: tools.newCorrelationID())
        try await founding.save(tools, by: caller) { tables in try tables.wantOpenSetUp(code) }
        return Completed(
            tenant: draft.tenant, user: draft.user, recoveryCodes: founding.codes.texts,
            proofs: [Proof(method: .password, at: at), Proof(method: .totp, at: at)])
    }
}
