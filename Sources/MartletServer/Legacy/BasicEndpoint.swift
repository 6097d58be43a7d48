import HTTPTypes
import Hummingbird
import MartletActions
import MartletDirectory
import MartletPolicy
import NIOCore

/// HTTP Basic for nginx's `auth_request` and its like: 200 with the person's names, or 401, always the same 401.
struct BasicEndpoint: Sendable {
    let doors: Doors

    @Sendable func check(_ visit: Visit) async throws -> Response {
        // Without credentials nothing is tried and nothing logged: it is how every client begins.
        guard let header = visit.request.headers[.authorization],
            let credentials = BasicCredentials(header: header)
        else { return refuse() }
        do {
            let entrant = try await CheckBasic(doors.tools)(
                organization: try visit.segment("tenant"), name: credentials.name, password: credentials.password,
                clientApp: label(visit), origin: visit.origin,
                isPersonsOwn: visit.isForwarded)
            guard let entrant else { return refuse() }
            return Response(
                status: .ok,
                headers: [
                    .cacheControl: "no-store", .remoteUser: entrant.userPrincipalName,
                    .remoteObjectID: entrant.user.rawValue,
                ])
        } catch ActionError.overloaded(let seconds) {
            return Response(
                status: .serviceUnavailable, headers: [.retryAfter: String(seconds), .cacheControl: "no-store"])
        }
    }

    /// What the log calls the client. The header says what somebody wanted, which they chose themselves: it is a label
    /// and decides nothing. Two of them, or a variant with underscores, say nothing (A214–A216).
    private func label(_ visit: Visit) -> ClientApp {
        let wanted = visit.request.headers[values: .xOriginalURI]
        return ClientAppLabel.of(address: wanted.count == 1 ? wanted.first : nil, userAgent: visit.origin.userAgent)
    }

    private func refuse() -> Response {
        Response(
            status: .unauthorized,
            headers: [
                .wwwAuthenticate: "Basic realm=\"martlet\", charset=\"UTF-8\"", .cacheControl: "no-store",
                .contentType: "text/plain; charset=utf-8",
            ], body: .init(byteBuffer: ByteBuffer(string: "Sign-in with a password alone was refused.\n")))
    }
}
