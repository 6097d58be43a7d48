import MartletDirectory

/// The one gate's word that somebody may come in: the only thing that sessions and tokens are made from (promise 1).
///
/// It has no initializer outside this file; `decide` is its only maker.
package struct Clearance: Cleared, Equatable {
    /// What the word rests on.
    package enum Basis: UInt8, Sendable, Hashable, CaseIterable {
        /// A second factor, or a method that is two in one, proven in this flow or in the session behind it.
        case secondFactor
        /// This browser's remembered second factor; ordinary users only (SD-38 a).
        case rememberedBrowser
        /// The registration grace of somebody who is not registered yet (SD-21).
        case registrationGrace
        /// The exemption of a directory synchronization account (SD-46).
        case synchronizationAccount
        /// No policy asked for more than one factor.
        case noPolicyDemandsMore
    }

    /// How sure the proofs make us.
    package enum Assurance: UInt8, Sendable, Hashable, CaseIterable, Comparable {
        case singleFactor, multiFactor, phishingResistant

        /// The `acr` value in tokens.
        package var acr: String {
            switch self {
            case .singleFactor: "1fa"
            case .multiFactor: "mfa"
            case .phishingResistant: "phr"
            }
        }

        package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
    }

    package let tenant: ID<Tenant>
    package let subject: ID<User>
    /// The door it was given at.
    package let door: Door
    package let basis: Basis
    /// What the proofs alone amount to; a remembered browser or a grace never raises it.
    package let assurance: Assurance

    fileprivate init(facts: SignInFacts, basis: Basis, assurance: Assurance) {
        tenant = facts.tenant
        subject = facts.subject
        door = facts.door
        self.basis = basis
        self.assurance = assurance
    }
}
