import HTTPTypes
import Hummingbird
import MartletActions
import MartletDirectory
import NIOCore

/// The protocol of nginx's mail proxy (`auth_http`): it asks with headers, and is answered with headers, always 200.
///
/// Whoever does not show the organisation's key hears 403 whatever else they say: only the holder of the key may say
/// from which address somebody came, and what is let in and counted depends on that.
struct MailEndpoint: Sendable {
    let doors: Doors

    /// Seconds that nginx keeps a mail program waiting after a refusal, and how many it is given on one connection.
    private static let wait = "3"
    private static let tries = 3

    @Sendable func check(_ visit: Visit) async throws -> Response {
        let headers = visit.request.headers
        let asked = MailAuthRequest { name in HTTPField.Name(name).map { headers[values: $0] } ?? [] }
        let keys = headers[values: .xAuthKey]
        guard keys.count == 1, let key = keys.first else { return shut() }
        let address = asked.clientAddress ?? visit.origin.address
        // Mail programs do not say what they are; the user agent of the question is nginx's, not theirs.
        let origin = Origin(address: address, userAgent: "", country: doors.options.country(address))
        do {
            let answer = try await CheckMail(doors.tools)(
                organization: try visit.segment("tenant"), key: key, login: asked.login, origin: origin,
                isPersonsOwn: asked.clientAddress != nil)
            switch answer {
            case .shut: return shut()
            case .noServer: return later(asked)
            case .refused: return refuse(asked)
            case .passed(let server, let name): return pass(to: server, as: name)
            }
        } catch ActionError.overloaded {
            return later(asked)
        }
    }

    private func pass(to server: MailDoor.Backend, as name: String) -> Response {
        var fields: HTTPFields = [
            .authStatus: "OK", .authServer: server.address, .authPort: String(server.port), .cacheControl: "no-store",
        ]
        // However the name was spelled, the mail server hears the one name of the account (A076).
        if name.utf8.allSatisfy({ (0x21...0x7e).contains($0) }) { fields[.authUser] = name }
        return Response(status: .ok, headers: fields)
    }

    /// The one refusal, whatever was wrong; after the last try the connection ends, because nothing says to wait.
    private func refuse(_ asked: MailAuthRequest) -> Response {
        answer(asked, "Invalid login or password", smtp: "535 5.7.8", waits: asked.attempt < Self.tries)
    }

    private func later(_ asked: MailAuthRequest) -> Response {
        answer(asked, "Temporary server problem, try again later", smtp: "454 4.7.0", waits: false)
    }

    private func answer(_ asked: MailAuthRequest, _ status: String, smtp: String, waits: Bool) -> Response {
        var fields: HTTPFields = [.authStatus: status, .authErrorCode: smtp, .cacheControl: "no-store"]
        if waits { fields[.authWait] = Self.wait }
        return Response(status: .ok, headers: fields)
    }

    private func shut() -> Response {
        Response(
            status: .forbidden,
            headers: [.cacheControl: "no-store", .contentType: "text/plain; charset=utf-8"],
            body: .init(byteBuffer: ByteBuffer(string: "Only the mail proxy may ask here.\n")))
    }
}
