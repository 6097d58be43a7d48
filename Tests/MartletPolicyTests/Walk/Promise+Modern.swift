import MartletDirectory

@testable import MartletPolicy

/// What must be true of the surfaces that have switched to modern authentication (section 1.7).
extension Promise {
    /// Without the security defaults: what a password alone opens is shut by the switch, and nothing else changes.
    func brokenModern(_ modern: Verdict, off: Verdict) -> String? {
        guard modern.keyIsRight else { return "T0: there is a key exactly where the door opens" }
        guard isJudged(off), isSurface, !isExempt else {
            return modern.outcome == off.outcome ? nil : "the switch binds passwords on its surface alone"
        }
        guard modern.outcome == .deny(.blockedByPolicy) else { return "a password alone never passes the switch" }
        return modern.results.count == off.results.count + 1 ? nil : "promise 2: the switch speaks"
    }

    /// With them: the defaults refuse as they did, in their own words, and the switch speaks beside them.
    func brokenModern(_ modern: Verdict, on: Verdict) -> String? {
        guard modern.keyIsRight else { return "T0: there is a key exactly where the door opens" }
        guard modern.outcome == on.outcome else { return "the switch changes nothing under the defaults" }
        let spoken = isJudged(on) && isSurface ? 1 : 0
        return modern.results.count == on.results.count + spoken ? nil : "promise 2: the switch speaks"
    }

    /// Whether the policies were asked at all.
    private func isJudged(_ verdict: Verdict) -> Bool {
        facts.account == .enabled && facts.reliance != .ended && verdict.outcome != .needsFirstFactor
    }

    /// Whether a password alone comes to a surface here.
    private var isSurface: Bool {
        switch facts.door {
        case .legacyMail, .legacyBasic, .legacyDirectory, .legacyNetwork: true
        case .passwordGrant: [.imap4, .pop3, .authenticatedSMTP].contains(facts.clientApp)
        case .authorize, .account, .adminCenter, .codeExchange, .refresh, .device, .deviceRedemption, .onBehalfOf,
            .tokenExchange:
            false
        }
    }
}
