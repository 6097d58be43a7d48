import MartletDirectory
import MartletPolicy

/// Whether registration may be put off, and why it is asked for.
package struct RegistrationDemand: Sendable {
    /// Days for which it may still be put off (SD-21); `nil` where it may not.
    package var mayPutOffDays: Int?
    /// What asks for it beyond the security defaults: an administrator's role, a management surface, the app.
    package var reasons: [AskReason]
    /// What is only suggested, where nothing demands it (section 2.2).
    package var suggestion: CampaignRule.Suggestion?

    /// A demand with every field given.
    package init(mayPutOffDays: Int?, reasons: [AskReason] = [], suggestion: CampaignRule.Suggestion? = nil) {
        self.mayPutOffDays = mayPutOffDays
        self.reasons = reasons
        self.suggestion = suggestion
    }

    /// The view under the name `demand`.
    func view(_ phrases: Phrases) -> ViewValue {
        if let suggestion { return view(of: suggestion, phrases) }
        guard let days = mayPutOffDays else {
            let why = reasons.isEmpty ? ViewValue(phrases("signIn.register.must")) : phrases.reasonLine(reasons)
            return ["must": why, "later": .absent]
        }
        return ["must": .absent, "later": .text(phrases.count("signIn.register.daysLeft", days))]
    }

    private func view(of suggestion: CampaignRule.Suggestion, _ phrases: Phrases) -> ViewValue {
        let (why, now) =
            suggestion.goal == .passkey
            ? ("signIn.campaign.why", "signIn.campaign.now")
            : ("signIn.campaign.phone.why", "signIn.campaign.phone.now")
        guard suggestion.mayBePutOff else { return ["must": ViewValue(phrases(now)), "later": .absent] }
        let later =
            suggestion.snoozesLeft.map { phrases.count("signIn.campaign.left", $0) } ?? phrases("signIn.campaign.later")
        return ["must": ViewValue(phrases(why)), "later": .text(later)]
    }
}
