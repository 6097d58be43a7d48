import MartletDirectory

/// When a second factor is necessary for an ordinary person (SD-38, D7): the times behind the circumstances.
package enum Necessity {
    /// How long a browser stays known without being seen (SD-38 b).
    package static let browserMemory: Duration = .days(90)
    /// How long a place stays known without being seen (SD-38 c).
    package static let placeMemory: Duration = .days(30)

    /// The circumstances (b), (c) and (d) of a sign-in; (a) is `remembersSecondFactor`, (e) is known to the decision.
    package static func circumstances(
        browser: Familiarity?, place: Familiarity?, isSensitiveTask: Bool, at now: Timestamp
    ) -> SignInFacts.Circumstances {
        var circumstances: SignInFacts.Circumstances = []
        if !knows(browser: browser, at: now) { circumstances.insert(.newBrowser) }
        if !isKnown(place, for: placeMemory, at: now) { circumstances.insert(.newPlace) }
        if isSensitiveTask { circumstances.insert(.sensitiveTask) }
        return circumstances
    }

    /// Whether the person has signed in from this browser lately.
    package static func knows(browser: Familiarity?, at now: Timestamp) -> Bool {
        isKnown(browser, for: browserMemory, at: now)
    }

    /// Whether this browser carries an unexpired second factor of this person (SD-38 a).
    package static func remembersSecondFactor(_ browser: Familiarity?, at now: Timestamp) -> Bool {
        guard let browser, browser.kind == .browser, let until = browser.remembersMFAUntil else { return false }
        return until > now && isKnown(browser, for: browserMemory, at: now)
    }

    /// Whether the lockout counts a try from here as familiar (SL-6): a browser or a network of the last 30 days.
    package static func isFamiliar(browser: Familiarity?, network: Familiarity?, at now: Timestamp) -> Bool {
        isKnown(browser, for: placeMemory, at: now) || isKnown(network, for: placeMemory, at: now)
    }

    private static func isKnown(_ familiarity: Familiarity?, for memory: Duration, at now: Timestamp) -> Bool {
        guard let familiarity else { return false }
        return now - familiarity.lastSeenAt <= memory && !familiarity.lastSeenAt.isAhead(of: now)
    }
}
