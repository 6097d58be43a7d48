import MartletDirectory

/// Which sign-ins a list shows; every field that is set narrows it.
package struct SignInFilter: Sendable, Equatable {
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

    /// A filter with the given fields; none shows everything.
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
}

extension SignInRows {
    /// Records that pass the filter, newest first.
    package func list(
        in tenant: ID<Tenant>, filter: SignInFilter = SignInFilter(), after cursor: String? = nil, limit: Int
    ) throws -> Page<SignInRecord> {
        var conditions = Self.conditions(filter, in: tenant)
        if let place = Cursor.time(cursor) {
            conditions.add("(created_at, id) < (?, ?)", .integer(place.milliseconds), .text(place.id))
        }
        let rows = try connection.all(
            """
            SELECT \(Self.columns) FROM sign_ins WHERE \(conditions.text)
            ORDER BY created_at DESC, id DESC LIMIT \(conditions.place(of: .number(limit + 1)))
            """, conditions.arguments, Self.record)
        return Page(rows, limit: limit) { Cursor.text(at: $0.createdAt, id: $0.id.rawValue) }
    }

    private static func conditions(_ filter: SignInFilter, in tenant: ID<Tenant>) -> SQLConditions {
        var conditions = SQLConditions()
        conditions.add("tenant_id = ?", .id(tenant))
        if let user = filter.user { conditions.add("user_id = ?", .id(user)) }
        if let text = filter.text, let pattern = SearchText.patternAnywhere(forTyped: text) {
            let whole = SQLValue.text(text.trimmed.lowercased())
            conditions.add(
                #"(user_principal_name LIKE ? ESCAPE '\' OR address = ? OR correlation_id = ? OR id = ?)"#,
                .text(pattern), whole, whole, whole)
        }
        if let application = filter.application { conditions.add("application_id = ?", .id(application)) }
        if let status = filter.status { conditions.add("status = ?", .text(status.rawValue)) }
        if let clientApp = filter.clientApp { conditions.add("client_app_used = ?", .text(clientApp)) }
        if filter.legacyOnly { conditions.add("is_legacy = ?", .boolean(true)) }
        if let errorCode = filter.errorCode { conditions.add("error_code = ?", .number(errorCode)) }
        if let from = filter.from { conditions.add("created_at >= ?", .time(from)) }
        if let to = filter.to { conditions.add("created_at < ?", .time(to)) }
        return conditions
    }
}
