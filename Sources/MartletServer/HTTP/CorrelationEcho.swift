import HTTPTypes
import Hummingbird
import MartletActions
import MartletDirectory

/// Gives the correlation id back to a client that asks for it, as Microsoft's libraries do.
///
/// Only a GUID comes back: nobody's text is carried into a header.
struct CorrelationEcho: RouterMiddleware {
    typealias Context = DoorContext

    func handle(
        _ request: Request, context: DoorContext, next: (Request, DoorContext) async throws -> Response
    ) async throws -> Response {
        guard request.headers[.returnClientRequestID]?.lowercased() == "true",
            let asked = request.headers[.clientRequestID], let id = ID<CorrelationEcho>(parsing: asked)
        else { return try await next(request, context) }
        var response = try await next(request, context)
        response.headers[.clientRequestID] = id.rawValue
        return response
    }
}
