import MartletDirectory

/// What a strength asks of somebody (AS-15).
package enum StrengthVerdict: String, Sendable, Equatable, CaseIterable {
    /// It is met.
    case satisfied
    /// Something that they have must be proven.
    case singleChallengeRequired
    /// Something must be registered first, and can be here.
    case singleRegistrationRequired
    /// A passkey is there or could be, but of no model that counts, or a certificate, but of no authority or policy that
    /// does (AS-14).
    case cannotSatisfyDueToCombinationConfiguration
    /// Nothing that they have or could register here is enough (AS-10).
    case cannotSatisfy
}

extension AuthenticationStrength {
    /// What is still wanted of somebody who has proven `proven`, could prove `usable`, which they have registered and may
    /// use, and could register `registrable` on this page (AS-7, AS-10).
    package func judge(
        proven: ProvenModes, usable: ProvenModes, registrable: AuthenticationModes
    ) -> StrengthVerdict {
        if isSatisfied(by: proven) { return .satisfied }
        let reachable = proven.union(usable)
        if isSatisfied(by: reachable) { return .singleChallengeRequired }
        // A new passkey may be of a model that counts; whether it is shows when it is registered.
        let afterwards = reachable.union(
            ProvenModes(registrable, passkeyModels: registrable.contains(.fido2) ? passkeyModels : []))
        if isSatisfied(by: afterwards) { return .singleRegistrationRequired }
        var anyKind = self
        anyKind.passkeyModels = []
        anyKind.certificates = nil
        return anyKind.isSatisfied(by: afterwards) ? .cannotSatisfyDueToCombinationConfiguration : .cannotSatisfy
    }
}
