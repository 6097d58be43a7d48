import MartletDirectory
import MartletPolicy
import MartletStore

/// Sets up the organisation from the command line (`martlet init`), for scripts and tests.
package struct InitializeOrganization: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// What was set up, with what is shown once.
    package struct Initialized: Sendable {
        /// The organisation.
        package let tenant: Tenant
        /// Its first Global Administrator.
        package let user: User
        /// Their authenticator, registered without a proof because there is nobody to type one.
        package let authenticator: AuthenticatorEnrolment
        /// Their ten recovery codes.
        package let recoveryCodes: [String]
    }

    /// Makes everything in one transaction and closes set-up for ever.
    /// - Throws: `ActionError.conflict(.setUpClosed)`, `.invalid` naming the fields of the request, `.overloaded`;
    ///   `StoreError`.
    package func callAsFunction(_ request: SetUpRequest) async throws -> Initialized {
        guard try await tools.store.read({ try $0.installation.get().setUpCompletedAt == nil }) else {
            throw ActionError.conflict(.setUpClosed)
        }
        let at = tools.now
        let draft = try request.draft(tools, at: at)
        let password = try tools.acceptable(
            request.password, context: PasswordContext(of: draft.user, in: draft.tenant))
        let hash = try await tools.hash(password)
        let enrolment = try tools.newEnrolment(
            account: draft.user.userPrincipalName.text, organization: draft.tenant.displayName)
        let method = try tools.method(
            of: enrolment, user: draft.user.id, tenant: draft.tenant.id, name: "", at: at)
        let founding = try Founding(draft, passwordHash: hash, method: method, tools: tools, at: at)
        let caller = Caller(
            identity: .operator, tenant: draft.tenant.id, correlationID: tools.newCorrelationID())
        try await founding.save(tools, by: caller) { _ in }
        return Initialized(
            tenant: draft.tenant, user: draft.user, authenticator: enrolment, recoveryCodes: founding.codes.texts)
    }
}
