/// The sentences behind the numbers of sign-in-and-policy section 4, in our own words, for developers and logs.
///
/// A client branches on OAuth's `error` alone; the numbers and sentences are for people.
package enum AADSTS {
    /// One English sentence without a number.
    package static func sentence(for number: Int) -> String {
        switch number {
        case 50001, 500011: "The resource is not known in this organisation."
        case 50011: "The redirect URI is not registered for this app."
        case 50034, 50053, 50055, 50056, 50057, 50126: "The name or the password is not right."
        case 50013: "The token that was sent is not good for this."
        case 50012: "The client assertion is not right, has expired or was used before."
        case 50049: "This server does not speak for that address."
        case 50058: "Nobody is signed in, and the request allows no page to be shown."
        case 50072, 50079: "The person must register a second factor first."
        case 50074, 50076: "A second factor is needed; send the person through the authorize endpoint."
        case 50147: "The code verifier does not fit the request, or one is missing."
        case 50173: "The sign-in behind this token was revoked; sign in again."
        case 500121: "The second factor was not accepted."
        case 53003: "A policy of the organisation does not allow this sign-in."
        case 530035: "The organisation does not allow sign-in with a password alone."
        case 54005: "The authorization code was used before."
        case 501_051: "The app was not assigned to that API."
        case 65001: "The person has not agreed to what the app asks for."
        case 65004: "The person did not agree to what the app asks for."
        case 70000: "The refresh token is not valid."
        case 70001: "The app is disabled or may not use this grant."
        case 70002, 7000215: "The client authentication is not right."
        case 7000218: "The app must authenticate with its secret or certificate."
        case 7000222: "The client secret or certificate has expired or has not begun."
        case 700025: "A public app must not send a secret or an assertion."
        case 700027: "The client assertion is not signed with a key or certificate of the app."
        case 700030: "The DPoP proof is missing, not right, or was used before."
        case 700031: "The tokens of the app are bound to its certificate, and the connection has none."
        case 700032: "The code or token is bound to another key or certificate."
        case 1_002_012: "An app that acts for itself asks for one API by its name and /.default."
        case 70003: "The grant type is not supported."
        case 70008: "The code or refresh token has expired."
        case 70016: "Nobody has let the device in yet."
        case 70018: "The device code is not known, or was used before."
        case 70020: "The device code has expired."
        case 70011: "The scope is not valid."
        case 700016: "There is no such app in this organisation."
        case 7000112: "The app is disabled."
        case 90002: "There is no such organisation."
        case 90014, 900144: "A required parameter is missing."
        case 90094: "An administrator must agree to what the app asks for."
        case 9002313: "The request is malformed."
        case 90023: "The request is not valid."
        case 90055: "Too many requests at once; try again shortly."
        default: "The request was refused."
        }
    }
}
