import MartletDirectory
import MartletPolicy

/// What must be made before a page can be shown.
enum PagePreparation: Sendable {
    /// The secret of an authenticator app.
    case secret
    /// The code for a phone.
    case phone
    /// The question to the person's phones.
    case question
}

extension CampaignRule.Suggestion {
    /// What the page of the suggestion offers.
    fileprivate var methods: [Method] { goal == .passkey ? [.passkey] : [.push] }
}

extension BrowserSignIn {
    /// What the page of a step offers; a passkey only where this installation's address can have one.
    func choices(of flow: Flow, _ standing: FlowStanding, now: Timestamp) -> [Method] {
        // What is suggested stands alone.
        let choices =
            standing.suggestion?.methods
            ?? standing.demanded(
                among: flow.choices(at: standing.step, now: now, takesCertificates: tools.certificateURL != nil))
        guard choices.contains(.passkey), passkeyOptions(of: flow, standing, now: now) == nil else {
            return choices
        }
        return choices.filter { $0 != .passkey }
    }

    /// What is missing for the page of a step, by the method that was picked, or the first.
    func preparation(
        of flow: Flow, _ standing: FlowStanding, picked: Method?, at: Timestamp
    ) -> PagePreparation? {
        let choices = choices(of: flow, standing, now: at)
        let shown = picked.flatMap { choices.contains($0) ? $0 : nil } ?? choices.first
        switch standing.step {
        case .register where shown == .push:
            guard let enrolment = standing.enrolment else { return .phone }
            let stage = enrolment.stage(at: at)
            return stage == .over || stage == .failed ? .phone : nil
        case .register where flow.pending.sealedTOTPSecret.isEmpty: return .secret
        case .proveSecondFactor where shown == .push:
            return standing.asking?.wantsQuestion == true ? .question : nil
        default: return nil
        }
    }
}
