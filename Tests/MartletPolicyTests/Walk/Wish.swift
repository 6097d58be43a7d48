import MartletDirectory

@testable import MartletPolicy

/// What is demanded of a sign-in beyond the defaults: by the request, by what is opened, and of the person by name; and
/// whether the person's second factors are blocked, which leaves nothing to meet a demand with.
struct Wish {
    let requested: SignInFacts.RequestedAssurance
    let strength: StrengthDemand?
    let perUserMFA: User.PerUserMFA
    let isMFABlocked: Bool

    init(
        _ requested: SignInFacts.RequestedAssurance = .any, _ verdict: StrengthVerdict? = nil,
        _ perUserMFA: User.PerUserMFA = .disabled, isMFABlocked: Bool = false
    ) {
        self.requested = requested
        strength = verdict.map { StrengthDemand.asking($0) }
        self.perUserMFA = perUserMFA
        self.isMFABlocked = isMFABlocked
    }

    /// Those that the walk goes through: each alone, and the pairs of which one leads and the other refuses. That several
    /// only add up is a test of its own, and every combination comes up in the comparison with the naive decision.
    static let all: [Wish] =
        SignInFacts.RequestedAssurance.allCases.map { Wish($0) } + StrengthVerdict.walked.map { Wish(.any, $0) } + [
            Wish(.any, nil, .enforced), Wish(.any, .singleChallengeRequired, .enforced),
            Wish(.any, .singleRegistrationRequired, .enforced), Wish(.multiFactor, .singleChallengeRequired),
            Wish(isMFABlocked: true), Wish(.phishingResistant, isMFABlocked: true),
            Wish(.any, .satisfied, isMFABlocked: true),
        ]
}

extension StrengthVerdict {
    /// The two that nobody can meet differ in their reason alone.
    static let walked = allCases.filter { $0 != .cannotSatisfyDueToCombinationConfiguration }
}

extension StrengthDemand {
    /// A demand with this verdict. The gate sees nothing else of a demand.
    static func asking(_ verdict: StrengthVerdict) -> StrengthDemand {
        let model = String(repeating: "a", count: 32)
        let keys = AuthenticationStrength(
            id: ID("keys"), displayName: "Keys", combinations: [MethodCombination(.fido2)], passkeyModels: [model])
        let (none, some) = (MethodKinds(), MethodKinds(passkeyModels: [model]))
        func demand(
            _ registered: MethodSet, _ kinds: MethodKinds, _ proven: MethodSet, _ registrable: MethodSet = []
        ) -> StrengthDemand {
            StrengthDemand(
                [keys], registered: registered, having: kinds, proven: proven, by: kinds, registrable: registrable)
        }
        return switch verdict {
        case .satisfied: demand(.passkey, some, .passkey)
        case .singleChallengeRequired: demand(.passkey, some, [])
        case .singleRegistrationRequired: demand([], none, [], .passkey)
        case .cannotSatisfyDueToCombinationConfiguration: demand(.passkey, none, .passkey)
        case .cannotSatisfy: demand([], none, [])
        }
    }
}
