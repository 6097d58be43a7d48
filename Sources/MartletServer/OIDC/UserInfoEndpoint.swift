import HTTPTypes
import Hummingbird
import MartletActions

/// UserInfo, by GET and by POST, with the token in the header or in a posted form (RFC 6750 sections 2.1 and 2.2).
struct UserInfoEndpoint: Sendable {
    let doors: Doors

    @Sendable func answer(_ visit: Visit) async throws -> Response {
        guard let token = try await accessToken(visit) else {
            return refuse(visit, .unauthorized, challenge: "Bearer realm=\"martlet\"")
        }
        do {
            return visit.json(try await UserInfo(doors.tools)(accessToken: token))
        } catch UserInfo.Refusal.invalidToken {
            return refuse(visit, .unauthorized, challenge: "Bearer realm=\"martlet\", error=\"invalid_token\"")
        } catch UserInfo.Refusal.insufficientScope {
            return refuse(
                visit, .forbidden, challenge: "Bearer realm=\"martlet\", error=\"insufficient_scope\", scope=\"openid\""
            )
        }
    }

    private func accessToken(_ visit: Visit) async throws -> String? {
        if let header = visit.request.headers[.authorization] {
            return BearerToken(header: header)?.text
        }
        guard visit.request.method == .post else { return nil }
        return try await visit.form()["access_token"]
    }

    private func refuse(_ visit: Visit, _ status: HTTPResponse.Status, challenge: String) -> Response {
        visit.json("{}", status: status, headers: [.wwwAuthenticate: challenge])
    }
}
