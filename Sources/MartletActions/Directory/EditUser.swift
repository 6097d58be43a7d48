import MartletDirectory
import MartletPolicy
import MartletStore

/// Changes what an account is called and what kind it is.
package struct EditUser: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// The new values; all are set.
    package struct Edit: Sendable {
        /// The sign-in name.
        package var userPrincipalName: String
        /// The name that people see.
        package var displayName: String
        /// First name, or `nil`.
        package var givenName: String?
        /// Last name, or `nil`.
        package var surname: String?
        /// Member or guest.
        package var kind: User.Kind
        /// Whether a program signs in with the account; `nil` leaves it as it is.
        package var isService: Bool?

        /// An edit with every field given.
        package init(
            userPrincipalName: String, displayName: String, givenName: String?, surname: String?, kind: User.Kind,
            isService: Bool? = nil
        ) {
            self.userPrincipalName = userPrincipalName
            self.displayName = displayName
            self.givenName = givenName
            self.surname = surname
            self.kind = kind
            self.isService = isService
        }
    }

    /// Changes the account; who may is the same question as for a password reset (RO-10, A103).
    /// - Throws: `ActionError.notFound`, `.forbidden`, `.invalid`, `.lastAdministrator` when the last usable
    ///   administrator would become a guest (SD-72); `StoreError`.
    @discardableResult
    package func callAsFunction(_ id: ID<User>, _ edit: Edit, by caller: Caller) async throws -> User {
        let at = tools.now
        return try await tools.change(.userUpdated, by: caller) { tables, log in
            let user = try tables.existingUser(id, in: caller.tenant)
            log.on(user)
            try tables.permit(caller, to: .manageUsers, target: id)
            let edited = try checked(edit, of: user, in: tables)
            log.set("userPrincipalName", from: user.userPrincipalName.text, to: edited.userPrincipalName.text)
            log.set("displayName", from: user.displayName, to: edited.displayName)
            log.set("givenName", from: user.givenName, to: edited.givenName)
            log.set("surname", from: user.surname, to: edited.surname)
            log.set("userType", from: user.kind.rawValue, to: edited.kind.rawValue)
            log.set("isService", from: String(user.isService), to: String(edited.isService))
            try tables.users.update(edited)
            if edited.kind != user.kind { try tables.keepAnAdministrator(in: caller.tenant, whenLosing: id, at: at) }
            return edited
        }
    }

    private func checked(_ edit: Edit, of user: User, in tables: Tables) throws -> User {
        guard let organization = try tables.tenants.find(user.tenant) else {
            throw ActionError.notFound("organization")
        }
        var checks = FieldChecks()
        var edited = user
        // An account keeps its name whatever rules came later; only a new name is checked.
        if edit.userPrincipalName != user.userPrincipalName.text {
            let name = checks.userPrincipalName(
                edit.userPrincipalName, in: "userPrincipalName", domain: organization.domain)
            if let name { edited.userPrincipalName = name }
        }
        edited.displayName = checks.name(edit.displayName, in: "displayName")
        edited.givenName = checks.optionalName(edit.givenName, in: "givenName", limit: 64)
        edited.surname = checks.optionalName(edit.surname, in: "surname", limit: 64)
        edited.kind = edit.kind
        edited.isService = edit.isService ?? user.isService
        try checks.done()
        try tables.refuseTaken(edited.userPrincipalName, in: user.tenant, but: user.id)
        return edited
    }
}
