import Foundation
import MartletDirectory

/// The authorization requests that apps pushed, by the digests of their names.
package struct PushedRequestRows {
    private static let columns = """
        hash, tenant_id, application_id, parameters, binding, created_at, expires_at, spent_at
        """

    private let connection: any SQLConnection

    init(_ connection: any SQLConnection) { self.connection = connection }

    /// What stands in `parameters`.
    private struct Document: Codable {
        var parameters: [PushedRequest.Parameter]
        var isSigned: Bool
    }

    /// Keeps a request.
    package func insert(_ request: PushedRequest) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let document = Document(parameters: request.parameters, isSigned: request.isSigned)
        try connection.execute(
            "INSERT INTO pushed_requests (\(Self.columns)) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            [
                .blob(request.hash), .id(request.tenant), .id(request.application),
                .text(String(decoding: try encoder.encode(document), as: UTF8.self)), .text(optional: request.binding),
                .time(request.createdAt), .time(request.expiresAt), .time(request.spentAt),
            ])
    }

    /// The request of this name, expired or spent or not.
    package func find(_ hash: [UInt8]) throws -> PushedRequest? {
        try connection.first(
            "SELECT \(Self.columns) FROM pushed_requests WHERE hash = $1", [.blob(hash)], Self.request)
    }

    /// Spends the request; `false` if it was spent before or is gone.
    package func spend(_ hash: [UInt8], at time: Timestamp) throws -> Bool {
        try connection.execute(
            "UPDATE pushed_requests SET spent_at = $2 WHERE hash = $1 AND spent_at IS NULL",
            [.blob(hash), .time(time)]) == 1
    }

    private static func request(_ row: inout SQLRow) throws -> PushedRequest {
        let hash = try row.blob("hash")
        let tenant: ID<Tenant> = try row.id("tenant_id")
        let application: ID<Application> = try row.id("application_id")
        let text = try row.text("parameters")
        guard let document = try? JSONDecoder().decode(Document.self, from: Data(text.utf8)) else {
            throw StoreError.unexpectedColumn("column `parameters` does not hold a request")
        }
        return PushedRequest(
            hash: hash, tenant: tenant, application: application, parameters: document.parameters,
            isSigned: document.isSigned, binding: try row.optionalText("binding"),
            createdAt: try row.timestamp("created_at"), expiresAt: try row.timestamp("expires_at"),
            spentAt: try row.optionalTimestamp("spent_at"))
    }
}
