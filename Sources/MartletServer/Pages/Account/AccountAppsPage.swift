import MartletDirectory

/// The apps that the person allowed something.
package struct AccountAppsPage: Page {
    /// One app and what it may have.
    package struct Grant: Sendable {
        /// The app.
        package var application: ID<Application>
        /// Its name.
        package var name: String
        /// What was allowed.
        package var scopes: [ScopeLine]
        /// When it was last allowed.
        package var grantedAt: Timestamp

        /// A grant with every field given.
        package init(application: ID<Application>, name: String, scopes: [ScopeLine], grantedAt: Timestamp) {
            self.application = application
            self.name = name
            self.scopes = scopes
            self.grantedAt = grantedAt
        }
    }

    package static let template = "account-apps"
    package static let section = "apps"
    package let titleKey = "account.apps.title"
    /// The grants, newest first.
    package var grants: [Grant]
    /// What just happened.
    package var notice: AccountNotice?

    /// A page with every field given.
    package init(grants: [Grant], notice: AccountNotice? = nil) {
        self.grants = grants
        self.notice = notice
    }

    package func content(_ phrases: Phrases) -> ViewObject {
        [
            "notice": phrases.notice(notice), "grants": ViewValue(grants.map { view(of: $0, phrases) }),
            "isEmpty": .flag(grants.isEmpty),
        ]
    }

    private func view(of grant: Grant, _ phrases: Phrases) -> ViewObject {
        [
            "id": .text(grant.application.rawValue), "name": .text(grant.name),
            "initial": .text(grant.name.prefix(1).uppercased()), "granted": .object(phrases.day(grant.grantedAt)),
            "scopes": ViewValue(phrases.scopes(grant.scopes)),
        ]
    }
}
