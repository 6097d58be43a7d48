import MartletDirectory

/// A yes of the person's phone, with the number that this page shows (PN-1): the second factor, or both (PH-1).
package struct SignInPushPage: Page {
    /// What the page is about.
    package enum Matter: Sendable, Equatable {
        /// The phone is asked; this is the number to type there.
        case number(Int)
        /// The phone has said yes.
        case approved
        /// The phone has said no.
        case denied
        /// The person said that it was not them.
        case reported
        /// Nobody answered in time.
        case expired
        /// Nothing is asked: the phone is busy with another sign-in.
        case outstanding
        /// Nothing is asked: the phone was asked too often, and is left alone until then (A050).
        case paused(until: Timestamp)
        /// Nothing was asked yet.
        case idle
    }

    package static let template = "signin-push"
    package let titleKey = "signIn.push.title"
    /// The flow.
    package var flow: SignInFlow
    /// Why it is asked for, as the decision says.
    package var reasons: [AskReason]
    /// What the page is about.
    package var matter: Matter
    /// Whether the phones may be asked once more.
    package var mayAskAgain: Bool
    /// Whether the person went on before the phone had said yes.
    package var isEarly: Bool
    /// Whether the phone stands alone: then nothing is known about the person, and the page says nothing about them.
    package var isFirst: Bool
    /// Whether the phone wants its PIN with the number.
    package var wantsPIN: Bool

    /// A page with every field given.
    package init(
        flow: SignInFlow, reasons: [AskReason], matter: Matter, mayAskAgain: Bool = false, isEarly: Bool = false,
        isFirst: Bool = false, wantsPIN: Bool = false
    ) {
        self.flow = flow
        self.reasons = reasons
        self.matter = matter
        self.mayAskAgain = mayAskAgain
        self.isEarly = isEarly
        self.isFirst = isFirst
        self.wantsPIN = wantsPIN
    }

    package func content(_ phrases: Phrases) -> ViewObject {
        var number: Int?
        if case .number(let shown) = matter { number = shown }
        let goesOn = number != nil || matter == .approved
        return flow.content(
            [
                "reason": phrases.reasonLine(reasons), "number": ViewValue(number.map(String.init)),
                "goesOn": .flag(goesOn), "state": .text(number == nil ? "approved" : "pending"),
                "notice": ViewValue(words(phrases)), "until": ViewValue(pause.map(phrases.time)),
                "early": .flag(isEarly && number != nil), "mayAskAgain": .flag(mayAskAgain && !goesOn),
                "isFirst": .flag(isFirst), "wantsPIN": .flag(wantsPIN), "isIdle": .flag(isFirst && matter == .idle),
            ], phrases)
    }

    private var pause: Timestamp? {
        guard case .paused(let until) = matter else { return nil }
        return until
    }

    private func words(_ phrases: Phrases) -> String? {
        switch matter {
        case .number: nil
        case .approved: phrases("signIn.push.approved")
        case .denied: phrases("signIn.push.denied")
        case .reported: phrases("signIn.push.reported")
        case .expired: phrases(isFirst ? "signIn.push.first.expired" : "signIn.push.expired")
        case .outstanding: phrases("signIn.push.outstanding")
        case .paused: phrases("signIn.push.paused")
        case .idle: isFirst ? nil : phrases("signIn.push.idle")
        }
    }
}
