import MartletDirectory

/// The word that an app may act for itself: the only thing that tokens without a person are made from (promise 1).
///
/// It has no initializer outside this file, and `decide` below holds the only place that calls it. It opens no session and
/// no family of refresh tokens: those take a `Clearance`, which names a person.
package struct WorkloadClearance: Sendable, Equatable {
    package let tenant: ID<Tenant>
    /// The app that the token names as its subject.
    package let subject: ID<Application>
    /// The app that gets the token.
    package let client: ID<Application>
    /// What it was given for.
    package let purpose: WorkloadFacts.Purpose

    fileprivate init(facts: WorkloadFacts) {
        tenant = facts.tenant
        subject = facts.subject
        client = facts.client
        purpose = facts.purpose
    }
}

/// Why an app does not get to act for itself; the first that applies is told.
package enum WorkloadDenial: UInt8, Sendable, Hashable, CaseIterable {
    case organizationGone, notProven, clientDisabled, grantNotAllowed, subjectDisabled, namedLikePerson, relianceEnded,
        resourceUnknown, notAssigned

    /// The AADSTS number.
    package var errorCode: Int {
        switch self {
        case .organizationGone: 90002
        case .notProven: 7_000_218
        case .clientDisabled, .subjectDisabled: 7_000_112
        case .grantNotAllowed: 70001
        case .namedLikePerson: 700_016
        case .relianceEnded: 50173
        case .resourceUnknown: 500_011
        case .notAssigned: 501_051
        }
    }
}

/// What the rules for apps concluded.
package struct WorkloadDecision: Sendable, Equatable {
    /// The only key to a token without a person; there exactly when nothing is denied.
    package let clearance: WorkloadClearance?
    /// Why not.
    package let denial: WorkloadDenial?
}

/// Decides whether an app may act for itself. Total and pure; whatever is not in order denies.
package func decide(_ facts: WorkloadFacts) -> WorkloadDecision {
    if let denial = denial(of: facts) { return WorkloadDecision(clearance: nil, denial: denial) }
    return WorkloadDecision(clearance: WorkloadClearance(facts: facts), denial: nil)
}

private func denial(of facts: WorkloadFacts) -> WorkloadDenial? {
    guard facts.organization == .enabled else { return .organizationGone }
    // An app that proved nothing is anybody.
    guard facts.proof != .none else { return .notProven }
    guard facts.clientAccount == .enabled else { return .clientDisabled }
    guard facts.isAllowed else { return .grantNotAllowed }
    guard facts.subjectAccount == .enabled else { return .subjectDisabled }
    // Only an exchange names another than who asks.
    guard facts.purpose == .tokenExchange || facts.subject == facts.client else { return .grantNotAllowed }
    guard !facts.isNamedLikePerson else { return .namedLikePerson }
    guard !facts.reliesOnEnded else { return .relianceEnded }
    guard facts.resource == .enabled else { return .resourceUnknown }
    guard facts.holding != .nothingWhereAssigned else { return .notAssigned }
    return nil
}
