/// The sentences behind the numbers of sign-in-and-policy section 4, in our own words, for developers and logs.
///
/// A client branches on OAuth's `error` alone; the numbers and sentences are for people.
package enum AADSTS {
    /// Numbers that mean the same, and what.
    package struct Meaning: Sendable {
        /// The numbers; the first is the one by which pages find the sentence in other languages.
        package let numbers: [Int]
        /// One English sentence without a number.
        package let sentence: String

        fileprivate init(_ numbers: Int..., sentence: String) {
            self.numbers = numbers
            self.sentence = sentence
        }
    }

    /// One English sentence without a number.
    package static func sentence(for number: Int) -> String {
        meaning(of: number)?.sentence ?? "The request was refused."
    }

    /// What is known of a number; `nil` for one of which nothing is.
    package static func meaning(of number: Int) -> Meaning? { byNumber[number] }

    private static let byNumber = Dictionary(
        meanings.flatMap { meaning in meaning.numbers.map { ($0, meaning) } }, uniquingKeysWith: { first, _ in first })

    /// All that is known, each number once.
    package static let meanings: [Meaning] = [
        Meaning(50001, 500011, sentence: "The resource is not known in this organisation."),
        Meaning(50011, sentence: "The redirect URI is not registered for this app."),
        Meaning(50034, 50053, 50055, 50056, 50057, 50126, sentence: "The name or the password is not right."),
        Meaning(50013, sentence: "The token that was sent is not good for this."),
        Meaning(50012, sentence: "The client assertion is not right, has expired or was used before."),
        Meaning(50049, sentence: "This server does not speak for that address."),
        Meaning(50058, sentence: "Nobody is signed in, and the request allows no page to be shown."),
        Meaning(50072, 50079, sentence: "The person must register a second factor first."),
        Meaning(50074, 50076, sentence: "A second factor is needed; send the person through the authorize endpoint."),
        Meaning(50105, sentence: "The person is not assigned to a role of the app."),
        Meaning(50147, sentence: "The code verifier does not fit the request, or one is missing."),
        Meaning(50173, sentence: "The sign-in behind this token was revoked; sign in again."),
        Meaning(500121, sentence: "The second factor was not accepted."),
        Meaning(53003, sentence: "A policy of the organisation does not allow this sign-in."),
        Meaning(530035, sentence: "The organisation does not allow sign-in with a password alone."),
        Meaning(54005, sentence: "The authorization code was used before."),
        Meaning(501_051, sentence: "The app was not assigned to that API."),
        Meaning(65001, sentence: "The person has not agreed to what the app asks for."),
        Meaning(65004, sentence: "The person did not agree to what the app asks for."),
        Meaning(70000, sentence: "The refresh token is not valid."),
        Meaning(70001, sentence: "The app is disabled or may not use this grant."),
        Meaning(70002, 7000215, sentence: "The client authentication is not right."),
        Meaning(7000218, sentence: "The app must authenticate with its secret or certificate."),
        Meaning(7000222, sentence: "The client secret or certificate has expired or has not begun."),
        Meaning(700025, sentence: "A public app must not send a secret or an assertion."),
        Meaning(700027, sentence: "The client assertion is not signed with a key or certificate of the app."),
        Meaning(700030, sentence: "The DPoP proof is missing, not right, or was used before."),
        Meaning(700031, sentence: "The tokens of the app are bound to its certificate, and the connection has none."),
        Meaning(700032, sentence: "The code or token is bound to another key or certificate."),
        Meaning(1_002_012, sentence: "An app that acts for itself asks for one API by its name and /.default."),
        Meaning(70003, sentence: "The grant type is not supported."),
        Meaning(70008, sentence: "The code or refresh token has expired."),
        Meaning(70016, sentence: "Nobody has let the device in yet."),
        Meaning(70018, sentence: "The device code is not known, or was used before."),
        Meaning(70020, sentence: "The device code has expired."),
        Meaning(70011, sentence: "The scope is not valid."),
        Meaning(700016, sentence: "There is no such app in this organisation."),
        Meaning(7000112, sentence: "The app is disabled."),
        Meaning(90002, sentence: "There is no such organisation."),
        Meaning(90014, 900144, sentence: "A required parameter is missing."),
        Meaning(90094, sentence: "An administrator must agree to what the app asks for."),
        Meaning(9002313, sentence: "The request is malformed."),
        Meaning(90023, sentence: "The request is not valid."),
        Meaning(90055, sentence: "Too many requests at once; try again shortly."),
    ]
}
