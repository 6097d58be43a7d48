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
    ///
    /// What no index finds is looked for among the newest rows, and the page says back to when (`LookBack`).
    package func list(
        in tenant: ID<Tenant>, filter: SignInFilter = SignInFilter(), after cursor: String? = nil, limit: Int
    ) throws -> Page<SignInRecord> {
        guard let text = filter.text?.trimmed.lowercased(), !text.isEmpty else {
            return try page(in: tenant, filter: filter, wanted: nil, after: cursor, limit: limit)
        }
        // What is the name of a record or of an attempt is found at once, and is hardly part of anything else.
        for wanted in [Wanted.record(text), .attempt(text)] {
            let named = try page(in: tenant, filter: filter, wanted: wanted, after: cursor, limit: limit)
            if !named.items.isEmpty { return named }
        }
        return try page(in: tenant, filter: filter, wanted: .words(text), after: cursor, limit: limit)
    }

    /// What a typed text asks for.
    private enum Wanted {
        /// The record with this id.
        case record(String)
        /// The records with this correlation id.
        case attempt(String)
        /// Those whose sign-in name holds it, or whose address it is.
        case words(String)
    }

    private func page(
        in tenant: ID<Tenant>, filter: SignInFilter, wanted: Wanted?, after cursor: String?, limit: Int
    ) throws -> Page<SignInRecord> {
        var conditions = Self.conditions(filter, in: tenant)
        var isFound = filter.user != nil || filter.errorCode.map { $0 != 0 } == true || Self.isLegacy(filter)
        switch wanted {
        case nil: break
        case .record(let id):
            conditions.add("id = ?", .text(id))
            isFound = true
        case .attempt(let id):
            conditions.add("correlation_id = ?", .text(id))
            isFound = true
        case .words(let text):
            conditions.add(
                #"(user_principal_name LIKE ? ESCAPE '\' OR address = ?)"#,
                .text(SearchText.patternAnywhere(forTyped: text) ?? ""), .text(text))
        }
        let place = Cursor.time(cursor)
        if let place { conditions.add("(created_at, id) < (?, ?)", .integer(place.milliseconds), .text(place.id)) }
        let isNarrow =
            wanted != nil || filter.application != nil || filter.status != nil || filter.clientApp != nil
            || filter.errorCode != nil
        let look =
            isNarrow && !isFound
            ? try LookBack(connection).look("sign_ins", in: tenant, from: filter.from, before: filter.to, after: place)
            : nil
        if let look { conditions.add("created_at >= ?", .time(look.earliest)) }
        // One record is in order by itself; asked to sort it, a planner might rather walk through the log.
        var order = ""
        if case .record = wanted {
        } else {
            order = "ORDER BY created_at DESC, id DESC LIMIT \(conditions.place(of: .number(limit + 1)))"
        }
        let rows = try connection.all(
            "SELECT \(Self.columns) FROM sign_ins WHERE \(conditions.text) \(order)", conditions.arguments, Self.record)
        let page = Page(rows, limit: limit) { Cursor.text(at: $0.createdAt, id: $0.id.rawValue) }
        return look?.continued(page) ?? page
    }

    /// Whether only clients are wanted that cannot do modern authentication; there is an index of theirs.
    private static func isLegacy(_ filter: SignInFilter) -> Bool {
        filter.legacyOnly || filter.clientApp.map { !modernClients.contains($0) } == true
    }

    private static func conditions(_ filter: SignInFilter, in tenant: ID<Tenant>) -> SQLConditions {
        var conditions = SQLConditions()
        conditions.add("tenant_id = ?", .id(tenant))
        if let user = filter.user { conditions.add("user_id = ?", .id(user)) }
        if let application = filter.application { conditions.add("application_id = ?", .id(application)) }
        if let status = filter.status { conditions.add("status = ?", .text(status.rawValue)) }
        if let clientApp = filter.clientApp { conditions.add("client_app_used = ?", .text(clientApp)) }
        // Without arguments, as in the indexes for them.
        if isLegacy(filter) { conditions.add("is_legacy") }
        if let errorCode = filter.errorCode {
            conditions.add(errorCode == 0 ? "error_code = ?" : "error_code <> 0 AND error_code = ?", .number(errorCode))
        }
        if let from = filter.from { conditions.add("created_at >= ?", .time(from)) }
        if let to = filter.to { conditions.add("created_at < ?", .time(to)) }
        return conditions
    }
}
