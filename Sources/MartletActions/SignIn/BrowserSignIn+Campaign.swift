import MartletDirectory
import MartletPolicy
import MartletStore

extension BrowserSignIn {
    /// Where a flow stands, the registration campaign included: it speaks last, when everything else is done (RC-1).
    func standing(of flow: Flow, browser: BrowserState, at: Timestamp, in tables: Tables) throws -> FlowStanding {
        let standing = try tables.standing(of: flow, browser: browser, at: at)
        // What the gate holds possible may not be where this installation's address can have no passkeys.
        if standing.demand != nil, standing.isAboutMethods, choices(of: flow, standing, now: at).isEmpty {
            return standing.refused(.strengthNotPossible)
        }
        guard case .finish(let clearance) = standing.step, clearance.basis == .secondFactor,
            let suggestion = try suggestion(for: flow, browser: browser, at: at, in: tables)
        else { return standing }
        var suggesting = FlowStanding(
            decision: standing.decision, step: .register(mayPutOffDays: suggestion.mayBePutOff ? 0 : nil))
        suggesting.suggestion = suggestion
        suggesting.enrolment = try tables.phoneEnrolments.find(owner: flow.pending.handleHash)
        return suggesting
    }

    private func suggestion(
        for flow: Flow, browser: BrowserState, at: Timestamp, in tables: Tables
    ) throws -> CampaignRule.Suggestion? {
        let campaign = flow.tenant.methodsPolicy.campaign
        let proofs = flow.pending.proofs
        // Only whoever has just proven a lasting second factor here is asked, and once in a sign-in.
        guard campaign.isEnabled, !flow.pending.skippedRegistration, flow.device == nil,
            let subject = flow.subject, !proofs.restOnPass,
            proofs.contains(where: { $0.method != .password && $0.at >= flow.pending.createdAt }),
            mayRegister(campaign.goal, subject: subject, in: flow)
        else { return nil }
        let preferences = try tables.methodPreferences.find(subject.user.id, in: flow.tenant.id)
        let groups = campaign.targets.looksAtGroups ? try tables.groups.groups(of: subject.user.id).map(\.id) : []
        return CampaignRule.suggestion(
            campaign,
            CampaignRule.Facts(
                registered: subject.registered(at: at), allowed: subject.allowed.methods, groups: Set(groups),
                snoozes: preferences.campaignSnoozes, snoozedAt: preferences.campaignSnoozedAt,
                surface: CampaignSurface(userAgent: browser.origin.userAgent)), at: at)
    }

    /// Whether what the campaign suggests can be registered here.
    private func mayRegister(_ goal: RegistrationCampaign.Goal, subject: SignInSubject, in flow: Flow) -> Bool {
        let methods = MethodChoices.registrable(by: subject, under: flow.tenant.methodsPolicy)
        switch goal {
        case .passkey: return methods.contains(.passkey) && tools.publicURL.relyingParty != nil
        case .authenticator:
            return methods.contains(.push) && subject.authenticators.count < BeginAuthenticator.most
        }
    }

    /// Notes that a suggestion was put off (RC-3).
    func snooze(_ flow: Flow, at: Timestamp, in tables: Tables) throws {
        guard let user = flow.subject?.user else { return }
        var preferences = try tables.methodPreferences.find(user.id, in: user.tenant)
        preferences.campaignSnoozes += 1
        preferences.campaignSnoozedAt = at
        try tables.methodPreferences.save(preferences)
    }
}
