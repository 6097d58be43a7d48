import HTTPTypes
import Hummingbird
import MartletActions
import MartletDirectory

/// The authorize endpoint (RFC 6749 section 3.1), by GET and by POST (OpenID Connect Core section 3.1.2.1).
struct AuthorizeEndpoint: Sendable {
    let doors: Doors
    /// Which of Entra's dialects is spoken.
    var version = EndpointVersion.v2

    @Sendable func authorize(_ visit: Visit) async throws -> Response {
        // What stands in the address and in the body is repeated, and refused like anything that is (A137).
        let posted = visit.request.method == .post ? try await visit.form().fields : []
        let fields = version.authorizeParameters(visit.query.fields + posted)
        let (browser, cookies) = visit.namedBrowser()
        let outcome = try await Authorize(doors.tools)(
            organization: try visit.segment("tenant"), parameters: fields.map { ($0.name, $0.value) },
            browser: browser)
        let answer = FlowAnswer(visit: visit, browser: browser, cookies: cookies)
        switch outcome {
        case .flow(let flow): return try await answer.respond(to: flow)
        case .answered(let refusal): return try await answer.send(refusal, cookies: cookies)
        case .refused(let number):
            return try visit.page(
                RefusalPage(errorCode: number, correlationID: doors.tools.newCorrelationID()), status: .badRequest,
                cookies: cookies)
        }
    }
}
