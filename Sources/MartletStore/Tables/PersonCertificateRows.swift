import MartletDirectory

/// The certificates of each user.
package struct PersonCertificateRows {
    static let columns = """
        id, user_id, tenant_id, binding, is_bound, created_at, subject, issuer, policies, not_after, last_used_at,
        serial_number, authorities
        """

    private let connection: any SQLConnection

    init(_ connection: any SQLConnection) { self.connection = connection }

    /// The user's certificates, oldest first.
    package func list(_ user: ID<User>) throws -> [PersonCertificate] {
        try connection.all(
            "SELECT \(Self.columns) FROM person_certificates WHERE user_id = $1 ORDER BY created_at, id", [.id(user)],
            Self.certificate)
    }

    /// What an administrator bound to somebody by this text.
    package func find(binding: String, in tenant: ID<Tenant>) throws -> PersonCertificate? {
        try connection.first(
            "SELECT \(Self.columns) FROM person_certificates WHERE tenant_id = $1 AND binding = $2 AND is_bound",
            [.id(tenant), .text(binding)], Self.certificate)
    }

    /// Adds a certificate; `false` if its text is bound to somebody already, or the user has it.
    package func insert(_ certificate: PersonCertificate) throws -> Bool {
        let seen = certificate.seen
        return try connection.execute(
            """
            INSERT INTO person_certificates (\(Self.columns))
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) ON CONFLICT DO NOTHING
            """,
            [
                .id(certificate.id), .id(certificate.user), .id(certificate.tenant), .text(certificate.binding),
                .boolean(certificate.isBound), .time(certificate.createdAt), .text(optional: seen?.subject),
                .text(optional: seen?.issuer), .text(optional: seen?.policies.joined(separator: " ")),
                .time(seen?.notAfter), .time(seen?.at), .text(optional: seen?.serialNumber),
                .text(optional: seen.map(Self.text)),
            ]) == 1
    }

    /// Notes what a certificate said when it signed its owner in; `false` if it is not there any more.
    package func note(_ seen: PersonCertificate.Seen, of id: ID<PersonCertificate>, user: ID<User>) throws -> Bool {
        try connection.execute(
            """
            UPDATE person_certificates SET subject = $3, issuer = $4, policies = $5, not_after = $6, last_used_at = $7,
                serial_number = $8, authorities = $9
            WHERE id = $1 AND user_id = $2
            """,
            [
                .id(id), .id(user), .text(seen.subject), .text(seen.issuer),
                .text(seen.policies.joined(separator: " ")), .time(seen.notAfter), .time(seen.at),
                .text(optional: seen.serialNumber), .text(Self.text(seen)),
            ]) == 1
    }

    /// The certificates of the tenant's people that were shown here.
    package func shown(in tenant: ID<Tenant>) throws -> [PersonCertificate] {
        try connection.all(
            """
            SELECT \(Self.columns) FROM person_certificates WHERE tenant_id = $1 AND not_after IS NOT NULL
            ORDER BY user_id, id
            """, [.id(tenant)], Self.certificate)
    }

    /// Forgets that a certificate was ever shown, so that it counts no more.
    package func forgetShown(_ id: ID<PersonCertificate>, of user: ID<User>) throws {
        try connection.execute(
            """
            UPDATE person_certificates SET subject = NULL, issuer = NULL, policies = NULL, not_after = NULL,
                last_used_at = NULL, serial_number = NULL, authorities = NULL
            WHERE id = $1 AND user_id = $2
            """, [.id(id), .id(user)])
    }

    /// Removes one of the user's certificates; `false` if it is not theirs or not there.
    package func delete(_ id: ID<PersonCertificate>, of user: ID<User>) throws -> Bool {
        try connection.execute(
            "DELETE FROM person_certificates WHERE id = $1 AND user_id = $2", [.id(id), .id(user)]) == 1
    }

    /// Removes all of the user's certificates and says how many there were.
    @discardableResult package func deleteAll(of user: ID<User>) throws -> Int {
        try connection.execute("DELETE FROM person_certificates WHERE user_id = $1", [.id(user)])
    }

    /// Reads a certificate from a row with `columns`.
    static func certificate(_ row: inout SQLRow) throws -> PersonCertificate {
        var certificate = PersonCertificate(
            id: try row.id("id"), user: try row.id("user_id"), tenant: try row.id("tenant_id"),
            binding: try row.text("binding"), isBound: try row.boolean("is_bound"),
            createdAt: try row.timestamp("created_at"))
        if let notAfter = try row.optionalTimestamp("not_after"), let at = try row.optionalTimestamp("last_used_at") {
            certificate.seen = PersonCertificate.Seen(
                subject: try row.optionalText("subject") ?? "", issuer: try row.optionalText("issuer") ?? "",
                policies: (try row.optionalText("policies") ?? "").split(separator: " ").map(String.init),
                notAfter: notAfter, at: at, serialNumber: try row.optionalText("serial_number"),
                authorities: (try row.optionalText("authorities") ?? "").split(separator: " ")
                    .compactMap { AuthorityLink(text: $0) })
        }
        return certificate
    }

    private static func text(_ seen: PersonCertificate.Seen) -> String {
        seen.authorities.map(\.text).joined(separator: " ")
    }
}
