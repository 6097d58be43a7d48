/// What an app offers to other apps: the names it goes by, its scopes for people and its roles.
package struct APISettings: SparseDocument {
    /// The names by which requests may call it (`api://…`, `https://…`), unique in the tenant.
    package var identifierURIs: [String]
    /// What apps may ask for on behalf of a person.
    package var scopes: [ExposedScope]
    /// What people, groups and apps may be assigned.
    package var roles: [AppRole]
    /// The apps that need no consent for its scopes.
    package var preauthorizedApplications: [ID<Application>]
    /// Whether only people who were assigned may sign in to it.
    package var requiresAssignment: Bool
    /// Whether it may ask what any token of the organisation is good for, not only its own (RFC 7662 section 2.1): a mail
    /// server that takes the tokens of every mail program.
    package var readsEveryToken: Bool
    /// Whether the app is a mail server: passwords that it sends for its mail programs are logged and judged as theirs.
    package var isMailServer: Bool

    /// The defaults.
    package init() {
        identifierURIs = []
        scopes = []
        roles = []
        preauthorizedApplications = []
        requiresAssignment = false
        readsEveryToken = false
        isMailServer = false
    }

    package init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        identifierURIs = try members.decode(.identifierURIs, or: [])
        scopes = try members.decode(.scopes, or: [])
        roles = try members.decode(.roles, or: [])
        preauthorizedApplications = try members.decode(.preauthorizedApplications, or: [])
        requiresAssignment = try members.decode(.requiresAssignment, or: false)
        readsEveryToken = try members.decode(.readsEveryToken, or: false)
        isMailServer = try members.decode(.isMailServer, or: false)
    }
}

/// A scope of an app's API: what another app may do there for a person.
package struct ExposedScope: Sendable, Codable, Equatable {
    /// What stands in `scp`: `Orders.Read`.
    package var value: String
    /// What it lets an app do, for people.
    package var displayName: String
    /// The same in a sentence or two.
    package var explanation: String
    /// Whether only an administrator can agree to it.
    package var needsAdministrator: Bool
    /// Whether it may be asked for.
    package var isEnabled: Bool

    /// A scope with every field given.
    package init(
        value: String, displayName: String, explanation: String = "", needsAdministrator: Bool = false,
        isEnabled: Bool = true
    ) {
        self.value = value
        self.displayName = displayName
        self.explanation = explanation
        self.needsAdministrator = needsAdministrator
        self.isEnabled = isEnabled
    }
}

/// A role of an app: what a person, a group or another app may be assigned there.
package struct AppRole: Sendable, Codable, Equatable {
    /// Who can hold it.
    package enum Holder: String, Sendable, Codable, CaseIterable { case user, application }

    /// Names the role in assignments.
    package var id: ID<AppRole>
    /// What stands in `roles`: `Orders.Approve`.
    package var value: String
    /// Its name, for people.
    package var displayName: String
    /// The same in a sentence or two.
    package var explanation: String
    /// Who can hold it.
    package var holders: [Holder]
    /// Whether it counts.
    package var isEnabled: Bool

    /// A role with every field given.
    package init(
        id: ID<AppRole>, value: String, displayName: String, explanation: String = "", holders: [Holder] = [.user],
        isEnabled: Bool = true
    ) {
        self.id = id
        self.value = value
        self.displayName = displayName
        self.explanation = explanation
        self.holders = holders
        self.isEnabled = isEnabled
    }
}
