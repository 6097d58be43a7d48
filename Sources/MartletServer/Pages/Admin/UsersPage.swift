import MartletDirectory

/// The list of users.
package struct UsersPage: Sendable, Equatable {
    /// The filter chips.
    package enum Filter: String, Sendable, CaseIterable {
        case all, enabled, disabled, guests, administrators, notRegistered
    }

    /// One user.
    package struct Row: Sendable, Equatable {
        /// The object id.
        package let id: ID<User>
        /// The name that people see.
        package let displayName: String
        /// The sign-in name.
        package let userPrincipalName: String
        /// Whether the account may sign in.
        package let isEnabled: Bool
        /// Whether it is a guest.
        package let isGuest: Bool
        /// Whether it is an emergency access account.
        package let isEmergencyAccess: Bool
        /// Whether it is locked out now.
        package let isLocked: Bool
        /// The roles it holds, direct or through a group.
        package let roles: [ID<DirectoryRole>]
        /// How far it is with registration.
        package let registration: RegistrationState
        /// When it last signed in, if ever.
        package let lastSignInAt: Timestamp?

        /// A row with every field given.
        package init(
            id: ID<User>, displayName: String, userPrincipalName: String, isEnabled: Bool, isGuest: Bool = false,
            isEmergencyAccess: Bool = false, isLocked: Bool = false, roles: [ID<DirectoryRole>] = [],
            registration: RegistrationState, lastSignInAt: Timestamp?
        ) {
            self.id = id
            self.displayName = displayName
            self.userPrincipalName = userPrincipalName
            self.isEnabled = isEnabled
            self.isGuest = isGuest
            self.isEmergencyAccess = isEmergencyAccess
            self.isLocked = isLocked
            self.roles = roles
            self.registration = registration
            self.lastSignInAt = lastSignInAt
        }
    }

    /// What was searched for; empty for everything.
    package let query: String
    /// The chosen chip.
    package let filter: Filter
    /// The users of this page.
    package let rows: [Row]
    /// How many users the organisation has in all.
    package let total: Int
    /// Whether this is a later page than the first.
    package let isContinued: Bool
    /// Where the next page begins, or `nil`.
    package let next: String?
    /// Whether the viewer may add users.
    package let mayAdd: Bool
    /// What a form just did.
    package let notice: AdminNotice?

    /// A page with every field given.
    package init(
        query: String, filter: Filter, rows: [Row], total: Int, isContinued: Bool, next: String?,
        mayAdd: Bool, notice: AdminNotice? = nil
    ) {
        self.query = query
        self.filter = filter
        self.rows = rows
        self.total = total
        self.isContinued = isContinued
        self.next = next
        self.mayAdd = mayAdd
        self.notice = notice
    }
}
