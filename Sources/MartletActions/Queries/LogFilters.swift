import MartletDirectory
import MartletStore

/// Which rows of the sign-in log are wanted; every field that is set narrows it.
package struct SignInSearch: Sendable, Equatable {
    /// Those of one user.
    package var user: ID<User>?
    /// Those whose sign-in name holds this, or whose address, correlation id or id is this.
    package var text: String?
    /// Those to one app.
    package var application: ID<Application>?
    /// Those with one outcome.
    package var status: SignInRecord.Status?
    /// Those of one kind of client, as the log names it.
    package var clientApp: String?
    /// Those of clients that cannot do modern authentication.
    package var legacyOnly: Bool
    /// Those with one error code.
    package var errorCode: Int?
    /// Those at this time or later.
    package var from: Timestamp?
    /// Those before this time.
    package var to: Timestamp?

    /// A search with the given fields; none finds everything.
    package init(
        user: ID<User>? = nil, text: String? = nil, application: ID<Application>? = nil,
        status: SignInRecord.Status? = nil, clientApp: String? = nil, legacyOnly: Bool = false, errorCode: Int? = nil,
        from: Timestamp? = nil, to: Timestamp? = nil
    ) {
        self.user = user
        self.text = text
        self.application = application
        self.status = status
        self.clientApp = clientApp
        self.legacyOnly = legacyOnly
        self.errorCode = errorCode
        self.from = from
        self.to = to
    }

    /// The same for the rows.
    var filter: SignInFilter {
        SignInFilter(
            user: user, text: text.flatMap { $0.isEmpty ? nil : $0 }, application: application, status: status,
            clientApp: clientApp, legacyOnly: legacyOnly, errorCode: errorCode, from: from, to: to)
    }
}

/// Which rows of the audit log are wanted; every field that is set narrows it.
package struct AuditSearch: Sendable, Equatable {
    /// Those of one kind.
    package var category: AuditRecord.Category?
    /// Those whose actor's name begins with this, in any case.
    package var actor: String?
    /// Those of one activity.
    package var activity: AuditActivity?
    /// Those that are alerts.
    package var alertsOnly: Bool
    /// Those about one thing, by its id.
    package var target: String?
    /// Those at this time or later.
    package var from: Timestamp?
    /// Those before this time.
    package var to: Timestamp?

    /// A search with the given fields; none finds everything.
    package init(
        category: AuditRecord.Category? = nil, actor: String? = nil, activity: AuditActivity? = nil,
        alertsOnly: Bool = false, target: String? = nil, from: Timestamp? = nil, to: Timestamp? = nil
    ) {
        self.category = category
        self.actor = actor
        self.activity = activity
        self.alertsOnly = alertsOnly
        self.target = target
        self.from = from
        self.to = to
    }

    /// The same for the rows.
    var filter: AuditFilter {
        AuditFilter(
            category: category, actor: actor.flatMap { $0.isEmpty ? nil : $0 }, activity: activity?.rawValue,
            alertsOnly: alertsOnly, target: target, from: from, to: to)
    }
}
