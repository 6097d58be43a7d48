import MartletDirectory

/// Emergency access: the rules, the accounts, and the form that makes two.
package struct EmergencyPage: Sendable, Equatable {
    /// One emergency access account.
    package struct Account: Sendable, Equatable {
        /// The account.
        package let id: ID<User>
        /// The sign-in name.
        package let userPrincipalName: String
        /// When it was made.
        package let createdAt: Timestamp
        /// When it last signed in, if ever.
        package let lastUsedAt: Timestamp?
        /// Whether it could sign in now: enabled, a Global Administrator, with a password and a second factor.
        package let isReady: Bool
        /// Whether the last drill was more than ninety days ago (EA-10).
        package let drillIsDue: Bool

        /// An account with every field given.
        package init(
            id: ID<User>, userPrincipalName: String, createdAt: Timestamp, lastUsedAt: Timestamp?, isReady: Bool,
            drillIsDue: Bool
        ) {
            self.id = id
            self.userPrincipalName = userPrincipalName
            self.createdAt = createdAt
            self.lastUsedAt = lastUsedAt
            self.isReady = isReady
            self.drillIsDue = drillIsDue
        }
    }

    /// The accounts, oldest first.
    package let accounts: [Account]
    /// Whether the viewer may make accounts.
    package let mayMake: Bool

    /// A page with every field given.
    package init(
        accounts: [Account], mayMake: Bool
    ) {
        self.accounts = accounts
        self.mayMake = mayMake
    }
}
