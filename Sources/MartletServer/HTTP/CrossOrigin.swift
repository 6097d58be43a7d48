import HTTPTypes
import Hummingbird
import MartletActions
import MartletDirectory
import NIOCore

/// Which pages of other origins may read an answer (the Fetch standard's CORS; N-R18). Cookies never count there: no
/// answer of ours ever says `Access-Control-Allow-Credentials`.
enum CrossOrigin: Sendable {
    /// None: pages, the authorize endpoint, everything that a browser goes to or only servers ask.
    case refused
    /// All: what is the same for everybody, or wants a token in a header.
    case anyone
    /// Those to which the app of the request has people sent.
    case ownPages

    /// Answers a request, and says who may read the answer.
    func answer(
        _ request: Request, _ context: DoorContext, _ doors: Doors,
        by handler: @Sendable (Visit) async throws -> Response
    ) async throws -> Response {
        switch self {
        case .refused: return try await handler(Visit(request, context, doors))
        case .anyone:
            var response = try await handler(Visit(request, context, doors))
            response.headers[.accessControlAllowOrigin] = "*"
            response.headers[.accessControlExposeHeaders] = Self.exposed
            return response
        case .ownPages:
            guard let origin = request.headers[.origin] else {
                return try await handler(Visit(request, context, doors))
            }
            // The body names the app; it is read here and handed on.
            var request = request
            let bytes = try await Visit(request, context, doors).boundedBody()
            request.body = .init(buffer: ByteBuffer(bytes: bytes))
            let visit = try Visit(request, context, doors)
            var response = try await handler(visit)
            response.headers[.vary] = "Origin"
            guard let client = visit.namedClient(in: bytes),
                try await AllowedOrigin(doors.tools)(origin, clientID: client)
            else { return response }
            response.headers[.accessControlAllowOrigin] = origin
            response.headers[.accessControlExposeHeaders] = Self.exposed
            return response
        }
    }

    /// The answer to a preflight: what may be sent is the same for everybody, and who may read is said with the answer.
    static func preflight(_ methods: [HTTPRequest.Method]) -> Response {
        Response(
            status: .noContent,
            headers: [
                .accessControlAllowOrigin: "*",
                .accessControlAllowMethods: methods.map(\.rawValue).sorted().joined(separator: ", "),
                .accessControlAllowHeaders: allowed, .accessControlMaxAge: "3600",
            ])
    }

    /// Beside the headers of the protocols those that Microsoft's libraries add.
    private static let allowed =
        "authorization, content-type, dpop, client-request-id, return-client-request-id, x-client-sku, x-client-ver, "
        + "x-client-os, x-client-cpu, x-client-current-telemetry, x-client-last-telemetry, x-ms-lib-capability, "
        + "x-anchormailbox, x-app-name, x-app-ver"
    private static let exposed = "client-request-id, dpop-nonce, retry-after, www-authenticate"
}

extension Visit {
    /// The `client_id` of a form or of HTTP Basic, not believed.
    fileprivate func namedClient(in body: [UInt8]) -> String? {
        if let header = request.headers[.authorization], let basic = BasicCredentials(header: header)?.client {
            return basic.clientID
        }
        return String(validating: body, as: UTF8.self).flatMap { FormBody(parsing: $0) }?["client_id"]
    }
}
