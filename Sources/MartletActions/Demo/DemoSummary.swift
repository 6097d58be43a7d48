import MartletDirectory

/// What `martlet demo` prints: everything that is needed to walk around in the example.
package struct DemoSummary: Sendable {
    /// One account.
    package struct Account: Sendable {
        /// The account.
        package let user: User
        /// Its password.
        package let password: String
        /// Its authenticator, if one is registered.
        package let authenticator: AuthenticatorEnrolment?
        /// The roles it holds directly.
        package let roles: [DirectoryRole]
        /// Its recovery codes, if one may try them.
        package let recoveryCodes: [String]
    }

    /// One app.
    package struct App: Sendable {
        /// The app.
        package let application: Application
        /// Its client secret, if it has one.
        package let clientSecret: String?
    }

    /// The organisation.
    package let tenant: Tenant
    /// The accounts, the founder first.
    package let accounts: [Account]
    /// The apps.
    package let applications: [App]

    /// The account with this sign-in name.
    package func account(_ userPrincipalName: String) -> Account? {
        accounts.first { $0.user.userPrincipalName.folded == userPrincipalName.lowercased() }
    }
}
