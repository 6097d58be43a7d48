import HTTPTypes
import Hummingbird
import MartletActions
import MartletCredentials
import MartletDirectory
import MartletStore

/// The token endpoint (RFC 6749 section 3.2).
struct TokenEndpoint: Sendable {
    let doors: Doors
    /// Which of Entra's dialects is spoken.
    var version = EndpointVersion.v2

    @Sendable func exchange(_ visit: Visit) async throws -> Response {
        do {
            let form = try await visit.form()
            // A secret in the address would be in every log on the way (A184).
            guard visit.query.fields.allSatisfy({ EndpointVersion.isHarmlessInQuery($0.name) }) else {
                throw OAuthError.malformed
            }
            let header = visit.request.headers[.authorization]
            let basic = header.flatMap(BasicCredentials.init(header:))?.client
            let request = TokenRequest(
                organization: try visit.segment("tenant"), parameters: version.tokenParameters(form.fields),
                basic: basic, hasUnreadableAuthorization: header != nil && basic == nil, origin: visit.origin,
                sender: await visit.sender(), mailProgram: visit.mailProgram)
            let answer = json(try await ExchangeToken(doors.tools)(request))
            return visit.json(version.tokenAnswer(answer, asked: form, doors: doors).text)
        } catch let error as OAuthError {
            return OAuthErrorAnswer(visit: visit).respond(error)
        } catch is Stop {
            return OAuthErrorAnswer(visit: visit).respond(.malformed)
        }
    }

    /// The device authorization endpoint (RFC 8628 section 3.1), at which an app proves itself as it does here.
    @Sendable func deviceCode(_ visit: Visit) async throws -> Response {
        do {
            var request = try await visit.clientRequest()
            request.parameters = version.deviceParameters(request.parameters)
            let answer = try await DeviceAuthorization(doors.tools)(request)
            let object: JSONObject = [
                "user_code": .string(answer.userCode), "device_code": .string(answer.deviceCode.text),
                "verification_uri": .string(answer.verificationURI), "expires_in": .integer(answer.expiresIn),
                "interval": .integer(Int64(answer.interval)), "message": .string(answer.message),
            ]
            return visit.json(version.deviceAnswer(object).text)
        } catch let error as OAuthError {
            return OAuthErrorAnswer(visit: visit).respond(error)
        } catch is Stop {
            return OAuthErrorAnswer(visit: visit).respond(.malformed)
        }
    }

    /// RFC 6749 section 5.1, with the members that Microsoft's libraries read.
    private func json(_ answer: TokenAnswer) -> JSONObject {
        var object: JSONObject = [
            "token_type": .string(answer.tokenType), "scope": .string(answer.scopes.description),
            "expires_in": .integer(answer.expiresIn), "ext_expires_in": .integer(answer.expiresIn),
            "access_token": .string(answer.accessToken),
        ]
        if let token = answer.refreshToken { object["refresh_token"] = .string(token) }
        if let token = answer.idToken { object["id_token"] = .string(token) }
        if let type = answer.issuedTokenType { object["issued_token_type"] = .string(type) }
        if let info = answer.clientInfo { object["client_info"] = .string(info) }
        return object
    }
}
