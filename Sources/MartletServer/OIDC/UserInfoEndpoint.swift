import HTTPTypes
import Hummingbird
import MartletActions
import MartletCredentials

/// UserInfo, by GET and by POST, with the token in the header or in a posted form (RFC 6750 sections 2.1 and 2.2).
struct UserInfoEndpoint: Sendable {
    let doors: Doors

    @Sendable func answer(_ visit: Visit) async throws -> Response {
        guard let token = try await visit.presentedToken() else { return visit.challenge(.unauthorized) }
        do {
            return visit.json(try await UserInfo(doors.tools)(token))
        } catch UserInfo.Refusal.invalidToken {
            return visit.challenge(.unauthorized, token, error: "invalid_token")
        } catch UserInfo.Refusal.badProof {
            return visit.challenge(.unauthorized, token, error: "invalid_dpop_proof")
        } catch UserInfo.Refusal.insufficientScope {
            return visit.challenge(.forbidden, token, error: "insufficient_scope", scope: "openid")
        }
    }
}

extension Visit {
    /// A refusal at a door that wants an access token, in the words of the scheme by which one was shown (RFC 6750
    /// section 3, RFC 9449 section 7.1); where none was shown, both schemes are offered.
    func challenge(
        _ status: HTTPResponse.Status, _ token: PresentedToken? = nil, error: String? = nil, scope: String? = nil
    ) -> Response {
        var members = ["realm=\"martlet\""]
        if let error { members.append("error=\"\(error)\"") }
        if let scope { members.append("scope=\"\(scope)\"") }
        let bearer = "Bearer " + members.joined(separator: ", ")
        let dpop =
            "DPoP "
            + (members + ["algs=\"\(DPoPProof.algorithmNames.joined(separator: " "))\""]).joined(separator: ", ")
        var headers: HTTPFields = [:]
        switch token?.scheme {
        case .bearer: headers[.wwwAuthenticate] = bearer
        case .dpop: headers[.wwwAuthenticate] = dpop
        case nil: headers[values: .wwwAuthenticate] = [bearer, dpop]
        }
        return json("{}", status: status, headers: headers)
    }
}
