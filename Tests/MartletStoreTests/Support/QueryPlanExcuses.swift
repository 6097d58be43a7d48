/// Statements that need no index, on any engine.
enum QueryPlanExcuses {
    /// What may read a whole table: the few tenants, and what is done to a whole tenant once in a while, by an
    /// administrator or after a restoration.
    static let all = [
        "FROM tenants ORDER BY created_at",
        "WHERE tenant_id = $1 AND ended_at IS NULL AND id <> $4",
        "WHERE sessions.tenant_id = $1 AND ended_at IS NULL AND sessions.id <> $2",
        "WHERE tenant_id = $1 AND revoked_at IS NULL AND user_id <> $3",
        "DELETE FROM pending_sign_ins WHERE tenant_id = $1",
        "DELETE FROM phone_enrolments WHERE tenant_id = $1",
        "DELETE FROM push_requests WHERE tenant_id = $1",
        "SET spent_at = $2 WHERE tenant_id = $1 AND spent_at IS NULL",
        "WHERE tenant_id = $1 AND last_accepted_step < $2",
        "WHERE tenant_id = $1 AND remembers_mfa_until IS NOT NULL",
    ]
}
