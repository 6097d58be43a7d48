import MartletDirectory

/// The sign-in log.
package struct SignInsPage: Sendable, Equatable {
    /// What the log is narrowed to, as typed; empty text means no narrowing.
    package struct Filter: Sendable, Equatable {
        /// Part of a name, an address or a correlation id.
        package let text: String
        /// One user, from the user's page.
        package let user: ID<User>?
        /// One app's id, or empty.
        package let application: String
        /// One status.
        package let status: SignInRecord.Status?
        /// One client app, as the log names it, or empty.
        package let clientApp: String
        /// Only legacy client apps.
        package let legacyOnly: Bool
        /// One error code, or empty.
        package let errorCode: String
        /// The first day, `2026-11-21`, or empty.
        package let from: String
        /// The last day, or empty.
        package let to: String

        /// A filter with every field given.
        package init(
            text: String = "", user: ID<User>? = nil, application: String = "", status: SignInRecord.Status? = nil,
            clientApp: String = "", legacyOnly: Bool = false, errorCode: String = "", from: String = "", to: String = ""
        ) {
            self.text = text
            self.user = user
            self.application = application
            self.status = status
            self.clientApp = clientApp
            self.legacyOnly = legacyOnly
            self.errorCode = errorCode
            self.from = from
            self.to = to
        }
    }

    /// An app to choose in the filter.
    package struct AppChoice: Sendable, Equatable {
        /// The app.
        package let id: ID<Application>
        /// Its name.
        package let name: String

        /// A choice of an app.
        package init(
            id: ID<Application>, name: String
        ) {
            self.id = id
            self.name = name
        }
    }

    /// What the log is narrowed to.
    package let filter: Filter
    /// The name of the user of `filter.user`.
    package let userName: String?
    /// The rows of this page, newest first.
    package let rows: [SignInRow]
    /// The apps to choose from.
    package let apps: [AppChoice]
    /// The client apps to choose from, as the log names them.
    package let clientApps: [String]
    /// How many days rows are kept.
    package let retentionDays: Int
    /// Whether this is a later page than the first.
    package let isContinued: Bool
    /// Where the next page begins, or `nil`.
    package let next: String?
    /// Back to when the log was looked through, if that is not its beginning.
    package let lookedBackTo: Timestamp?

    /// A page with every field given.
    package init(
        filter: Filter, userName: String? = nil, rows: [SignInRow], apps: [AppChoice],
        clientApps: [String], retentionDays: Int, isContinued: Bool, next: String?,
        lookedBackTo: Timestamp? = nil
    ) {
        self.filter = filter
        self.userName = userName
        self.rows = rows
        self.apps = apps
        self.clientApps = clientApps
        self.retentionDays = retentionDays
        self.isContinued = isContinued
        self.next = next
        self.lookedBackTo = lookedBackTo
    }
}
