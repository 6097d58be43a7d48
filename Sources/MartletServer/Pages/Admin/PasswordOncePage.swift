import MartletDirectory

/// A temporary password, shown once: after a user was made or a password reset.
package struct PasswordOncePage: Sendable, Equatable {
    /// Whose it is.
    package let user: ID<User>
    /// The name that people see.
    package let displayName: String
    /// The sign-in name.
    package let userPrincipalName: String
    /// The password.
    package let password: String
    /// When it stops working.
    package let expiresAt: Timestamp?
    /// Whether the user was just made; else the password was reset.
    package let isNewUser: Bool

    /// A page with every field given.
    package init(
        user: ID<User>, displayName: String, userPrincipalName: String, password: String,
        expiresAt: Timestamp?, isNewUser: Bool
    ) {
        self.user = user
        self.displayName = displayName
        self.userPrincipalName = userPrincipalName
        self.password = password
        self.expiresAt = expiresAt
        self.isNewUser = isNewUser
    }
}
