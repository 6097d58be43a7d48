import Foundation
import HTTPTypes
import Hummingbird
import MartletActions
import MartletCredentials
import MartletDirectory

/// Why a door that wants an access token does not open, in the words of `WWW-Authenticate`.
enum TokenChallenge: Sendable {
    /// No token came (RFC 6750 section 3.1: then no error is named).
    case missing
    /// The token is none, or is over.
    case invalidToken
    /// The proof that came with the token is not right (RFC 9449 section 7.1).
    case badProof
    /// The token does not open this.
    case insufficientScope(String)
    /// The sign-in behind the token is too weak or too old (RFC 9470 section 3).
    case insufficientAuthentication(StepUp)
    /// The token was good and is not any more; the client says that it can answer with a new one, for which it sends
    /// `claims` along.
    case insufficientClaims(JSONObject)

    private var status: HTTPResponse.Status {
        guard case .insufficientScope = self else { return .unauthorized }
        return .forbidden
    }

    /// The parameters of the challenge; every value is our own and needs no escaping.
    private var parameters: [(name: String, value: String)] {
        switch self {
        case .missing: []
        case .invalidToken: [("error", "invalid_token")]
        case .badProof: [("error", "invalid_dpop_proof")]
        case .insufficientScope(let scope): [("error", "insufficient_scope"), ("scope", scope)]
        case .insufficientAuthentication(let demand):
            [
                ("error", "insufficient_user_authentication"),
                ("error_description", "a stronger or more recent sign-in is needed"),
                ("acr_values", demand.acceptable.joined(separator: " ")),
            ] + (demand.maxAge.map { [("max_age", String($0.inSeconds))] } ?? [])
        case .insufficientClaims(let claims):
            [("error", "insufficient_claims"), ("claims", Data(claims.utf8).base64EncodedString())]
        }
    }

    /// The answer of the door, in the words of the scheme by which the token was shown (RFC 6750 section 3, RFC 9449
    /// section 7.1); where none was shown, both schemes are offered.
    func answer(_ visit: Visit, to token: PresentedToken? = nil) -> Response {
        let members = ([("realm", "martlet")] + parameters).map { "\($0.0)=\"\($0.1)\"" }
        let bearer = "Bearer " + members.joined(separator: ", ")
        let algorithms = "algs=\"\(DPoPProof.algorithmNames.joined(separator: " "))\""
        let dpop = "DPoP " + (members + [algorithms]).joined(separator: ", ")
        var headers: HTTPFields = [:]
        switch token?.scheme {
        case .bearer: headers[.wwwAuthenticate] = bearer
        case .dpop: headers[.wwwAuthenticate] = dpop
        case nil: headers[values: .wwwAuthenticate] = [bearer, dpop]
        }
        return visit.json("{}", status: status, headers: headers)
    }
}
