import MartletDirectory

/// The account's front page: how safe it is, and what happened lately.
package struct AccountOverviewPage: Page {
    package static let template = "account-overview"
    package static let section = "overview"
    package let titleKey = "account.overview.title"
    package func titleArguments(_ phrases: Phrases) -> [String: String] { ["name": displayName] }
    /// The person's name.
    package var displayName: String
    /// Whether a second factor is set up.
    package var hasAuthenticator: Bool
    /// Days for which registration may be put off; `nil` where no grace runs.
    package var graceDaysLeft: Int?
    /// Recovery codes that are not spent.
    package var recoveryCodesLeft: Int
    /// When the password was last changed, if there is one.
    package var passwordChangedAt: Timestamp?
    /// Browsers in which the person is signed in.
    package var sessionCount: Int
    /// Apps that the person allowed something.
    package var appCount: Int
    /// The newest sign-ins, a handful.
    package var recent: [AccountSignIn]
    /// When the first method was registered, if that was lately.
    package var firstRegisteredAt: Timestamp?
    /// What just happened.
    package var notice: AccountNotice?

    /// A page with every field given.
    package init(
        displayName: String, hasAuthenticator: Bool, graceDaysLeft: Int?, recoveryCodesLeft: Int,
        passwordChangedAt: Timestamp?, sessionCount: Int, appCount: Int, recent: [AccountSignIn],
        firstRegisteredAt: Timestamp? = nil, notice: AccountNotice? = nil
    ) {
        self.displayName = displayName
        self.hasAuthenticator = hasAuthenticator
        self.graceDaysLeft = graceDaysLeft
        self.recoveryCodesLeft = recoveryCodesLeft
        self.passwordChangedAt = passwordChangedAt
        self.sessionCount = sessionCount
        self.appCount = appCount
        self.recent = recent
        self.firstRegisteredAt = firstRegisteredAt
        self.notice = notice
    }

    package func content(_ phrases: Phrases) -> ViewObject {
        [
            "notice": phrases.notice(notice), "firstRegistered": ViewValue(firstRegisteredAt.map(phrases.time)),
            "isProtected": .flag(hasAuthenticator),
            "grace": ViewValue(graceDaysLeft.map { phrases.count("account.overview.grace", $0) }),
            "codes": .text(phrases.count("account.codesLeft", recoveryCodesLeft)),
            "codesTone": .text(recoveryCodesLeft == 0 ? "bad" : recoveryCodesLeft <= 3 ? "warn" : "good"),
            "fewCodes": .flag(hasAuthenticator && recoveryCodesLeft <= 3),
            "passwordChanged": ViewValue(passwordChangedAt.map(phrases.day)),
            "sessions": ViewValue(sessionCount), "apps": ViewValue(appCount),
            "sessionsText": .text(phrases.count("account.overview.sessions", sessionCount)),
            "appsText": .text(phrases.count("account.overview.apps", appCount)),
            "recent": ViewValue(recent.map { $0.view(phrases) }), "isQuiet": .flag(recent.isEmpty),
        ]
    }
}
