import MartletDirectory

/// The list of apps.
package struct AppsPage: Sendable, Equatable {
    /// One app.
    package struct Row: Sendable, Equatable {
        /// The app.
        package let application: Application
        /// How many sign-ins it had in the last thirty days.
        package let signIns: Int
        /// When the first of its credentials expires, if any does.
        package let credentialExpiresAt: Timestamp?
        /// Whether that is within thirty days or past.
        package let credentialExpiresSoon: Bool

        /// A row with every field given.
        package init(
            application: Application, signIns: Int, credentialExpiresAt: Timestamp?, credentialExpiresSoon: Bool = false
        ) {
            self.application = application
            self.signIns = signIns
            self.credentialExpiresAt = credentialExpiresAt
            self.credentialExpiresSoon = credentialExpiresSoon
        }
    }

    /// What was searched for; empty for everything.
    package let query: String
    /// The apps of this page.
    package let rows: [Row]
    /// Whether this is a later page than the first.
    package let isContinued: Bool
    /// Where the next page begins, or `nil`.
    package let next: String?
    /// Whether the viewer may add apps.
    package let mayAdd: Bool
    /// What a form just did.
    package let notice: AdminNotice?

    /// A page with every field given.
    package init(
        query: String, rows: [Row], isContinued: Bool, next: String?, mayAdd: Bool, notice: AdminNotice? = nil
    ) {
        self.query = query
        self.rows = rows
        self.isContinued = isContinued
        self.next = next
        self.mayAdd = mayAdd
        self.notice = notice
    }
}
