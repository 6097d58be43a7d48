/// Somebody said of a sign-in that it was not theirs, and everybody is signed out.
package struct SignInReportedPage: Page {
    package static let template = "account-reported"
    package let titleKey = "account.reported.title"
    /// Whether only an administrator can give a new password.
    package var needsAdministrator: Bool

    /// A page with every field given.
    package init(needsAdministrator: Bool) { self.needsAdministrator = needsAdministrator }

    package func content(_ phrases: Phrases) -> ViewObject {
        [
            "next": .text(phrases(needsAdministrator ? "account.reported.administrator" : "account.reported.password")),
            "signsIn": .flag(!needsAdministrator),
        ]
    }
}
