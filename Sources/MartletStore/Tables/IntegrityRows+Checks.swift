import MartletDirectory

/// One invariant as a query for what breaks it.
struct IntegrityCheck {
    /// What the query finds: `session`, `user`, …
    let subject: String
    /// What is wrong with it; the sentence is subject, id and predicate.
    let predicate: String
    /// Answers with one text column `id`.
    let sql: String
    let arguments: [SQLValue]

    /// A check whose query finds `id`s; the sentence is cut to the first twenty of them.
    init(_ subject: String, _ predicate: String, _ sql: String, _ arguments: [SQLValue] = []) {
        self.subject = subject
        self.predicate = predicate
        self.sql = sql + " LIMIT 20"
        self.arguments = arguments
    }
}

extension IntegrityRows {
    /// The invariants that no constraint can hold.
    ///
    /// Those about the logs concern only what is younger than the pruning of its tenant's logs.
    static let checks = promises + tokens + phones + traces

    /// A sign-in that is not recorded does not succeed (promise 5).
    private static let promises = [
        IntegrityCheck(
            "session", "has no record of a successful sign-in",
            """
            SELECT sessions.id AS id FROM sessions JOIN tenants ON tenants.id = sessions.tenant_id
            WHERE sessions.created_at >= tenants.logs_pruned_before AND sessions.id NOT IN (
                SELECT session_id FROM sign_ins WHERE status = 'success' AND session_id IS NOT NULL)
            ORDER BY id
            """),
        IntegrityCheck(
            "the code of sign-in", "has no record of a successful sign-in",
            """
            SELECT codes.correlation_id AS id FROM authorization_codes AS codes
            JOIN tenants ON tenants.id = codes.tenant_id
            WHERE codes.created_at >= tenants.logs_pruned_before AND codes.correlation_id NOT IN (
                SELECT correlation_id FROM sign_ins WHERE status = 'success')
            ORDER BY id
            """),
    ]

    private static let tokens = [
        IntegrityCheck(
            "refresh family", "has more than one token that is not spent",
            """
            SELECT family_id AS id FROM refresh_tokens WHERE spent_at IS NULL
            GROUP BY family_id HAVING COUNT(*) > 1 ORDER BY id
            """),
        IntegrityCheck(
            "refresh family", "was begun by a code that is not spent, or is another's",
            """
            SELECT families.id AS id FROM refresh_families AS families
            JOIN authorization_codes AS codes ON codes.family_id = families.id
            WHERE codes.spent_at IS NULL OR codes.user_id <> families.user_id
                OR codes.application_id <> families.application_id OR codes.tenant_id <> families.tenant_id
            ORDER BY id
            """),
        IntegrityCheck(
            "refresh family", "came from the session of another user",
            """
            SELECT families.id AS id FROM refresh_families AS families
            JOIN sessions ON sessions.id = families.session_id
            WHERE sessions.user_id <> families.user_id OR sessions.tenant_id <> families.tenant_id ORDER BY id
            """),
        IntegrityCheck(
            "the code of sign-in", "came from the session of another user",
            """
            SELECT codes.correlation_id AS id FROM authorization_codes AS codes
            JOIN sessions ON sessions.id = codes.session_id
            WHERE sessions.user_id <> codes.user_id OR sessions.tenant_id <> codes.tenant_id ORDER BY id
            """),
        IntegrityCheck(
            "refresh token of family", "is of another tenant than its family",
            """
            SELECT families.id AS id FROM refresh_tokens AS tokens
            JOIN refresh_families AS families ON families.id = tokens.family_id
            WHERE families.tenant_id <> tokens.tenant_id ORDER BY id
            """),
        IntegrityCheck(
            "authenticator app", "has accepted an impossible time step",
            "SELECT id FROM totp_methods WHERE last_accepted_step < 0 ORDER BY id"),
    ]

    /// What a phone says counts for whoever has its authenticator app, so both are one person's (A052).
    private static let phones = [
        IntegrityCheck(
            "phone", "is not of the user whose authenticator app it is",
            """
            SELECT phones.id AS id FROM phones JOIN totp_methods AS apps ON apps.id = phones.id
            WHERE apps.user_id <> phones.user_id OR apps.tenant_id <> phones.tenant_id ORDER BY id
            """),
        IntegrityCheck(
            "request to a phone", "was approved or used without an answer",
            """
            SELECT id FROM push_requests
            WHERE state IN ('approved', 'spent') AND (phone_id IS NULL OR answered_at IS NULL) ORDER BY id
            """),
    ]

    /// No change without a trace (promise 5).
    private static let traces = [
        trace("user", of: "users"), trace("group", of: "groups"), trace("app", of: "applications"),
        IntegrityCheck(
            "role assignment", "was made without an audit record",
            """
            SELECT held.id AS id FROM role_assignments AS held JOIN tenants ON tenants.id = held.tenant_id
            WHERE held.created_at >= tenants.logs_pruned_before AND COALESCE(held.user_id, held.group_id) NOT IN (
                SELECT targets.target_id FROM audit_targets AS targets JOIN audits ON audits.id = targets.audit_id
                WHERE audits.category = $1 AND audits.succeeded)
            ORDER BY id
            """, [.text(AuditRecord.Category.roleManagement.rawValue)]),
    ]

    private static func trace(_ subject: String, of table: String) -> IntegrityCheck {
        IntegrityCheck(
            subject, "was made without an audit record",
            """
            SELECT things.id AS id FROM \(table) AS things JOIN tenants ON tenants.id = things.tenant_id
            WHERE things.created_at >= tenants.logs_pruned_before AND things.id NOT IN (
                SELECT targets.target_id FROM audit_targets AS targets JOIN audits ON audits.id = targets.audit_id
                WHERE audits.succeeded)
            ORDER BY id
            """)
    }
}
