import MartletDirectory

/// The form for a new user.
package struct UserNewPage: Sendable, Equatable {
    /// What was typed before, when the form comes back with problems.
    package struct Draft: Sendable, Equatable {
        /// The part of the sign-in name before the `@`.
        package let localPart: String
        /// The part after it.
        package let domain: String
        /// The name that people see.
        package let displayName: String
        /// First name.
        package let givenName: String
        /// Last name.
        package let surname: String
        /// The chosen role, if any.
        package let role: ID<DirectoryRole>?

        /// A draft with every field given.
        package init(
            localPart: String = "", domain: String = "", displayName: String = "", givenName: String = "",
            surname: String = "", role: ID<DirectoryRole>? = nil
        ) {
            self.localPart = localPart
            self.domain = domain
            self.displayName = displayName
            self.givenName = givenName
            self.surname = surname
            self.role = role
        }
    }

    /// What is wrong with the form.
    package enum Problem: String, Sendable, CaseIterable {
        case nameMissing, nameInvalid, nameTaken, displayNameMissing, passwordTooShort, passwordTooLong,
            passwordTooCommon, passwordHasName
    }

    /// What was typed before.
    package let draft: Draft
    /// The domains of the organisation, the first one preselected.
    package let domains: [String]
    /// Whether the viewer may give roles.
    package let mayAssignRoles: Bool
    /// What is wrong.
    package let problems: [Problem]

    /// A page with every field given.
    package init(
        draft: Draft, domains: [String], mayAssignRoles: Bool, problems: [Problem] = []
    ) {
        self.draft = draft
        self.domains = domains
        self.mayAssignRoles = mayAssignRoles
        self.problems = problems
    }
}
