import MartletDirectory

/// Whether somebody who has just proven a second factor is shown something stronger to register (RC-1…RC-8).
package enum CampaignRule {
    /// How often it may be put off where it is insisted on (RC-4).
    package static let snoozes = 3

    /// What is shown.
    package struct Suggestion: Sendable, Equatable {
        /// What is suggested.
        package let goal: RegistrationCampaign.Goal
        /// How often *not now* can be said still; `nil` where there is no end to it.
        package let snoozesLeft: Int?

        /// Whether it may be put off this time.
        package var mayBePutOff: Bool { snoozesLeft != 0 }
    }

    /// What is known about the person.
    package struct Facts: Sendable, Equatable {
        /// What they have and may use.
        package var registered: MethodSet
        /// What they may use.
        package var allowed: MethodSet
        /// The groups that they are in.
        package var groups: Set<ID<Group>>
        /// How often they said *not now*.
        package var snoozes: Int
        /// When they last did.
        package var snoozedAt: Timestamp?
        /// Where the page would be shown.
        package var surface: CampaignSurface

        /// Facts with every field given.
        package init(
            registered: MethodSet, allowed: MethodSet, groups: Set<ID<Group>>, snoozes: Int, snoozedAt: Timestamp?,
            surface: CampaignSurface
        ) {
            self.registered = registered
            self.allowed = allowed
            self.groups = groups
            self.snoozes = snoozes
            self.snoozedAt = snoozedAt
            self.surface = surface
        }
    }

    /// What is suggested; `nil` for nothing.
    package static func suggestion(
        _ campaign: RegistrationCampaign, _ facts: Facts, at now: Timestamp
    ) -> Suggestion? {
        guard campaign.isEnabled, campaign.targets.include(memberOf: facts.groups) else { return nil }
        // RC-8. Also where it cannot be put off any more: it waits for a place where it can be done.
        guard facts.surface.suits(campaign.goal) else { return nil }
        let wanted: MethodSet = campaign.goal == .passkey ? .passkey : .push
        guard facts.allowed.isSuperset(of: wanted), facts.registered.isDisjoint(with: wanted) else { return nil }
        if let snoozedAt = facts.snoozedAt, !snoozedAt.isAhead(of: now),
            snoozedAt + .days(campaign.snoozeDays) > now
        {
            return nil
        }
        let left = campaign.insistsAfterThree ? max(0, snoozes - facts.snoozes) : nil
        return Suggestion(goal: campaign.goal, snoozesLeft: left)
    }
}
