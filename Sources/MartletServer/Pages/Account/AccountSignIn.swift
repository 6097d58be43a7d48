import MartletActions
import MartletDirectory

/// One of the person's own sign-ins, as they may see it.
package struct AccountSignIn: Sendable {
    /// When it was tried.
    package var at: Timestamp
    /// The app's name.
    package var application: String
    /// Where it came from.
    package var origin: Origin
    /// What came of it.
    package var status: SignInRecord.Status
    /// 0 or an AADSTS number.
    package var errorCode: Int
    /// Why MFA was asked for, as stable words.
    package var reasons: [String]
    /// Whether a second factor was given or a remembered one counted.
    package var wasMultiFactor: Bool
    /// The record, where the person is asked whether it was they.
    package var asked: ID<SignInRecord>?
    /// What the person said; `nil` before.
    package var wasOwn: Bool?
    /// Whether nothing was looked at because the address had tried many names: nothing counts against the person.
    package var wasStopped: Bool
    /// What the rows of one attempt have in common; `nil` where each stands for itself.
    package var attempt: String?

    /// A sign-in with every field given.
    package init(
        at: Timestamp, application: String, origin: Origin, status: SignInRecord.Status, errorCode: Int,
        reasons: [String], wasMultiFactor: Bool, asked: ID<SignInRecord>? = nil, wasOwn: Bool? = nil,
        wasStopped: Bool = false, attempt: String? = nil
    ) {
        self.at = at
        self.application = application
        self.origin = origin
        self.status = status
        self.errorCode = errorCode
        self.reasons = reasons
        self.wasMultiFactor = wasMultiFactor
        self.asked = asked
        self.wasOwn = wasOwn
        self.wasStopped = wasStopped
        self.attempt = attempt
    }

    /// What the log says about one sign-in, and what the person said of it.
    package init(record: SignInRecord, answer: Bool? = nil) {
        self.init(
            at: record.createdAt, application: record.applicationName, origin: record.origin, status: record.status,
            errorCode: record.errorCode, reasons: record.reasons,
            wasMultiFactor: record.requirement == .multiFactor && record.status == .success,
            asked: record.passedPassword && answer != false ? record.id : nil, wasOwn: answer,
            wasStopped: record.details.contains { $0.result == PasswordAttempt.Outcome.stopped.rawValue },
            attempt: record.correlationID)
    }

    func view(_ phrases: Phrases) -> ViewObject {
        [
            "at": .object(phrases.time(at)), "application": .text(phrases.application(application)),
            "place": phrases.place(origin), "device": .text(phrases.device(origin.userAgent)), "tone": .text(tone),
            "result": .text(phrases("account.result.\(status.rawValue)")), "cause": cause(phrases),
            "asked": asked(phrases, "account.asked.line"), "askedShort": asked(phrases, nil),
            "wasMultiFactor": .flag(wasMultiFactor), "askedID": ViewValue(asked?.rawValue),
            "wasOwn": .flag(wasOwn == true), "wasNotOwn": .flag(wasOwn == false),
        ]
    }

    /// The colour of what came of it.
    var tone: String {
        switch status {
        case .success: "good"
        case .interrupted: "warn"
        case .failure: "bad"
        }
    }

    /// Country, where one is known, and address.
    var placeText: String { origin.country.map { "\($0) · \(origin.address)" } ?? origin.address }

    /// Why a second step was asked for, within the sentence `line` or alone.
    private func asked(_ phrases: Phrases, _ line: String?) -> ViewValue {
        let reasons = AskReason.reasons(in: reasons).map { phrases("account.asked.\($0.rawValue)") }
        guard !reasons.isEmpty else { return .absent }
        let joined = reasons.joined(separator: phrases("account.asked.and"))
        return .text(line.map { phrases($0, ["reasons": joined]) } ?? joined)
    }

    /// What went wrong, in words that the person can act on.
    private func cause(_ phrases: Phrases) -> ViewValue {
        switch errorCode {
        case 0: .absent
        case 50126: .text(phrases("account.cause.password"))
        case 50053: .text(phrases(wasStopped ? "account.cause.stopped" : "account.cause.locked"))
        case 500121: .text(phrases("account.cause.code"))
        case 530035: .text(phrases("account.cause.legacy"))
        case 50074, 50076: .text(phrases("account.cause.codeAsked"))
        case 50072, 50079: .text(phrases("account.cause.registration"))
        default: .text("AADSTS\(errorCode)")
        }
    }
}

extension Phrases {
    /// What a sign-in was to: an app by the name that it was given, Martlet's own doors in the language of the reader.
    func application(_ name: String) -> String {
        switch name {
        case "My account": self("common.myAccount")
        case "Admin center": self("common.adminCenter")
        case "Legacy authentication": self("common.legacyAuthentication")
        default: name
        }
    }

    /// Browser and system in a few words.
    func device(_ userAgent: String) -> String {
        let name = AgentName(userAgent: userAgent)
        return switch (name.program, name.system) {
        case (let program?, let system?): self("account.device.both", ["program": program, "system": system])
        case (let program?, nil): program
        case (nil, let system?): system
        case (nil, nil): self("account.device.unknown")
        }
    }

    /// Country, where one is known, and address.
    func place(_ origin: Origin) -> ViewValue {
        guard let country = origin.country else { return .text(origin.address) }
        return .text("\(country) · \(origin.address)")
    }
}
