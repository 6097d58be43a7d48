import MartletDirectory
import MartletPolicy
import Testing

/// Promise 1 and 4 for apps that act for themselves: the whole state space, walked.
@Suite struct `Workloads` {
    private static let ours = ID<Application>("aaaaaaaa-0000-4000-8000-000000000001")
    private static let others = ID<Application>("aaaaaaaa-0000-4000-8000-000000000002")

    /// Facts that are all in order.
    private static let good = WorkloadFacts(
        tenant: ID("t"), subject: ours, client: ours, purpose: .clientCredentials, organization: .enabled,
        subjectAccount: .enabled, clientAccount: .enabled, proof: .secret, isAllowed: true, resource: .enabled,
        holding: .nothing, reliesOnEnded: false, isNamedLikePerson: false)

    /// Every state there is.
    private static func walk(_ visit: (WorkloadFacts) -> Void) {
        var facts = good
        for purpose in WorkloadFacts.Purpose.allCases {
            for subject in [ours, others] {
                (facts.purpose, facts.subject) = (purpose, subject)
                for organization in WorkloadFacts.Account.allCases {
                    for subjectAccount in WorkloadFacts.Account.allCases {
                        (facts.organization, facts.subjectAccount) = (organization, subjectAccount)
                        for clientAccount in WorkloadFacts.Account.allCases {
                            for resource in WorkloadFacts.Account.allCases {
                                (facts.clientAccount, facts.resource) = (clientAccount, resource)
                                walkRest(facts, visit)
                            }
                        }
                    }
                }
            }
        }
    }

    private static func walkRest(_ given: WorkloadFacts, _ visit: (WorkloadFacts) -> Void) {
        var facts = given
        for proof in WorkloadFacts.Proof.allCases {
            for holding in WorkloadFacts.Holding.allCases {
                (facts.proof, facts.holding) = (proof, holding)
                for bits in 0..<8 {
                    facts.isAllowed = bits & 1 == 0
                    facts.reliesOnEnded = bits & 2 != 0
                    facts.isNamedLikePerson = bits & 4 != 0
                    visit(facts)
                }
            }
        }
    }

    @Test func `In every state there is a key exactly where nothing stands against it`() {
        var (states, allowed, surprises) = (0, 0, 0)
        Self.walk { facts in
            states += 1
            let isInOrder =
                facts.organization == .enabled && facts.clientAccount == .enabled && facts.subjectAccount == .enabled
                && facts.resource == .enabled && facts.proof != .none && facts.isAllowed && !facts.reliesOnEnded
                && !facts.isNamedLikePerson && facts.holding != .nothingWhereAssigned
                && (facts.subject == facts.client || facts.purpose == .tokenExchange)
            let decision = decide(facts)
            if (decision.clearance != nil) != isInOrder || (decision.denial == nil) != isInOrder { surprises += 1 }
            guard let clearance = decision.clearance else { return }
            allowed += 1
            if clearance.subject != facts.subject || clearance.client != facts.client
                || clearance.tenant != facts.tenant || clearance.purpose != facts.purpose
            {
                surprises += 1
            }
        }
        #expect(states == 2 * 2 * 81 * 9 * 8)
        // Three pairs of purpose and subject, two proofs, two holdings.
        #expect(allowed == 3 * 2 * 2)
        #expect(surprises == 0)
    }

    @Test(arguments: WorkloadDenial.allCases)
    func `Each thing that stands against it is told by itself`(denial: WorkloadDenial) {
        var facts = Self.good
        switch denial {
        case .organizationGone: facts.organization = .gone
        case .notProven: facts.proof = .none
        case .clientDisabled: facts.clientAccount = .disabled
        case .grantNotAllowed: facts.isAllowed = false
        case .subjectDisabled: facts.subjectAccount = .disabled
        case .namedLikePerson: facts.isNamedLikePerson = true
        case .relianceEnded: facts.reliesOnEnded = true
        case .resourceUnknown: facts.resource = .gone
        case .notAssigned: facts.holding = .nothingWhereAssigned
        }
        #expect(decide(facts).denial == denial)
        #expect(decide(Self.good).denial == nil)
    }
}
