import MartletDirectory

/// The audit log.
package struct AuditsPage: Sendable, Equatable {
    /// What the log is narrowed to, as typed; empty text means no narrowing.
    package struct Filter: Sendable, Equatable {
        /// Part of the actor's name.
        package let actor: String
        /// One activity, by its stable name, or empty.
        package let activity: String
        /// One category.
        package let category: AuditRecord.Category?
        /// Only what deserves an eye at once.
        package let alertsOnly: Bool
        /// One target's id, or empty.
        package let target: String
        /// The first day, `2026-11-21`, or empty.
        package let from: String
        /// The last day, or empty.
        package let to: String

        /// A filter with every field given.
        package init(
            actor: String = "", activity: String = "", category: AuditRecord.Category? = nil, alertsOnly: Bool = false,
            target: String = "", from: String = "", to: String = ""
        ) {
            self.actor = actor
            self.activity = activity
            self.category = category
            self.alertsOnly = alertsOnly
            self.target = target
            self.from = from
            self.to = to
        }
    }

    /// What the log is narrowed to.
    package let filter: Filter
    /// The rows of this page, newest first.
    package let rows: [AuditRecord]
    /// The activities to choose from, by their stable names.
    package let activities: [String]
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
        filter: Filter, rows: [AuditRecord], activities: [String], retentionDays: Int,
        isContinued: Bool, next: String?,
        lookedBackTo: Timestamp? = nil
    ) {
        self.filter = filter
        self.rows = rows
        self.activities = activities
        self.retentionDays = retentionDays
        self.isContinued = isContinued
        self.next = next
        self.lookedBackTo = lookedBackTo
    }
}
