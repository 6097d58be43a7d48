import MartletDirectory
import MartletPolicy

/// The methods that a page of the sign-in offers, the one that it shows unless another is picked at the front.
enum MethodChoices {
    /// What stands as a first factor here. It depends on the organisation alone: nobody learns from it what somebody
    /// has (A073).
    /// `takesCertificates` says whether this installation has a host that asks for certificates.
    static func firstFactors(under policy: AuthenticationMethodsPolicy, takesCertificates: Bool) -> [Method] {
        var methods: [Method] = [.password]
        if policy.passkeys.isEnabled { methods.append(.passkey) }
        if policy.certificates.isEnabled, takesCertificates { methods.append(.certificate) }
        if policy.authenticator.signsInAlone { methods.append(.push) }
        if policy.temporaryAccessPass.isEnabled { methods.append(.temporaryAccessPass) }
        return methods
    }

    /// The second factors that somebody can prove now. A phone is one choice, whether its yes is one factor or two.
    static func secondFactors(of subject: SignInSubject, at: Timestamp) -> [Method] {
        var registered = subject.registered(at: at).subtracting(.password)
        if registered.remove(.passwordlessPush) != nil { registered.insert(.push) }
        let methods = registered.inOrderOfPreference
        guard let preferred = subject.preferred, methods.contains(preferred) else { return methods }
        return [preferred] + methods.filter { $0 != preferred }
    }

    /// What somebody without a method can register, the strongest first (MR-5): of what there is, what they may use. A phone
    /// that is good for signing in without a password alone is registered in the account, where it gets its PIN (PH-2).
    static func registrable(by subject: SignInSubject, under policy: AuthenticationMethodsPolicy) -> [Method] {
        var methods: [Method] = []
        if policy.passkeys.isEnabled, policy.passkeys.isSelfServiceAllowed { methods.append(.passkey) }
        if policy.authenticator.isEnabled, policy.authenticator.mode != .passwordless { methods.append(.push) }
        if policy.softwareOath.isEnabled, subject.allowed.allowsSoftwareCodes { methods.append(.totp) }
        return methods.filter { subject.allowed.methods.contains(MethodSet($0)) }
    }
}

extension Flow {
    /// What the page of `step` offers.
    func choices(at step: NextStep, now: Timestamp, takesCertificates: Bool = false) -> [Method] {
        switch step {
        case .provePassword:
            MethodChoices.firstFactors(under: tenant.methodsPolicy, takesCertificates: takesCertificates)
        case .proveSecondFactor:
            // Where an app wants what no false page can take, nothing else would lead on.
            (subject.map { MethodChoices.secondFactors(of: $0, at: now) } ?? [])
                .filter {
                    authorizeRequest?.assurance != .phishingResistant
                        || MethodSet.phishingResistant.contains(MethodSet($0))
                }
                .asChoices(takesCertificates: takesCertificates)
        case .register:
            subject.map { MethodChoices.registrable(by: $0, under: tenant.methodsPolicy) } ?? []
        default: []
        }
    }
}

extension [Method] {
    /// A person chooses a certificate, and what it is worth shows when it is shown: one choice for both.
    fileprivate func asChoices(takesCertificates: Bool) -> [Method] {
        var choices: [Method] = []
        for method in self {
            guard MethodSet.certificates.contains(MethodSet(method)) else {
                choices.append(method)
                continue
            }
            if takesCertificates, !choices.contains(.certificate) { choices.append(.certificate) }
        }
        return choices
    }
}
