import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore

/// Adds an account to the organisation.
package struct AddUser: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// Who is to be added.
    package struct Request: Sendable {
        /// The sign-in name, in the organisation's domain.
        package var userPrincipalName: String
        /// The name that people see.
        package var displayName: String
        /// First name, if known.
        package var givenName: String?
        /// Last name, if known.
        package var surname: String?
        /// Member or guest.
        package var kind: User.Kind
        /// A role to hold from the start, if any.
        package var role: ID<DirectoryRole>?
        /// The first password.
        package var password: PasswordChoice
        /// Whether an authenticator app is registered for the person at once. Only the operator of the machine may:
        /// a secret that another person has seen is no proof of its owner's presence (A045).
        package var registersAuthenticator: Bool

        /// A request with every field given.
        package init(
            userPrincipalName: String, displayName: String, givenName: String? = nil, surname: String? = nil,
            kind: User.Kind = .member, role: ID<DirectoryRole>? = nil, password: PasswordChoice = .generatedTemporary,
            registersAuthenticator: Bool = false
        ) {
            self.userPrincipalName = userPrincipalName
            self.displayName = displayName
            self.givenName = givenName
            self.surname = surname
            self.kind = kind
            self.role = role
            self.password = password
            self.registersAuthenticator = registersAuthenticator
        }
    }

    /// What was added, with what is shown once.
    package struct Added: Sendable {
        /// The account.
        package let user: User
        /// The generated temporary password, if one was asked for.
        package let temporaryPassword: String?
        /// The registered authenticator, if one was asked for.
        package let authenticator: AuthenticatorEnrolment?
        /// The ten recovery codes that come with it; empty otherwise.
        package let recoveryCodes: [String]
    }

    /// Adds the account.
    /// - Throws: `ActionError.invalid` naming `userPrincipalName`, `displayName`, `password`, `role`,
    ///   `registersAuthenticator`; `.forbidden`; `StoreError`.
    package func callAsFunction(_ request: Request, by caller: Caller) async throws -> Added {
        let draft = try await draft(of: request, by: caller)
        let user = draft.user
        let password = try await tools.prepare(
            request.password, context: PasswordContext(of: user, in: draft.organization))
        let authenticator = try registration(for: user, at: draft.organization, asked: request.registersAuthenticator)
        let assignment = request.role.map {
            RoleAssignment(
                id: tools.ambient.newID(), tenant: user.tenant, role: $0, principal: .user(user.id),
                createdAt: user.createdAt)
        }
        let roleRecord = tools.ambient.newID(of: AuditRecord.self)
        try await tools.change(.userAdded, by: caller) { tables, log in
            log.on(user)
            try tables.permit(caller, to: .manageUsers)
            try tables.refuseTaken(user.userPrincipalName, in: caller.tenant)
            try tables.users.insert(user)
            try tables.passwords.save(password.record(for: user, at: user.createdAt))
            try authenticator?.save(tools, in: tables)
            log.set("userPrincipalName", from: nil, to: user.userPrincipalName.text)
            log.set("displayName", from: nil, to: user.displayName)
            log.set("userType", from: nil, to: user.kind.rawValue)
            if let assignment {
                let recorded = try tables.give(assignment, by: caller)
                try tables.audits.insert(
                    tools.record(
                        recorded.activity, by: caller, id: roleRecord, at: user.createdAt, log: recorded.log))
            }
        }
        return Added(
            user: user, temporaryPassword: password.generated, authenticator: authenticator?.enrolment,
            recoveryCodes: authenticator?.codes.texts ?? [])
    }

    private struct Draft: Sendable {
        var user: User
        var organization: Tenant
    }

    private func draft(of request: Request, by caller: Caller) async throws -> Draft {
        let at = tools.now
        let id = tools.ambient.newID(of: User.self)
        return try await tools.judge(.userAdded, by: caller) { tables, log in
            log.on(.user, "", String(request.userPrincipalName.prefix(113)))
            try tables.permit(caller, to: .manageUsers)
            let organization = try tables.organization(of: caller)
            var checks = FieldChecks()
            let name = checks.userPrincipalName(
                request.userPrincipalName, in: "userPrincipalName", domain: organization.domain)
            if let name, try tables.users.find(upn: name, in: caller.tenant) != nil {
                checks.found(.taken, in: "userPrincipalName")
            }
            let displayName = checks.name(request.displayName, in: "displayName")
            let givenName = checks.optionalName(request.givenName, in: "givenName", limit: 64)
            let surname = checks.optionalName(request.surname, in: "surname", limit: 64)
            if let role = request.role, DirectoryRole.find(role) == nil { checks.found(.unknown, in: "role") }
            if request.registersAuthenticator, caller.user != nil {
                checks.found(.notAllowed, in: "registersAuthenticator")
            }
            try checks.done()
            guard let name else { throw ActionError.invalid(checks.problems) }
            let user = User(
                id: id, tenant: caller.tenant, userPrincipalName: name, displayName: displayName,
                givenName: givenName, surname: surname, kind: request.kind, createdAt: at, sessionsValidFrom: at)
            return Draft(user: user, organization: organization)
        }
    }

    private func registration(
        for user: User, at organization: Tenant, asked: Bool
    ) throws -> RegisteredAuthenticator? {
        guard asked else { return nil }
        return try tools.registeredAuthenticator(for: user, at: organization, now: user.createdAt)
    }
}
