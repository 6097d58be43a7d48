import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore

/// Begins to set up the organisation: checks everything and draws the first administrator's authenticator.
package struct BeginSetUp: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// A set-up that has begun. Nothing is stored yet.
    package struct Begun: Sendable {
        /// What the page's form carries, together with the code; good for 15 minutes.
        package let state: String
        /// What the page shows.
        package let enrolment: AuthenticatorEnrolment
    }

    /// Begins.
    /// - Throws: `ActionError.conflict(.setUpClosed)` (A014), `.notFound` for a wrong code, `.invalid` naming the fields
    ///   of the request, `.overloaded`; `StoreError`.
    package func callAsFunction(_ request: SetUpRequest, code: String) async throws -> Begun {
        try await wantOpen(code)
        let at = tools.now
        let draft = try request.draft(tools, at: at)
        let password = try tools.acceptable(
            request.password, context: PasswordContext(of: draft.user, in: draft.tenant))
        let hash = try await tools.hash(password)
        let enrolment = try tools.newEnrolment(
            account: draft.user.userPrincipalName.text, organization: draft.tenant.displayName)
        let state = SetUpState(
            draft, passwordHash: hash, enrolment: enrolment.sealedSecret, endsAt: at + Lifetimes.flow)
        return Begun(state: try tools.seal(state, code: code), enrolment: enrolment)
    }

    /// Shows the authenticator again, after a wrong code of it.
    /// - Throws: as above, and `ActionError.invalid` naming `state`.
    package func again(_ state: String, code: String) async throws -> Begun {
        try await wantOpen(code)
        let opened = try tools.openSetUpState(state, code: code, at: tools.now)
        let enrolment = try tools.enrolment(
            sealed: opened.enrolment, account: opened.userPrincipalName, organization: opened.organizationName)
        return Begun(state: state, enrolment: enrolment)
    }

    private func wantOpen(_ code: String) async throws {
        try await tools.store.read { tables in try tables.wantOpenSetUp(code) }
    }
}

extension Tables {
    /// Refuses anything but the code of a set-up that is open.
    /// - Throws: `ActionError.conflict(.setUpClosed)`, `.notFound`; `StoreError`.
    func wantOpenSetUp(_ code: String) throws {
        switch try answer(toSetUpCode: code) {
        case .open: return
        case .closed: throw ActionError.conflict(.setUpClosed)
        case .wrong: throw ActionError.notFound("set-up code")
        }
    }
}
