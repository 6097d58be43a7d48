import MartletDirectory
import MartletPolicy
import Testing

/// Section 2.2: the suggestion to register something stronger.
@Suite struct `The registration campaign` {
    private let now = Timestamp(seconds: 1_800_000_000)
    private let crew: ID<Group> = ID("00000000-0000-4000-8000-00000000000a")

    private func campaign(_ change: (inout RegistrationCampaign) -> Void = { _ in }) -> RegistrationCampaign {
        var campaign = RegistrationCampaign()
        campaign.isEnabled = true
        change(&campaign)
        return campaign
    }

    private func facts(
        _ registered: MethodSet = [.password, .totp], snoozes: Int = 0, ago: Duration? = nil,
        groups: Set<ID<Group>> = []
    ) -> CampaignRule.Facts {
        CampaignRule.Facts(
            registered: registered, allowed: MethodSet(Method.allCases), groups: groups, snoozes: snoozes,
            snoozedAt: ago.map { now - $0 }, surface: .desktop)
    }

    private func left(_ campaign: RegistrationCampaign, _ facts: CampaignRule.Facts) -> CampaignRule.Suggestion? {
        CampaignRule.suggestion(campaign, facts, at: now)
    }

    @Test func `RC-5 nothing is suggested where it is off, and RC-9 nothing that is there or not allowed`() {
        #expect(left(RegistrationCampaign(), facts()) == nil)
        #expect(left(campaign(), facts())?.goal == .passkey)
        #expect(left(campaign(), facts([.password, .passkey])) == nil)
        var barred = facts()
        barred.allowed = [.password, .totp]
        #expect(left(campaign(), barred) == nil)
        let push = campaign { $0.goal = .authenticator }
        #expect(left(push, facts())?.goal == .authenticator && left(push, facts([.push])) == nil)
    }

    @Test func `RC-8 the authenticator is suggested beside a phone and not on it, and in no window of the system's`() {
        let agents: [(String, CampaignSurface)] = [
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0",
                .desktop
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.0 Safari/605.1.15",
                .desktop
            ),
            ("", .desktop),
            (
                "Mozilla/5.0 (Linux; Android 15; Pixel 9; wv) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36",
                .phone
            ),
            ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148", .phone),
            ("Mozilla/5.0 (iPad; CPU OS 16_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148", .phone),
            ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; WebView/3.0) AppleWebKit/537.36 Edge/18.22631", .system),
            ("Mozilla/5.0 (Windows NT 10.0; MSAppHost/3.0) AppleWebKit/537.36", .system),
        ]
        for (agent, surface) in agents {
            #expect(CampaignSurface(userAgent: agent) == surface, "\(agent)")
            for goal in RegistrationCampaign.Goal.allCases {
                // Also where it cannot be put off any more.
                var facts = facts(snoozes: 9, ago: .days(30))
                facts.surface = surface
                let isShown = left(campaign { $0.goal = goal }, facts) != nil
                #expect(isShown == (surface == .desktop || surface == .phone && goal == .passkey), "\(goal) \(agent)")
            }
        }
    }

    @Test func `RC-6 who is excluded is, whoever includes them`() {
        let some = campaign {
            $0.targets.includesEverybody = false
            $0.targets.includedGroups = [crew]
        }
        #expect(left(some, facts()) == nil && left(some, facts(groups: [crew])) != nil)
        #expect(left(campaign { $0.targets.excludedGroups = [crew] }, facts(groups: [crew])) == nil)
    }

    @Test(arguments: [0, 1, 14])
    func `RC-3 not now is quiet for as many days as are set`(days: Int) {
        let campaign = campaign { $0.snoozeDays = days }
        let quiet = Duration.days(days)
        #expect(left(campaign, facts(snoozes: 1, ago: quiet)) != nil)
        guard days > 0 else { return }
        #expect(left(campaign, facts(snoozes: 1, ago: quiet - .seconds(1))) == nil)
    }

    @Test func `RC-4 after three times it cannot be put off, unless there is no end to it`() {
        for (snoozes, remaining) in [(0, 3), (2, 1), (3, 0), (9, 0)] {
            let suggestion = left(campaign(), facts(snoozes: snoozes, ago: .days(30)))
            #expect(suggestion?.snoozesLeft == remaining && suggestion?.mayBePutOff == (remaining > 0))
        }
        let endless = left(campaign { $0.insistsAfterThree = false }, facts(snoozes: 9, ago: .days(30)))
        #expect(endless?.snoozesLeft == nil && endless?.mayBePutOff == true)
    }
}
