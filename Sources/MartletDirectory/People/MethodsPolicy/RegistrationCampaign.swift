/// The suggestion, after a sign-in, to register something stronger (RC-1…RC-6).
package struct RegistrationCampaign: SparseDocument {
    /// What is suggested.
    package enum Goal: String, Sendable, Codable, CaseIterable { case passkey, authenticator }

    /// Whether it is suggested.
    package var isEnabled: Bool
    /// To whom.
    package var targets: MethodTargets
    /// What.
    package var goal: Goal
    /// Days of quiet after *not now*, 0…14; 0 asks at every proof of a second factor.
    package var snoozeDays: Int
    /// Whether the fourth time cannot be put off (RC-4).
    package var insistsAfterThree: Bool

    /// The defaults: nothing is suggested.
    package init() {
        isEnabled = false
        targets = .init()
        goal = .passkey
        snoozeDays = 1
        insistsAfterThree = true
    }

    package init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        isEnabled = try members.decode(.isEnabled, or: false)
        targets = try members.decode(.targets, or: .init())
        goal = try members.decode(.goal, or: .passkey)
        snoozeDays = try members.decode(.snoozeDays, or: 1)
        insistsAfterThree = try members.decode(.insistsAfterThree, or: true)
    }
}
