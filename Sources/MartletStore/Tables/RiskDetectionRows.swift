import MartletDirectory

/// What is to be looked at because an account may be in other hands.
package struct RiskDetectionRows {
    private static let columns = "id, tenant_id, user_id, kind, level, state, sign_in_id, detected_at, closed_at"
    private static let listOfUser =
        "SELECT \(columns) FROM risk_detections WHERE user_id = $1 ORDER BY detected_at DESC, id DESC LIMIT $2"

    private static let open =
        "SELECT id FROM risk_detections WHERE user_id = $1 AND state = 'atRisk' AND level = $2 LIMIT 1"

    private let connection: any SQLConnection

    init(_ connection: any SQLConnection) { self.connection = connection }

    /// Adds a detection.
    package func insert(_ detection: RiskDetection) throws {
        try connection.execute(
            "INSERT INTO risk_detections (\(Self.columns)) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            [
                .id(detection.id), .id(detection.tenant), .id(detection.user), .text(detection.kind.rawValue),
                .text(detection.level.rawValue), .text(detection.state.rawValue),
                .text(optional: detection.signIn?.rawValue), .time(detection.detectedAt), .time(detection.closedAt),
            ])
    }

    /// The newest detections about a user.
    package func list(of user: ID<User>, limit: Int) throws -> [RiskDetection] {
        try connection.all(Self.listOfUser, [.id(user), .number(limit)], Self.detection)
    }

    /// Whether anything of a level is open about a user.
    package func isOpen(_ user: ID<User>, level: RiskDetection.Level) throws -> Bool {
        try connection.first(Self.open, [.id(user), .text(level.rawValue)]) { row in try row.text("id") } != nil
    }

    /// Closes everything about a user that is open, or `from` another state, and says how much that was.
    @discardableResult
    package func close(
        _ user: ID<User>, from: RiskDetection.State = .atRisk, as state: RiskDetection.State, at time: Timestamp
    ) throws -> Int {
        try connection.execute(
            "UPDATE risk_detections SET state = $3, closed_at = $4 WHERE user_id = $1 AND state = $2",
            [.id(user), .text(from.rawValue), .text(state.rawValue), .time(time)])
    }

    private static func detection(_ row: inout SQLRow) throws -> RiskDetection {
        RiskDetection(
            id: try row.id("id"), tenant: try row.id("tenant_id"), user: try row.id("user_id"),
            kind: try row.word("kind"), level: try row.word("level"), state: try row.word("state"),
            signIn: try row.optionalText("sign_in_id").map { ID($0) }, detectedAt: try row.timestamp("detected_at"),
            closedAt: try row.optionalTimestamp("closed_at"))
    }
}
