import MartletCredentials
import MartletDirectory
import MartletPolicy

extension OAuthError {
    /// What Microsoft's libraries show as `classification`: whether a page would help, and of what kind.
    package var suberror: String? {
        switch number {
        case 50076, 50079, 50078: "basic_action"
        case 53003: "message_only"
        case 50055: "user_password_expired"
        case 65001: "consent_required"
        case 70008, 700_082: "token_expired"
        case 50173 where error == "invalid_grant": "bad_token"
        default: nil
        }
    }

    /// What the app must ask for at the authorize endpoint so that the next attempt gets through: a `claims` parameter, as
    /// JSON text (OpenID Connect Core section 5.5), which Microsoft's libraries hand on as it is.
    package var claims: String? {
        switch number {
        case 50076, 50079, 50078:
            let acr: JSONObject = ["essential": true, "values": .strings([Clearance.Assurance.multiFactor.acr])]
            let idToken: JSONObject = ["acr": .object(acr)]
            let claims: JSONObject = ["id_token": .object(idToken)]
            return claims.text
        default: return nil
        }
    }
}
