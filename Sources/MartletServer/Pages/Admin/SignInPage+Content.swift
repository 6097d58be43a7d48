import MartletDirectory

extension SignInPage: Page {
    package static var template: String { "admin-signin" }
    package static var section: String { "adminSignIns" }
    package var titleKey: String { "admin.signin.title.\(record.status.rawValue)" }
    package func titleArguments(_ phrases: Phrases) -> [String: String] {
        ["name": name, "app": phrases.application(record.applicationName)]
    }

    private var name: String {
        record.userDisplayName.isEmpty ? record.userPrincipalName : record.userDisplayName
    }

    package func content(_ phrases: Phrases) -> ViewObject {
        var view = phrases.signIn(SignInRow(record, isLegacy: isLegacy))
        view["user"] = ViewValue(record.user?.rawValue)
        view["name"] = .text(name)
        view["typedName"] = .text(record.userPrincipalName)
        view["application"] = ViewValue(record.application?.rawValue)
        view["resource"] = .text(record.resource)
        view["door"] = .text(phrases.word(record.door, of: "door"))
        view["protocolName"] = .text(record.protocolName)
        view["requirement"] = .text(phrases("admin.requirement.\(record.requirement.rawValue)"))
        view["isInteractive"] = .flag(record.isInteractive)
        view["failure"] = failure(phrases)
        view["userAgent"] = ViewValue(nonEmpty: record.origin.userAgent)
        view["correlation"] = .text(record.correlationID)
        view["session"] = ViewValue(record.session?.rawValue)
        view["why"] =
            record.reasons.isEmpty
            ? .absent : ["items": ViewValue(texts: record.reasons.map { phrases.word($0, of: "reason") })]
        view["steps"] =
            record.details.isEmpty ? .absent : ["items": ViewValue(record.details.map { step($0, phrases) })]
        view["policies"] =
            record.policies.isEmpty ? .absent : ["items": ViewValue(record.policies.map { policy($0, phrases) })]
        view["siblings"] = siblings.isEmpty ? .absent : ["items": ViewValue(siblings.map(phrases.signIn))]
        view["json"] = .text(json)
        return view
    }

    /// The code and its sentence: ours in the language of the page where there is one, else the record's own.
    private func failure(_ phrases: Phrases) -> ViewValue {
        guard record.errorCode != 0 else { return .absent }
        return [
            "code": ViewValue(record.errorCode),
            "text": .text(phrases.word(String(record.errorCode), of: "error", else: record.failureReason)),
        ]
    }

    private func step(_ detail: SignInRecord.Detail, _ phrases: Phrases) -> ViewObject {
        [
            "method": .text(phrases.word(detail.method, of: "method")), "time": .object(phrases.time(detail.at)),
            "succeeded": .flag(detail.succeeded), "result": .text(phrases.word(detail.result, of: "step")),
        ]
    }

    private func policy(_ policy: SignInRecord.AppliedPolicy, _ phrases: Phrases) -> ViewObject {
        [
            "name": .text(phrases.word(WordKey.of(policy.id), of: "policy", else: policy.name)),
            "control": .text(phrases.word(policy.control, of: "demand")),
            "result": .text(phrases.word(policy.result, of: "result")), "tone": .text(tone(of: policy.result)),
            "reasons": policy.reasons.isEmpty
                ? .absent : ["items": ViewValue(texts: policy.reasons.map { phrases.word($0, of: "reason") })],
        ]
    }

    private func tone(of result: String) -> String {
        switch result {
        case "satisfied": "good"
        case "notSatisfied": "bad"
        case "graced": "warn"
        default: "info"
        }
    }
}
