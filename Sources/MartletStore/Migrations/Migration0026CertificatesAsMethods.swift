extension Migration {
    /// What a certificate needs to be a method like the others: what waits for another proof, and what ends it.
    static let certificatesAsMethods = Migration(
        number: 26,
        title: "Certificates as methods",
        statements: [
            "ALTER TABLE pending_sign_ins ADD COLUMN shown_certificate TEXT NOT NULL DEFAULT ''",
            "ALTER TABLE person_certificates ADD COLUMN serial_number TEXT",
            "ALTER TABLE person_certificates ADD COLUMN authorities TEXT",
            "ALTER TABLE certificate_authorities ADD COLUMN list_set_at BIGINT",
            "CREATE INDEX person_certificates_shown ON person_certificates (tenant_id) WHERE not_after IS NOT NULL",
        ])
}
