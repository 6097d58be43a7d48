import HTTPTypes
import Hummingbird
import Logging
import MartletActions
import MartletCredentials
import MartletDirectory

/// Turns whatever a handler throws into an answer; the cause goes to the log, never to a stranger (N-16.5.1…4).
struct Failures: RouterMiddleware {
    typealias Context = DoorContext

    let doors: Doors

    func handle(
        _ request: Request, context: DoorContext, next: (Request, DoorContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch {
            let failure = Failure(error)
            let correlationID = doors.tools.newCorrelationID()
            if failure.isOurs {
                // The route's pattern and not the path: a path may hold the handle of a sign-in.
                doors.tools.logger.error(
                    "request failed",
                    metadata: [
                        "correlationId": "\(correlationID)",
                        "route": "\(context.endpointPath ?? "none")",
                        "error": "\(String(reflecting: type(of: error)))", "cause": "\(error)",
                    ])
            }
            return respond(to: request, context: context, failure: failure, correlationID: correlationID)
        }
    }

    private func respond(
        to request: Request, context: DoorContext, failure: Failure, correlationID: String
    ) -> Response {
        var headers: HTTPFields = [:]
        if let seconds = failure.retryAfterSeconds { headers[.retryAfter] = String(seconds) }
        let wantsPage = request.headers[.accept]?.contains("text/html") == true
        // A malformed query must not keep its own error page from being shown.
        guard wantsPage, let visit = try? Visit(request, context, doors),
            var response = try? visit.page(
                ProblemPage(kind: failure.kind, correlationID: correlationID), status: failure.status)
        else {
            headers[.contentType] = "text/plain; charset=utf-8"
            headers[.cacheControl] = "no-store"
            return Response(
                status: failure.status, headers: headers,
                body: .init(byteBuffer: .init(string: "\(failure.sentence) (\(correlationID))\n")))
        }
        response.headers.append(contentsOf: headers)
        return response
    }
}

/// A failure as people see it.
struct Failure: Sendable {
    var status: HTTPResponse.Status
    var kind: ProblemPage.Kind
    var sentence: String
    var retryAfterSeconds: Int?
    /// Whether it is a mistake of ours that somebody must look at.
    var isOurs = false

    init(_ error: any Error) {
        (status, kind, sentence) = (.internalServerError, .failure, "Something went wrong on our side.")
        switch error {
        case let stop as Stop: self = Failure(stop)
        case let http as HTTPError:
            let isMissing = http.status == .notFound || http.status == .methodNotAllowed
            status = http.status
            kind = isMissing ? .notFound : .badRequest
            sentence = http.status.reasonPhrase
        case let action as ActionError: self = Failure(action)
        case let failure as any PassingFailure where failure.isPassing:
            (status, kind, sentence) = (.serviceUnavailable, .busy, "The database cannot be used at this moment.")
            retryAfterSeconds = 1
            isOurs = true
        default: isOurs = true
        }
    }

    private init(_ stop: Stop) {
        switch stop {
        case .badRequest: self.init(.badRequest, .badRequest, "The request cannot be read.")
        case .notFound: self.init(.notFound, .notFound, "There is nothing here.")
        case .tooLarge: self.init(.contentTooLarge, .badRequest, "The request is too large.")
        case .timedOut: self.init(.requestTimeout, .badRequest, "The request took too long to arrive.")
        case .unsupportedMediaType:
            self.init(.unsupportedMediaType, .badRequest, "A form of application/x-www-form-urlencoded is needed.")
        case .forged: self.init(.forbidden, .staleForm, "The form did not come from a page of ours.")
        case .methodNotAllowed: self.init(.methodNotAllowed, .badRequest, "This method is not possible here.")
        }
    }

    private init(_ error: ActionError) {
        switch error {
        case .notFound: self.init(.notFound, .notFound, "There is nothing here.")
        case .forbidden, .lastAdministrator, .ownAdministratorRole, .needsFreshSecondFactor:
            self.init(.forbidden, .forbidden, "You may not do this.")
        case .conflict: self.init(.conflict, .badRequest, "It was changed meanwhile.")
        case .invalid: self.init(.badRequest, .badRequest, "Something in the request is not valid.")
        case .overloaded(let seconds):
            self.init(.serviceUnavailable, .busy, "There is too much to do at this moment.")
            retryAfterSeconds = seconds
        }
    }

    private init(_ status: HTTPResponse.Status, _ kind: ProblemPage.Kind, _ sentence: String) {
        self.status = status
        self.kind = kind
        self.sentence = sentence
    }
}
