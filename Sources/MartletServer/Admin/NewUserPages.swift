import Hummingbird
import MartletActions
import MartletDirectory
import MartletPolicy

/// Adding a user: the form, and what comes of it.
struct NewUserPages: Sendable {
    let doors: Doors

    /// The empty form, for those who may send it.
    @Sendable func form(_ visit: Visit) async throws -> Response {
        try await visit.admin { inside in
            try await page(UserNewPage.Draft(domain: inside.visitor.tenant.domain), for: inside)
        }
    }

    /// Adds a user; a generated password is shown once, and only here.
    @Sendable func add(_ visit: Visit) async throws -> Response {
        try await visit.admin { inside in
            let form = try await inside.form()
            let draft = UserNewPage.Draft(form)
            do {
                let added = try await AddUser(doors.tools)(draft.request(form), by: inside.caller)
                guard let password = added.temporaryPassword else {
                    return inside.done(.userSaved, at: "/admin/users/\(added.user.id)")
                }
                return try inside.page(
                    PasswordOncePage(
                        user: added.user.id, displayName: added.user.displayName,
                        userPrincipalName: added.user.userPrincipalName.text, password: password,
                        expiresAt: added.user.createdAt + PasswordChoice.temporaryLife, isNewUser: true))
            } catch ActionError.invalid(let found) {
                let problems = found.compactMap(UserNewPage.Problem.init)
                // A field that no form of ours sends wrong has no place beside which to say so.
                guard problems.count == found.count else { throw ActionError.invalid(found) }
                return try await page(draft, problems: problems, for: inside)
            }
        }
    }

    private func page(
        _ draft: UserNewPage.Draft, problems: [UserNewPage.Problem] = [], for inside: Inside
    ) async throws -> Response {
        let permitted = try await PermittedOperations(doors.tools)(needing: .manageUsers, by: inside.caller)
        return try inside.page(
            UserNewPage(
                draft: draft, domains: [inside.visitor.tenant.domain], mayAssignRoles: permitted.contains(.assignRoles),
                problems: problems),
            status: problems.isEmpty ? 200 : 400)
    }
}

extension UserNewPage.Draft {
    /// What was typed, without the password.
    fileprivate init(_ form: FormBody) {
        self.init(
            localPart: form.text("localPart"), domain: form.text("domain"), displayName: form.text("displayName"),
            givenName: form.text("givenName"), surname: form.text("surname"),
            role: form["role"].flatMap(ID.init(parsing:)))
    }

    /// The request that the draft is, with the password of the form.
    fileprivate func request(_ form: FormBody) -> AddUser.Request {
        AddUser.Request(
            userPrincipalName: localPart.isEmpty ? "" : "\(localPart)@\(domain)", displayName: displayName,
            givenName: givenName, surname: surname, role: role,
            password: form["passwordMode"] == "type"
                ? .given(form.text("password"), isTemporary: true) : .generatedTemporary)
    }
}

extension UserNewPage.Problem {
    /// The words beside a field; `nil` for a field that is not typed.
    fileprivate init?(_ found: FieldProblem) {
        switch (found.field, found.problem) {
        case ("userPrincipalName", .missing): self = .nameMissing
        case ("userPrincipalName", .taken): self = .nameTaken
        case ("userPrincipalName", _): self = .nameInvalid
        case ("displayName", _): self = .displayNameMissing
        case ("password", .password(.refused(let reason))):
            switch reason {
            case .tooShort: self = .passwordTooShort
            case .tooLong: self = .passwordTooLong
            case .commonTerm, .repetition: self = .passwordTooCommon
            case .organizationTerm, .containsName: self = .passwordHasName
            }
        case ("password", _): self = .passwordTooLong
        default: return nil
        }
    }
}
