import MartletDirectory

/// The person's ways of signing in.
package struct AccountSecurityPage: Page {
    /// One authenticator app.
    package struct Authenticator: Sendable {
        /// Its identifier.
        package var id: ID<TOTPMethod>
        /// The name that the person gave it.
        package var name: String
        /// When it was set up.
        package var createdAt: Timestamp

        /// An app with every field given.
        package init(id: ID<TOTPMethod>, name: String, createdAt: Timestamp) {
            self.id = id
            self.name = name
            self.createdAt = createdAt
        }
    }

    package static let template = "account-security"
    package static let section = "security"
    package let titleKey = "account.security.title"
    /// When the password was last changed, if there is one.
    package var passwordChangedAt: Timestamp?
    /// The authenticator apps.
    package var authenticators: [Authenticator]
    /// Recovery codes that are not spent.
    package var recoveryCodesLeft: Int
    /// What just happened.
    package var notice: AccountNotice?

    /// A page with every field given.
    package init(
        passwordChangedAt: Timestamp?, authenticators: [Authenticator], recoveryCodesLeft: Int,
        notice: AccountNotice? = nil
    ) {
        self.passwordChangedAt = passwordChangedAt
        self.authenticators = authenticators
        self.recoveryCodesLeft = recoveryCodesLeft
        self.notice = notice
    }

    package func content(_ phrases: Phrases) -> ViewObject {
        [
            "notice": phrases.notice(notice), "passwordChanged": ViewValue(passwordChangedAt.map(phrases.day)),
            "authenticators": ViewValue(authenticators.map { view(of: $0, phrases) }),
            "hasNone": .flag(authenticators.isEmpty), "isLast": .flag(authenticators.count == 1),
            "codes": .text(phrases.count("account.codesLeft", recoveryCodesLeft)),
            "codesTone": .text(recoveryCodesLeft == 0 ? "bad" : recoveryCodesLeft <= 3 ? "warn" : "good"),
            "mayHaveCodes": .flag(!authenticators.isEmpty), "hasCodes": .flag(recoveryCodesLeft > 0),
        ]
    }

    private func view(of app: Authenticator, _ phrases: Phrases) -> ViewObject {
        ["id": .text(app.id.rawValue), "name": .text(app.name), "created": .object(phrases.day(app.createdAt))]
    }
}
