import MartletDirectory

extension IntegrityRows {
    private static let batch = 500

    /// A sentence for each row that its own table cannot read: JSON, proofs or words that are not of their form.
    func unreadableRows() throws -> [String] {
        var sentences: [String] = []
        sentences += try unreadable("users", UserRows.columns, UserRows.user)
        sentences += try unreadable("groups", GroupRows.columns, GroupRows.group)
        sentences += try unreadable("passkeys", PasskeyRows.columns, PasskeyRows.passkey)
        sentences += try unreadable("push_requests", PushRequestRows.columns, PushRequestRows.request)
        sentences += try unreadable("phone_enrolments", PhoneEnrolmentRows.columns, PhoneEnrolmentRows.enrolment)
        sentences += try unreadable(
            "certificate_authorities", CertificateAuthorityRows.columns, CertificateAuthorityRows.authority)
        sentences += try unreadable(
            "person_certificates", PersonCertificateRows.columns, PersonCertificateRows.certificate)
        sentences += try unreadable("role_assignments", RoleAssignmentRows.columns, RoleAssignmentRows.assignment)
        sentences += try unreadable("applications", ApplicationRows.columns, ApplicationRows.application)
        sentences += try unreadable("client_credentials", ClientCredentialRows.columns, ClientCredentialRows.credential)
        sentences += try unreadable("sessions", SessionRows.columns, SessionRows.session)
        sentences += try unreadable("refresh_families", RefreshFamilyRows.columns, RefreshFamilyRows.family)
        sentences += try unreadable("sign_ins", SignInRows.columns, SignInRows.record)
        sentences += try unreadable("legacy_entries", LegacyEntryRows.columns, LegacyEntryRows.entry)
        sentences += try unreadable("audits", AuditRows.columns, AuditRows.record)
        sentences += try unreadableKeyless("tenants", TenantRows.columns, TenantRows.tenant)
        sentences += try unreadableKeyless("signing_keys", SigningKeyRows.columns, SigningKeyRows.key)
        sentences += try unreadableKeyless("pending_sign_ins", PendingSignInRows.columns, PendingSignInRows.pending)
        sentences += try unreadableKeyless(
            "authorization_codes", AuthorizationCodeRows.columns, AuthorizationCodeRows.code)
        sentences += try unreadableKeyless("lockouts", LockoutRows.columns, LockoutRows.counter)
        sentences += try unreadableKeyless("client_key_uses", ClientKeyUseRows.columns, ClientKeyUseRows.use)
        sentences += try unreadableKeyless("familiarities", FamiliarityRows.columns, FamiliarityRows.familiarity)
        return sentences
    }

    /// Reads a table that may be large in batches by its `id`.
    private func unreadable<Value>(
        _ table: String, _ columns: String, _ decode: (inout SQLRow) throws -> Value
    ) throws -> [String] {
        var sentences: [String] = []
        var last = ""
        while true {
            let rows = try connection.rows(
                "SELECT \(columns) FROM \(table) WHERE id > $1 ORDER BY id LIMIT $2",
                [.text(last), .number(Self.batch)])
            for var row in rows {
                last = try row.text("id")
                do { _ = try decode(&row) } catch StoreError.unexpectedColumn(let message) {
                    sentences.append("a row of `\(table)` cannot be read: `\(last)`: \(message)")
                }
            }
            if rows.count < Self.batch { return sentences }
        }
    }

    /// Reads a table that stays small, because upkeep empties it or the installation has few.
    private func unreadableKeyless<Value>(
        _ table: String, _ columns: String, _ decode: (inout SQLRow) throws -> Value
    ) throws -> [String] {
        try connection.rows("SELECT \(columns) FROM \(table)", []).compactMap { row in
            var row = row
            do {
                _ = try decode(&row)
                return nil
            } catch StoreError.unexpectedColumn(let message) {
                return "a row of `\(table)` cannot be read: \(message)"
            }
        }
    }
}
