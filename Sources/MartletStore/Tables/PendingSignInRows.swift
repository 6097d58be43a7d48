import MartletDirectory

/// The sign-ins that have begun and not ended.
package struct PendingSignInRows {
    static let columns = """
        handle_hash, tenant_id, browser_hash, target, created_at, expires_at, version, request, typed_name, user_id,
        session_id, proofs, must_change_password, skipped_registration, sealed_totp_secret, shows_recovery_codes,
        stays_signed_in, gave_consent, correlation_id, phone_asked_at, shown_certificate
        """
    private static let insert = """
        INSERT INTO pending_sign_ins (\(columns))
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20,
            $21)
        """
    private static let find = "SELECT \(columns) FROM pending_sign_ins WHERE handle_hash = $1"
    private static let update = """
        UPDATE pending_sign_ins SET version = version + 1, request = $3, typed_name = $4, user_id = $5,
            session_id = $6, proofs = $7, must_change_password = $8, skipped_registration = $9,
            sealed_totp_secret = $10, shows_recovery_codes = $11, stays_signed_in = $12, gave_consent = $13,
            correlation_id = $14, phone_asked_at = $15, shown_certificate = $16
        WHERE handle_hash = $1 AND version = $2
        """

    private let connection: any SQLConnection

    init(_ connection: any SQLConnection) { self.connection = connection }

    /// Begins a sign-in.
    package func insert(_ pending: PendingSignIn) throws {
        try connection.execute(
            Self.insert,
            [
                .blob(pending.handleHash), .id(pending.tenant), .blob(pending.browserHash),
                .text(pending.target.rawValue), .time(pending.createdAt), .time(pending.expiresAt),
                .integer(pending.version),
            ] + Self.changeable(pending))
    }

    /// The sign-in with this handle, expired or not; the caller judges the time and the browser.
    package func find(handleHash: [UInt8]) throws -> PendingSignIn? {
        try connection.first(Self.find, [.blob(handleHash)], Self.pending)
    }

    /// Replaces what a step may change and raises the version by one.
    ///
    /// `pending` carries the version that was read; `false` if somebody took a step since then (A003). The handle,
    /// tenant, browser, target and times are fixed from the beginning.
    package func update(_ pending: PendingSignIn) throws -> Bool {
        try connection.execute(
            Self.update, [.blob(pending.handleHash), .integer(pending.version)] + Self.changeable(pending)) == 1
    }

    /// Ends the sign-in; `true` for one caller only, who alone may open a session for it.
    package func delete(handleHash: [UInt8]) throws -> Bool {
        try connection.execute("DELETE FROM pending_sign_ins WHERE handle_hash = $1", [.blob(handleHash)]) == 1
    }

    /// Ends every sign-in in which somebody has proven to be the user; says how many there were.
    @discardableResult package func deleteAll(of user: ID<User>) throws -> Int {
        try connection.execute("DELETE FROM pending_sign_ins WHERE user_id = $1", [.id(user)])
    }

    /// The sign-ins in which somebody has proven to be the user, expired or not.
    package func list(_ user: ID<User>) throws -> [PendingSignIn] {
        try connection.all(
            "SELECT \(Self.columns) FROM pending_sign_ins WHERE user_id = $1 ORDER BY created_at, handle_hash",
            [.id(user)], Self.pending)
    }

    private static func changeable(_ pending: PendingSignIn) -> [SQLValue] {
        [
            .text(pending.request), .text(pending.typedName), .id(pending.user), .id(pending.session),
            .text(ProofsColumn.text(pending.proofs)), .boolean(pending.mustChangePassword),
            .boolean(pending.skippedRegistration), .blob(pending.sealedTOTPSecret),
            .boolean(pending.showsRecoveryCodes), .boolean(optional: pending.staysSignedIn),
            .boolean(pending.gaveConsent), .text(pending.correlationID), .time(pending.phoneAskedAt),
            .text(pending.shownCertificate),
        ]
    }

    /// Reads a sign-in under way from a row with `columns`.
    static func pending(_ row: inout SQLRow) throws -> PendingSignIn {
        let handleHash = try row.blob("handle_hash")
        let tenant: ID<Tenant> = try row.id("tenant_id")
        let browserHash = try row.blob("browser_hash")
        let target: PendingSignIn.Target = try row.word("target")
        let createdAt = try row.timestamp("created_at")
        let expiresAt = try row.timestamp("expires_at")
        let version = try row.integer("version")
        var pending = PendingSignIn(
            handleHash: handleHash, tenant: tenant, browserHash: browserHash, target: target,
            request: try row.text("request"), correlationID: "", createdAt: createdAt, expiresAt: expiresAt)
        pending.version = version
        pending.typedName = try row.text("typed_name")
        pending.user = try row.optionalID("user_id")
        pending.session = try row.optionalID("session_id")
        pending.proofs = try row.proofs("proofs")
        pending.mustChangePassword = try row.boolean("must_change_password")
        pending.skippedRegistration = try row.boolean("skipped_registration")
        pending.sealedTOTPSecret = try row.blob("sealed_totp_secret")
        pending.showsRecoveryCodes = try row.boolean("shows_recovery_codes")
        pending.staysSignedIn = try row.optionalBoolean("stays_signed_in")
        pending.gaveConsent = try row.boolean("gave_consent")
        pending.correlationID = try row.text("correlation_id")
        pending.phoneAskedAt = try row.optionalTimestamp("phone_asked_at")
        pending.shownCertificate = try row.text("shown_certificate")
        return pending
    }
}
