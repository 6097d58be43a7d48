import MartletDirectory

/// What one policy said about one sign-in (promise 2).
package struct PolicyResult: Sendable, Equatable {
    /// Whether the demand was met.
    package enum Result: UInt8, Sendable, Hashable, CaseIterable {
        /// Met.
        case satisfied
        /// Not met: the sign-in does not pass, unless the policy only reports.
        case notSatisfied
        /// Not met and put off within the registration grace (SD-21).
        case graced
        /// Not asked of this account (SD-46).
        case exempt

        /// The word in the log.
        package var name: String {
            switch self {
            case .satisfied: "satisfied"
            case .notSatisfied: "notSatisfied"
            case .graced: "graced"
            case .exempt: "exempt"
            }
        }
    }

    /// The policy's stable identifier.
    package let policy: String
    /// The policy's English name.
    package let name: String
    /// What it demanded.
    package let control: AccessPolicy.Control
    /// Whether the demand was met.
    package let result: Result
    /// Why it applied and why it ended so.
    package let reasons: ReasonSet
    /// Whether the policy only tells what it would have done.
    package let isReportOnly: Bool

    /// What `policy` said.
    package init(_ policy: AccessPolicy, result: Result, reasons: ReasonSet) {
        self.policy = policy.id
        name = policy.name
        control = policy.control
        self.result = result
        self.reasons = reasons
        isReportOnly = policy.state == .reportOnly
    }

    /// The line for the sign-in log.
    package func record() -> SignInRecord.AppliedPolicy {
        SignInRecord.AppliedPolicy(
            id: policy, name: name, control: control.name,
            result: isReportOnly ? "reportOnly." + result.name : result.name, reasons: reasons.names)
    }
}
