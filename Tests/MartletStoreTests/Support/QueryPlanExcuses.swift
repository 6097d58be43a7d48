/// Statements that need no index, on any engine.
enum QueryPlanExcuses {
    /// What may read a whole table: the few tenants, and what an administrator does to a whole tenant once in a while.
    static let all = [
        "FROM tenants ORDER BY created_at",
        "WHERE tenant_id = $1 AND ended_at IS NULL AND id <> $4",
        "WHERE sessions.tenant_id = $1 AND ended_at IS NULL AND sessions.id <> $2",
        "WHERE tenant_id = $1 AND revoked_at IS NULL AND user_id <> $3",
    ]
}
