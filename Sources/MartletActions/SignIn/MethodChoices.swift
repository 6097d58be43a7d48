import MartletDirectory
import MartletPolicy

/// The methods that a page of the sign-in offers, the one that it shows unless another is picked at the front.
enum MethodChoices {
    /// What stands as a first factor here. It depends on the organisation alone: nobody learns from it what somebody
    /// has (A073).
    static func firstFactors(under policy: AuthenticationMethodsPolicy) -> [Method] {
        policy.passkeys.isEnabled ? [.password, .passkey] : [.password]
    }

    /// The second factors that somebody can prove now.
    static func secondFactors(of subject: SignInSubject, at: Timestamp) -> [Method] {
        subject.registered(at: at).subtracting(.password).inOrderOfPreference
    }

    /// What somebody without a method can register, the strongest first (MR-5).
    static func registrable(under policy: AuthenticationMethodsPolicy) -> [Method] {
        var methods: [Method] = [.totp]
        if policy.authenticator.isEnabled && policy.authenticator.mode != .passwordless { methods.insert(.push, at: 0) }
        if policy.passkeys.isEnabled && policy.passkeys.isSelfServiceAllowed { methods.insert(.passkey, at: 0) }
        return methods
    }
}

extension Flow {
    /// What the page of `step` offers.
    func choices(at step: NextStep, now: Timestamp) -> [Method] {
        switch step {
        case .provePassword: MethodChoices.firstFactors(under: tenant.methodsPolicy)
        case .proveSecondFactor:
            // Where an app wants what no false page can take, nothing else would lead on.
            (subject.map { MethodChoices.secondFactors(of: $0, at: now) } ?? [])
                .filter { authorizeRequest?.assurance != .phishingResistant || $0 == .passkey }
        case .register: MethodChoices.registrable(under: tenant.methodsPolicy)
        default: []
        }
    }
}
