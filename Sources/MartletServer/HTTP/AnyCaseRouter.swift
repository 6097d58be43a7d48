import HTTPTypes
import Hummingbird

/// The router, behind the one place where other spellings of the protocols' addresses become ours.
package struct AnyCaseRouter: HTTPResponderBuilder {
    let router: Router<DoorContext>
    let spellings: PathSpellings

    /// Makes what answers requests.
    package func buildResponder() -> AnyCaseResponder {
        AnyCaseResponder(next: router.buildResponder(), spellings: spellings)
    }
}

/// Answers requests in any spelling of their address.
package struct AnyCaseResponder: HTTPResponder {
    let next: RouterResponder<DoorContext>
    let spellings: PathSpellings

    /// Answers a request.
    package func respond(to request: Request, context: DoorContext) async throws -> Response {
        guard let path = request.head.path.flatMap(spellings.canonical) else {
            return try await next.respond(to: request, context: context)
        }
        var head = request.head
        head.path = path
        return try await next.respond(to: Request(head: head, body: request.body), context: context)
    }
}
