import MartletDirectory

/// A rule about sign-ins: to whom and what it applies, and what it demands.
///
/// The house rules, the security defaults (promise 3) and, later, Conditional Access are all values of this type.
package struct AccessPolicy: Sendable, Equatable {
    /// What a policy demands.
    package enum Control: UInt8, Sendable, Hashable, CaseIterable {
        /// The account, and whatever the request relies on, must be good; nothing else helps.
        case standing
        /// Nobody passes.
        case block
        /// A password alone does not pass here: tokens only.
        case modernAuthentication
        /// A second factor must be registered; ordinary people may put it off while their grace lasts.
        case register
        /// A second factor must be proven, in this flow if the place is new; nothing stands in for it.
        case secondFactor
        /// A second factor must be proven when a circumstance of SD-38 calls for it.
        case secondFactorWhenNecessary
        /// What the app asked for must be proven.
        case requestedAssurance
        /// The strengths that what is opened demands must be met, by proofs alone.
        case strength

        /// The word in the log.
        package var name: String {
            switch self {
            case .standing: "deny"
            case .block, .modernAuthentication: "block"
            case .register: "register"
            case .secondFactor, .secondFactorWhenNecessary, .requestedAssurance: "mfa"
            case .strength: "authenticationStrength"
            }
        }
    }

    /// Whether the policy counts, only tells what it would have done, or is silent.
    package enum State: UInt8, Sendable, Hashable, CaseIterable { case enabled, reportOnly, disabled }

    /// When a policy applies: at least one trait of each clause is there; an empty clause asks nothing.
    package struct Conditions: Sendable, Hashable {
        /// Who signs in.
        package var people: SignInTraits
        /// Whether they are registered.
        package var registration: SignInTraits
        /// What they want.
        package var surfaces: SignInTraits
        /// With which client, at which kind of door.
        package var clients: SignInTraits

        /// Conditions with the given clauses.
        package init(
            people: SignInTraits = [], registration: SignInTraits = [], surfaces: SignInTraits = [],
            clients: SignInTraits = []
        ) {
            self.people = people
            self.registration = registration
            self.surfaces = surfaces
            self.clients = clients
        }

        /// Whether every clause is met by `traits`.
        package func areMet(by traits: SignInTraits) -> Bool {
            meets(people, traits) && meets(registration, traits) && meets(surfaces, traits) && meets(clients, traits)
        }

        private func meets(_ clause: SignInTraits, _ traits: SignInTraits) -> Bool {
            clause.rawValue == 0 || clause.rawValue & traits.rawValue != 0
        }
    }

    /// A stable identifier; dotted words for built-in ones.
    package let id: String
    /// The English name in the log.
    package let name: String
    /// When it applies.
    package let conditions: Conditions
    /// What it demands.
    package let control: Control
    /// Whether directory synchronization accounts without an administrator role are exempt (SD-46, SD-47); at doors and
    /// from clients of older protocols nobody is.
    package let exemptsSynchronization: Bool
    /// Whether it counts.
    package let state: State

    /// A policy with every field given.
    package init(
        id: String, name: String, conditions: Conditions = Conditions(), control: Control,
        exemptsSynchronization: Bool = false, state: State = .enabled
    ) {
        self.id = id
        self.name = name
        self.conditions = conditions
        self.control = control
        self.exemptsSynchronization = exemptsSynchronization
        self.state = state
    }
}
