import MartletDirectory

/// The sign-in log.
package struct SignInRows {
    /// Clients that can do modern authentication, as the log names them (section 1.7); all others are legacy.
    static let modernClients: Set<String> = ["Browser", "Mobile Apps and Desktop clients"]

    static let columns = """
        id, tenant_id, created_at, correlation_id, user_id, user_principal_name, user_display_name, application_id,
        application_name, resource, door, client_app_used, protocol_name, address, user_agent, country,
        is_interactive, status, error_code, failure_reason, requirement, reasons, policies, details, session_id
        """
    private static let insert = """
        INSERT INTO sign_ins (\(columns), is_legacy)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22,
            $23, $24, $25, $26)
        """

    let connection: any SQLConnection

    init(_ connection: any SQLConnection) { self.connection = connection }

    /// Adds a record; records are never changed.
    package func insert(_ record: SignInRecord) throws {
        try connection.execute(Self.insert, Self.values(record))
    }

    /// The record with this identifier.
    package func find(_ id: ID<SignInRecord>, in tenant: ID<Tenant>) throws -> SignInRecord? {
        try connection.first(
            "SELECT \(Self.columns) FROM sign_ins WHERE id = $1 AND tenant_id = $2", [.id(id), .id(tenant)],
            Self.record)
    }

    private static func values(_ record: SignInRecord) -> [SQLValue] {
        [
            .id(record.id), .id(record.tenant), .time(record.createdAt), .text(record.correlationID),
            .id(record.user), .text(record.userPrincipalName), .text(record.userDisplayName), .id(record.application),
            .text(record.applicationName), .text(record.resource), .text(record.door), .text(record.clientAppUsed),
            .text(record.protocolName), .text(record.origin.address), .text(record.origin.userAgent),
            .text(optional: record.origin.country), .boolean(record.isInteractive), .text(record.status.rawValue),
            .number(record.errorCode), .text(record.failureReason), .text(record.requirement.rawValue),
            .text(JSONColumn.text(record.reasons)), .text(policies(record.policies)), .text(details(record.details)),
            .id(record.session), .boolean(!modernClients.contains(record.clientAppUsed)),
        ]
    }

    private static func policies(_ policies: [SignInRecord.AppliedPolicy]) -> String {
        JSONColumn.text(policies) { policy in
            [
                "control": .text(policy.control), "id": .text(policy.id), "name": .text(policy.name),
                "reasons": .texts(policy.reasons), "result": .text(policy.result),
            ]
        }
    }

    private static func details(_ details: [SignInRecord.Detail]) -> String {
        JSONColumn.text(details) { detail in
            [
                "at": .number(detail.at.milliseconds), "method": .text(detail.method), "result": .text(detail.result),
                "succeeded": .truth(detail.succeeded),
            ]
        }
    }

    /// Reads a record from a row with `columns`.
    static func record(_ row: inout SQLRow) throws -> SignInRecord {
        SignInRecord(
            id: try row.id("id"), tenant: try row.id("tenant_id"), createdAt: try row.timestamp("created_at"),
            correlationID: try row.text("correlation_id"), user: try row.optionalID("user_id"),
            userPrincipalName: try row.text("user_principal_name"),
            userDisplayName: try row.text("user_display_name"), application: try row.optionalID("application_id"),
            applicationName: try row.text("application_name"), resource: try row.text("resource"),
            door: try row.text("door"), clientAppUsed: try row.text("client_app_used"),
            protocolName: try row.text("protocol_name"),
            origin: Origin(
                address: try row.text("address"), userAgent: try row.text("user_agent"),
                country: try row.optionalText("country")),
            isInteractive: try row.boolean("is_interactive"), status: try row.word("status"),
            errorCode: try row.number("error_code"), failureReason: try row.text("failure_reason"),
            requirement: try row.word("requirement"), reasons: try row.texts("reasons"),
            policies: try row.json("policies"), details: try row.json("details"),
            session: try row.optionalID("session_id"))
    }
}
