import HTTPTypes
import Hummingbird
import MartletActions
import MartletCredentials
import MartletDirectory
import NIOCore

/// The endpoints beside the token endpoint at which an app speaks for itself: introspection (RFC 7662), revocation
/// (RFC 7009) and pushed authorization requests (RFC 9126).
struct ClientEndpoints: Sendable {
    let doors: Doors

    /// Tells what a token is good for.
    @Sendable func introspect(_ visit: Visit) async throws -> Response {
        try await answer(visit) { request in
            switch try await IntrospectToken(doors.tools)(request) {
            case .plain(let text): visit.json(text)
            case .signed(let token):
                visit.signed(token, as: "application/token-introspection+jwt")
            }
        }
    }

    /// Takes a token back.
    @Sendable func revoke(_ visit: Visit) async throws -> Response {
        try await answer(visit) { request in
            try await RevokeToken(doors.tools)(request)
            return Response(status: .ok, headers: [.cacheControl: "no-store"])
        }
    }

    /// Takes a request in advance.
    @Sendable func push(_ visit: Visit) async throws -> Response {
        try await answer(visit) { request in
            let pushed = try await PushRequest(doors.tools)(request)
            let object: JSONObject = [
                "request_uri": .string(pushed.requestURI), "expires_in": .integer(pushed.expiresIn),
            ]
            return visit.json(object.text, status: .created)
        }
    }

    private func answer(
        _ visit: Visit, _ body: (TokenRequest) async throws -> Response
    ) async throws -> Response {
        do {
            return try await body(try await visit.clientRequest())
        } catch let error as OAuthError {
            return OAuthErrorAnswer(visit: visit).respond(error)
        } catch is Stop {
            return OAuthErrorAnswer(visit: visit).respond(.malformed)
        }
    }
}

extension Visit {
    /// What an app posted to an endpoint at which it proves itself as at the token endpoint.
    func clientRequest() async throws -> TokenRequest {
        let form = try await form()
        // A secret in the address would be in every log on the way (A184).
        guard query.fields.isEmpty else { throw OAuthError.malformed }
        let header = request.headers[.authorization]
        let basic = header.flatMap(BasicCredentials.init(header:))?.client
        return TokenRequest(
            organization: try segment("tenant"), parameters: form.fields, basic: basic,
            hasUnreadableAuthorization: header != nil && basic == nil, origin: origin, sender: await sender())
    }

    /// A signed answer that nobody keeps.
    func signed(_ token: String, as type: String) -> Response {
        Response(
            status: .ok, headers: [.contentType: type, .cacheControl: "no-store"],
            body: .init(byteBuffer: ByteBuffer(string: token)))
    }
}
