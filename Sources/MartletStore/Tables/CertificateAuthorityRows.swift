import MartletDirectory

/// The authorities that each tenant trusts about certificates.
package struct CertificateAuthorityRows {
    static let columns = """
        id, tenant_id, certificate, thumbprint, subject, key_identifier, is_root, not_after, created_at, revocation_list,
        list_ends_at
        """

    private let connection: any SQLConnection

    init(_ connection: any SQLConnection) { self.connection = connection }

    /// The tenant's authorities with their lists, oldest first.
    package func list(in tenant: ID<Tenant>) throws -> [CertificateAuthority] {
        try connection.all(
            "SELECT \(Self.columns) FROM certificate_authorities WHERE tenant_id = $1 ORDER BY created_at, id",
            [.id(tenant)], Self.authority)
    }

    /// The key identifiers of the tenant's authorities: a certificate whose authority is gone counts no more.
    package func keyIdentifiers(in tenant: ID<Tenant>) throws -> Set<String> {
        Set(
            try connection.all(
                "SELECT key_identifier FROM certificate_authorities WHERE tenant_id = $1", [.id(tenant)]
            ) { row in try row.text("key_identifier") })
    }

    /// Adds an authority; `false` if the tenant has its certificate already.
    package func insert(_ authority: CertificateAuthority) throws -> Bool {
        try connection.execute(
            """
            INSERT INTO certificate_authorities (\(Self.columns)) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            ON CONFLICT (tenant_id, thumbprint) DO NOTHING
            """,
            [
                .id(authority.id), .id(authority.tenant), .blob(authority.certificate), .text(authority.thumbprint),
                .text(authority.subject), .text(authority.keyIdentifier), .boolean(authority.isRoot),
                .time(authority.notAfter), .time(authority.createdAt), .blob(optional: authority.revocationList),
                .time(authority.listEndsAt),
            ]) == 1
    }

    /// Which authorities there are and when each got its list, as a text that another is as soon as either changes.
    package func state(in tenant: ID<Tenant>) throws -> String {
        try connection.all(
            "SELECT id, list_set_at FROM certificate_authorities WHERE tenant_id = $1", [.id(tenant)]
        ) { row in
            let id = try row.text("id")
            return "\(id):\(try row.optionalTimestamp("list_set_at")?.milliseconds ?? 0)"
        }.sorted().joined(separator: " ")
    }

    /// Stores the list of an authority at a time; `false` if it is not there.
    package func setList(
        _ list: [UInt8], endsAt: Timestamp, of id: ID<CertificateAuthority>, in tenant: ID<Tenant>, at: Timestamp
    ) throws -> Bool {
        try connection.execute(
            """
            UPDATE certificate_authorities SET revocation_list = $3, list_ends_at = $4, list_set_at = $5
            WHERE id = $1 AND tenant_id = $2
            """, [.id(id), .id(tenant), .blob(list), .time(endsAt), .time(at)]) == 1
    }

    /// Removes an authority; `false` if it is not there.
    package func delete(_ id: ID<CertificateAuthority>, in tenant: ID<Tenant>) throws -> Bool {
        try connection.execute(
            "DELETE FROM certificate_authorities WHERE id = $1 AND tenant_id = $2", [.id(id), .id(tenant)]) == 1
    }

    /// Reads an authority from a row with `columns`.
    static func authority(_ row: inout SQLRow) throws -> CertificateAuthority {
        CertificateAuthority(
            id: try row.id("id"), tenant: try row.id("tenant_id"), certificate: try row.blob("certificate"),
            thumbprint: try row.text("thumbprint"), subject: try row.text("subject"),
            keyIdentifier: try row.text("key_identifier"), isRoot: try row.boolean("is_root"),
            notAfter: try row.timestamp("not_after"), createdAt: try row.timestamp("created_at"),
            revocationList: try row.optionalBlob("revocation_list"),
            listEndsAt: try row.optionalTimestamp("list_ends_at"))
    }
}
