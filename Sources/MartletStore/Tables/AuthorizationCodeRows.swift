import MartletDirectory

/// The authorization codes, by their digests.
package struct AuthorizationCodeRows {
    static let columns = """
        hash, tenant_id, application_id, user_id, session_id, redirect_uri, scopes, nonce, code_challenge, proofs,
        used_remembered_browser, family_id, correlation_id, created_at, expires_at, spent_at, details
        """
    private static let insert = """
        INSERT INTO authorization_codes (\(columns))
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
        """
    private static let find = "SELECT \(columns) FROM authorization_codes WHERE hash = $1"
    private static let spend = """
        UPDATE authorization_codes SET spent_at = $2 WHERE hash = $1 AND spent_at IS NULL RETURNING \(columns)
        """

    private let connection: any SQLConnection

    init(_ connection: any SQLConnection) { self.connection = connection }

    /// Issues a code for whom the gate let through; the clearance must name the same user and tenant.
    package func insert(_ code: AuthorizationCode, by clearance: some Cleared) throws {
        precondition(
            clearance.subject == code.user && clearance.tenant == code.tenant,
            "a code is issued for whom the gate let through")
        try connection.execute(
            Self.insert,
            [
                .blob(code.hash), .id(code.tenant), .id(code.application), .id(code.user), .id(code.session),
                .text(code.redirectURI), .text(code.scopes.description), .text(optional: code.nonce),
                .text(optional: code.codeChallenge), .text(ProofsColumn.text(code.proofs)),
                .boolean(code.usedRememberedBrowser), .id(code.family), .text(code.correlationID),
                .time(code.createdAt), .time(code.expiresAt), .time(code.spentAt),
                .text(try DocumentColumn.text(code.details)),
            ])
    }

    /// The code with this digest, spent or not.
    package func find(_ hash: [UInt8]) throws -> AuthorizationCode? {
        try connection.first(Self.find, [.blob(hash)], Self.code)
    }

    /// Spends the code and returns it; `nil` if there is none or it was spent before (A143). Whether it has expired
    /// is the caller's to judge.
    package func spend(_ hash: [UInt8], at time: Timestamp) throws -> AuthorizationCode? {
        try connection.first(Self.spend, [.blob(hash), .time(time)], Self.code)
    }

    /// Reads a code from a row with `columns`.
    static func code(_ row: inout SQLRow) throws -> AuthorizationCode {
        AuthorizationCode(
            hash: try row.blob("hash"), tenant: try row.id("tenant_id"), application: try row.id("application_id"),
            user: try row.id("user_id"), session: try row.id("session_id"), redirectURI: try row.text("redirect_uri"),
            scopes: try row.scopes("scopes"), nonce: try row.optionalText("nonce"),
            codeChallenge: try row.optionalText("code_challenge"), details: try row.document("details"),
            proofs: try row.proofs("proofs"),
            usedRememberedBrowser: try row.boolean("used_remembered_browser"), family: try row.id("family_id"),
            correlationID: try row.text("correlation_id"), createdAt: try row.timestamp("created_at"),
            expiresAt: try row.timestamp("expires_at"), spentAt: try row.optionalTimestamp("spent_at"))
    }
}
