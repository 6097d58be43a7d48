import HTTPTypes
import Hummingbird
import MartletActions
import MartletDirectory

/// Counts every request and takes its time, has it traced where that is wanted, and while the program ends tells clients
/// to come no more on their connection.
struct Measuring: RouterMiddleware {
    typealias Context = DoorContext

    let doors: Doors
    private let classes: [String: String]
    private static let methods: Set<String> = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"]

    init(doors: Doors, patterns: some Sequence<String>) {
        self.doors = doors
        // As the router spells them: `/{tenant}/…` for `/:tenant/…`.
        let spelled = patterns.map { RouterPath($0).description }
        classes = Dictionary(spelled.map { ($0, RouteClasses.word(for: $0)) }) { first, _ in first }
    }

    func handle(
        _ request: Request, context: DoorContext, next: (Request, DoorContext) async throws -> Response
    ) async throws -> Response {
        let requests = doors.tools.measures.requests
        let began = ContinuousClock.now
        requests.underWay.add(1)
        defer { requests.underWay.add(-1) }
        var response: Response
        if let traces = doors.options.traces {
            response = try await traced(request, context, into: traces, next)
        } else {
            response = try await next(request, context)
        }
        if doors.readiness.isStopping { response.headers[.connection] = "close" }
        let route =
            RouteClasses.pattern(of: context).map { classes[$0] ?? RouteClasses.word(for: $0) }
            ?? RouteClasses.none
        requests.seconds[route].record(ContinuousClock.now - began)
        requests.answered.add(
            Measures.Requests.Kind(
                route: route, method: Self.word(for: request.method), status: "\(response.status.code / 100)xx"))
        return response
    }

    private func traced(
        _ request: Request, _ context: DoorContext, into traces: TraceQueue,
        _ next: (Request, DoorContext) async throws -> Response
    ) async throws -> Response {
        let method = Self.word(for: request.method)
        // A stranger's word about where its request belongs would let it write into anybody's traces.
        let isFromProxy = doors.options.trustedProxies.contains(context.socketAddress)
        let outer = isFromProxy ? request.headers[.traceContext].flatMap(TraceParent.init) : nil
        guard outer?.isSampled != false else { return try await next(request, context) }
        let trace = RequestTrace(
            method, at: doors.tools.now, random: doors.tools.ambient.randomBytes(24),
            partOf: outer.map { ($0.trace, $0.span) })
        let response = try await RequestTrace.$current.withValue(trace.root) { try await next(request, context) }
        traces.add(
            FinishedTrace(
                trace: trace, route: RouteClasses.pattern(of: context) ?? RouteClasses.none, method: method,
                status: response.status.code))
        return response
    }

    private static func word(for method: HTTPRequest.Method) -> String {
        methods.contains(method.rawValue) ? method.rawValue : "other"
    }
}

extension HTTPField.Name {
    /// The place of a request in somebody's trace (W3C Trace Context).
    static let traceContext = HTTPField.Name("traceparent") ?? .via
}
