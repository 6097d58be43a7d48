import MartletDirectory

/// The one page for every refused sign-in: what happened, what to do, and what to tell the administrator.
package struct RefusalPage: Page {
    package static let template = "refusal"
    package var titleKey: String { "refusal.\(kind).title" }
    /// The AADSTS number (sign-in-and-policy section 4).
    package var errorCode: Int
    /// Names the attempt in the log.
    package var correlationID: String
    /// Where *Try again* leads; `nil` where trying again makes no sense.
    package var retry: String?
    /// Why no method of the person is good enough, where that is what happened.
    package var lack: Lack?
    /// The app that waited for the sign-in, if any.
    package var application: String?

    /// What is missing where more than a first factor is demanded.
    package enum Lack: String, Sendable {
        /// No method that the person has or could register here is among those that count.
        case strength
        /// There is a passkey, or could be, but of no model that counts (AS-14).
        case passkeyModel
        /// There is one, and none counts while the person is on the block list (PN-14).
        case mfaBlocked
    }

    /// A page with every field given.
    package init(
        errorCode: Int, correlationID: String, retry: String? = nil, application: String? = nil, lack: Lack? = nil
    ) {
        self.lack = lack
        self.errorCode = errorCode
        self.correlationID = correlationID
        self.retry = retry
        self.application = application
    }

    package func content(_ phrases: Phrases) -> ViewObject {
        [
            "text": .text(phrases("refusal.\(kind).text")), "advice": .text(phrases("refusal.\(kind).advice")),
            "code": .text("AADSTS\(errorCode)"), "correlationID": .text(correlationID),
            "at": .object(phrases.time(phrases.now)), "retry": ViewValue(retry), "application": ViewValue(application),
        ]
    }

    /// The group of words for the number; numbers that mean the same to a person share one.
    private var kind: String {
        if let lack { return lack.rawValue }
        return switch errorCode {
        case 50034, 50126, 50056: "wrongNameOrPassword"
        case 50053: "locked"
        case 50057: "disabled"
        case 50089, 50196: "expired"
        case 50105: "notAssigned"
        case 50173, 50132, 50133: "sessionEnded"
        case 530035: "legacy"
        case 53003: "policy"
        case 50074, 50076, 50079, 50072, 500121: "secondFactor"
        case 65004: "consentDeclined"
        case 50011, 50194: "redirectAddress"
        case 700016, 700038, 7000112, 50001: "unknownApp"
        case 90002, 50059, 50128: "unknownOrganization"
        case 90014, 900144, 9002313, 50147, 501481, 501491, 70011, 700054: "badRequest"
        default: "other"
        }
    }
}
