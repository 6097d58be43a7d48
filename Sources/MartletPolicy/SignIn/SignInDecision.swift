import MartletDirectory

/// What the rules concluded, and every policy that spoke (promise 2).
package struct SignInDecision: Sendable {
    /// The conclusion.
    package enum Outcome: Sendable, Equatable {
        /// Let through; `clearance` is there.
        case allow
        /// Nothing that can stand as a first factor is proven yet.
        case needsFirstFactor
        /// Registered, and must prove a second factor.
        case needsSecondFactor
        /// Must register for MFA; `mayPutOffDays` is the days left where *not now* is offered, else `nil` (SD-18, SD-21).
        case needsRegistration(mayPutOffDays: Int?)
        /// Refused.
        case deny(Denial)
    }

    package let outcome: Outcome
    /// Whether anything demanded more than one factor (LG-2).
    package let requirement: SignInRecord.Requirement
    /// Every policy that spoke, in the order of the policy set.
    package let results: [PolicyResult]
    /// The only key to a session or a token; there exactly when the outcome is `allow`.
    package let clearance: Clearance?
    /// Whether a first factor is proven; before that nobody is told more than "sign in" (A089).
    package let hasFirstFactor: Bool
}

/// Why a sign-in is refused.
package enum Denial: UInt8, Sendable, Hashable, CaseIterable, Error {
    case accountDisabled, accountDeleted, accountLocked, sessionEnded, blockedBySecurityDefaults, blockedByPolicy,
        secondFactorNotPossibleHere, assuranceNotPossible, notAssigned, strengthNotPossible, mfaBlocked

    /// The AADSTS number (section 4.2).
    package var errorCode: Int {
        switch self {
        case .accountDisabled: 50057
        case .accountDeleted: 50034
        case .accountLocked: 50053
        case .sessionEnded: 50173
        case .blockedBySecurityDefaults: 530035
        case .blockedByPolicy: 53003
        case .secondFactorNotPossibleHere: 50076
        case .assuranceNotPossible, .strengthNotPossible: 53003
        case .notAssigned: 50105
        case .mfaBlocked: 500121
        }
    }
}
