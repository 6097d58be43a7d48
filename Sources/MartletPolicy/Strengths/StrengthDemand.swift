import MartletDirectory

/// The strengths that what is opened demands, and what somebody has to meet them with (AS-7, AS-9).
package struct StrengthDemand: Sendable, Equatable {
    /// The strengths, each of which must be met, possibly by different methods (AS-9).
    package let strengths: [AuthenticationStrength]
    /// What is proven, in this flow or before it (AS-8).
    package let proven: ProvenModes
    /// What is registered and allowed, and could be proven here.
    package let usable: ProvenModes
    /// The methods that are registered.
    private let registered: MethodSet
    /// What could be registered here.
    package let registrable: AuthenticationModes
    /// What all of them ask: the strictest of their verdicts, so that nothing is begun that leads nowhere.
    package let verdict: StrengthVerdict

    /// The demand upon somebody who has `registered` methods, which the organisation lets them use, and has proven some.
    ///
    /// A proof of a method that is not registered, or not any more, is worth nothing. A pass and a recovery code are not
    /// registered here by anybody.
    package init(
        _ strengths: [AuthenticationStrength], registered: MethodSet, having kinds: MethodKinds, proven: MethodSet,
        by provenKinds: MethodKinds, registrable: MethodSet
    ) {
        let proven = ProvenModes(proven.intersection(registered), kinds: provenKinds)
        let usable = ProvenModes(registered, kinds: kinds)
        let registrable = ProvenModes(
            registrable.intersection([.totp, .passkey, .push]).union(.password),
            kinds: MethodKinds(codes: .softwareOath)
        ).modes.subtracting(.password)
        let verdicts = strengths.map { $0.judge(proven: proven, usable: usable, registrable: registrable) }
        self.registered = registered
        (self.strengths, self.proven, self.usable, self.registrable) = (strengths, proven, usable, registrable)
        verdict = verdicts.max { $0.severity < $1.severity } ?? .satisfied
    }

    /// The registered methods whose proof leads on, where one is wanted (AS-10): part of a combination that can be
    /// completed with what is registered, and not proven yet.
    package var leading: MethodSet {
        leading(by: proven.union(needsPassword ? usable : usable.withoutPassword), from: proven)
            .intersection(registered)
    }

    /// Whether nothing leads on without the password, which somebody who came by another method has not typed.
    package var needsPassword: Bool {
        let reachable = proven.union(usable.withoutPassword)
        return verdict == .singleChallengeRequired && strengths.contains { !$0.isSatisfied(by: reachable) }
    }

    /// Whether a phone leads on only with its PIN: one of the strengths takes a phone that stands alone, and none that is a
    /// second factor (AS-1, PH-1).
    package var wantsPhoneAlone: Bool {
        guard verdict == .singleChallengeRequired else { return false }
        let goal = proven.union(usable)
        return strengths.contains { strength in
            let methods = leading(to: strength, by: goal, from: proven)
            return methods.contains(.passwordlessPush) && !methods.contains(.push)
        }
    }

    /// The methods whose registration leads on, where one is wanted.
    package var worthRegistering: MethodSet {
        let reachable = proven.union(usable)
        let models = registrable.contains(.fido2) ? passkeyModels ?? [] : []
        let afterwards = reachable.union(ProvenModes(registrable, passkeyModels: models))
        return leading(by: afterwards, from: reachable).intersection([.totp, .passkey, .push])
    }

    /// The models of which a passkey must be to count everywhere; `nil` where any does.
    package var passkeyModels: Set<String>? {
        strengths.filter { !$0.passkeyModels.isEmpty && $0.combinations.contains { $0.modes.contains(.fido2) } }
            .map(\.passkeyModels).reduce(nil) { common, models in common?.intersection(models) ?? models }
    }

    private func leading(by goal: ProvenModes, from start: ProvenModes) -> MethodSet {
        strengths.reduce(into: []) { $0.formUnion(leading(to: $1, by: goal, from: start)) }
    }

    private func leading(
        to strength: AuthenticationStrength, by goal: ProvenModes, from start: ProvenModes
    ) -> MethodSet {
        guard !strength.isSatisfied(by: start) else { return [] }
        var methods: MethodSet = []
        for combination in strength.combinations where strength.isProven(combination, goal) {
            let missing = combination.modes.subtracting(start.modes).union(strength.vain(in: combination, start))
            methods.formUnion(missing.methods)
        }
        return methods
    }
}

extension ProvenModes {
    fileprivate var withoutPassword: ProvenModes {
        ProvenModes(modes.subtracting(.password), passkeyModels: passkeyModels, certificates: certificates)
    }
}

extension StrengthVerdict {
    /// How far it is from being met.
    fileprivate var severity: Int {
        switch self {
        case .satisfied: 0
        case .singleChallengeRequired: 1
        case .singleRegistrationRequired: 2
        case .cannotSatisfyDueToCombinationConfiguration: 3
        case .cannotSatisfy: 4
        }
    }

    /// Whether nothing that somebody has or could register leads on.
    var isHopeless: Bool { self == .cannotSatisfy || self == .cannotSatisfyDueToCombinationConfiguration }
}

extension AuthenticationModes {
    /// The methods that prove the members.
    fileprivate var methods: MethodSet {
        var methods: MethodSet = []
        if contains(.password) { methods.insert(.password) }
        if !isDisjoint(with: [.softwareOath, .hardwareOath]) { methods.insert(.totp) }
        if contains(.fido2) { methods.insert(.passkey) }
        if contains(.microsoftAuthenticatorPush) { methods.formUnion([.push, .passwordlessPush]) }
        if contains(.deviceBasedPush) { methods.insert(.passwordlessPush) }
        if !isDisjoint(with: [.temporaryAccessPassOneTime, .temporaryAccessPassMultiUse]) {
            methods.insert(.temporaryAccessPass)
        }
        if contains(.x509CertificateSingleFactor) { methods.insert(.certificate) }
        if contains(.x509CertificateMultiFactor) { methods.insert(.multiFactorCertificate) }
        return methods
    }
}
