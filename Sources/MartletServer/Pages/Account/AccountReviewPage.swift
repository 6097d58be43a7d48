import MartletDirectory
import MartletPolicy

/// The last step of adding a way to sign in: what there is now, and what is still advisable (MR-11).
package struct AccountReviewPage: Page {
    /// One way that counts.
    package struct Line: Sendable {
        /// What it is.
        package enum Kind: String, Sendable { case passkey, phone, app, certificate }

        /// What it is.
        package var kind: Kind
        /// The name that the person gave it; empty without one.
        package var name: String
        /// When it was added.
        package var createdAt: Timestamp

        /// A line with every field given.
        package init(kind: Kind, name: String, createdAt: Timestamp) {
            self.kind = kind
            self.name = name
            self.createdAt = createdAt
        }
    }

    package static let template = "account-review"
    package static let section = "security"
    package let titleKey = "account.review.title"
    /// What there is, the strongest first.
    package var methods: [Line]
    /// What is still advisable.
    package var advice: [RegistrationAdvice]
    /// Whether there is a second factor that can be asked for.
    package var isRegistered: Bool
    /// Recovery codes that are not spent.
    package var recoveryCodesLeft: Int
    /// What just happened.
    package var notice: AccountNotice?

    /// A page with every field given.
    package init(
        methods: [Line], advice: [RegistrationAdvice], isRegistered: Bool, recoveryCodesLeft: Int,
        notice: AccountNotice? = nil
    ) {
        self.methods = methods
        self.advice = advice
        self.isRegistered = isRegistered
        self.recoveryCodesLeft = recoveryCodesLeft
        self.notice = notice
    }

    package func content(_ phrases: Phrases) -> ViewObject {
        [
            "notice": phrases.notice(notice), "isRegistered": .flag(isRegistered),
            "hasAdvice": .flag(!advice.isEmpty),
            "advice": ViewValue(advice.map { view(of: $0, phrases) }),
            "methods": ViewValue(methods.map { view(of: $0, phrases) }),
            "codes": .text(phrases.count("account.codesLeft", recoveryCodesLeft)),
            "codesTone": .text(recoveryCodesLeft == 0 ? "bad" : recoveryCodesLeft <= 3 ? "warn" : "good"),
        ]
    }

    private func view(of advice: RegistrationAdvice, _ phrases: Phrases) -> ViewObject {
        let key = "account.advice.\(advice.rawValue)"
        return [
            "title": .text(phrases("\(key).title")), "text": .text(phrases("\(key).text")),
            "do": .text(phrases("\(key).do")),
            "isCodes": .flag(advice == .recoveryCodes || advice == .fewRecoveryCodes),
            "isPasskey": .flag(advice == .passkey),
            "isMethod": .flag(advice == .firstMethod || advice == .secondMethod),
        ]
    }

    private func view(of line: Line, _ phrases: Phrases) -> ViewObject {
        let kind = phrases("account.review.\(line.kind.rawValue)")
        return [
            "name": .text(line.name.isEmpty ? kind : line.name), "kind": .text(line.name.isEmpty ? "" : kind),
            "icon": .text(line.kind == .phone || line.kind == .app ? "phone" : "key"),
            "created": .object(phrases.day(line.createdAt)),
        ]
    }
}
