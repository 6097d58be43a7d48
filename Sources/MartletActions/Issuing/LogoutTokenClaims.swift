import MartletCredentials
import MartletDirectory

/// The claims of a logout token (OpenID Connect Back-Channel Logout 1.0 section 2.4). It never has a nonce, so that nobody
/// takes it for an ID token (A172).
struct LogoutTokenClaims {
    let tools: Tools
    let application: Application
    let delivery: LogoutDelivery

    /// How long a token counts; each try signs a fresh one.
    static let lifetime: Duration = .minutes(2)

    /// The claims of a token that is sent at `at`.
    func make(at: Timestamp) -> JSONObject {
        [
            "iss": .string(tools.publicURL.issuer(of: application.tenant)),
            "sub": .string(tools.subjectName(of: delivery.user, for: application)),
            "aud": .string(application.id.rawValue), "iat": .integer(at.seconds),
            "exp": .integer((at + Self.lifetime).seconds), "jti": .string(tools.ambient.newID(of: Tools.self).rawValue),
            "sid": .string(delivery.session.rawValue),
            "events": .object(["http://schemas.openid.net/event/backchannel-logout": .object([:])]),
        ]
    }
}
