import MartletDirectory

/// Whether somebody who has no method yet may register one: whoever only knows a password must not be able to register
/// a phone of their own on somebody's account.
package enum FirstRegistrationRule {
    /// How long a browser must have been known: whoever stole a password yesterday has signed in with it before, too.
    package static let familiarAfter: Duration = .days(7)
    /// How long an administrator's word holds.
    package static let approvalLasts: Duration = .days(1)

    /// What speaks for the person in the browser.
    package struct Facts: Sendable, Equatable {
        /// A temporary access pass is proven, which an administrator gave to the right person.
        package var hasPass: Bool
        /// When this person first signed in from this browser; `nil` for one that is new to them.
        package var browserKnownSince: Timestamp?
        /// Until when an administrator lets them register.
        package var approvedUntil: Timestamp?

        /// Facts with every field given.
        package init(hasPass: Bool, browserKnownSince: Timestamp? = nil, approvedUntil: Timestamp? = nil) {
            self.hasPass = hasPass
            self.browserKnownSince = browserKnownSince
            self.approvedUntil = approvedUntil
        }
    }

    /// Whether the first method may be registered at `now`.
    package static func allows(
        _ setting: AuthenticationMethodsPolicy.FirstRegistration, _ facts: Facts, at now: Timestamp
    ) -> Bool {
        if facts.hasPass { return true }
        switch setting {
        case .password: return true
        case .pass: return false
        case .knownBrowser: return facts.browserKnownSince.map { $0 + familiarAfter <= now } ?? false
        case .approval:
            guard let until = facts.approvedUntil else { return false }
            // An approval that was given at a time that has not come yet says nothing (A306).
            return until > now && !(until - approvalLasts).isAhead(of: now)
        }
    }
}
