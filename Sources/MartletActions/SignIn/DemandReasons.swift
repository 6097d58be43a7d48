import MartletDirectory
import MartletPolicy

extension SignInDecision {
    /// Why more than a password was asked for: the reasons of the policies that demanded it, for page and log.
    package var demandReasons: ReasonSet {
        results.reduce(into: []) { reasons, result in
            guard result.result != .exempt, result.control != .standing else { return }
            reasons.formUnion(result.reasons)
        }
    }
}
