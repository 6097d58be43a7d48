import HTTPTypes
import Hummingbird
import MartletActions

/// Answers only for the hosts that the operator configured (A127): a poisoned Host header reaches nothing.
struct HostCheck: RouterMiddleware {
    typealias Context = DoorContext

    let doors: Doors

    func handle(
        _ request: Request, context: DoorContext, next: (Request, DoorContext) async throws -> Response
    ) async throws -> Response {
        let host = (request.head.authority ?? "").lowercased()
        // The health of a node is asked for by its address, under whatever name.
        // What asks for certificates has a host of its own, which answers nothing else.
        let isKnown =
            isCertificateHost(host)
            ? request.uri.path == "/certificate"
            : isPublic(host)
                ? !(asksElsewhere && request.uri.path == "/certificate") : doors.options.extraHosts.contains(host)
        guard isHealth(request.uri.path) || isKnown else {
            return Response(
                status: .misdirectedRequest, headers: [.contentType: "text/plain; charset=utf-8"],
                body: .init(byteBuffer: .init(string: "This server does not answer for that host.\n")))
        }
        return try await next(request, context)
    }

    /// Whether certificates are asked for at another host than people's.
    private var asksElsewhere: Bool {
        doors.tools.certificateURL.map { $0.authority != doors.tools.publicURL.authority } ?? false
    }

    private func isCertificateHost(_ host: String) -> Bool {
        guard let url = doors.tools.certificateURL, url.authority != doors.tools.publicURL.authority else {
            return false
        }
        let port = url.isSecure ? ":443" : ":80"
        return host == url.authority || host + port == url.authority || host == url.authority + port
    }

    private func isHealth(_ path: String) -> Bool {
        if path == "/healthz" || path == "/readyz" { return true }
        // Where no token protects the figures, a page of another site could ask for them under a name of its own.
        guard path == "/metrics", case .token = doors.options.metrics else { return false }
        return true
    }

    private func isPublic(_ host: String) -> Bool {
        let known = doors.tools.publicURL.authority
        if host == known { return true }
        // A default port may stand or be left out.
        let port = doors.tools.publicURL.isSecure ? ":443" : ":80"
        return host + port == known || host == known + port
    }
}
