import MartletDirectory
import MartletPolicy
import MartletStore

extension SignInSubject {
    /// What meeting `strengths` takes at a time of somebody who has proven `proofs`.
    func demand(
        _ strengths: [AuthenticationStrength], registered: MethodSet, proofs: [Proof],
        under policy: AuthenticationMethodsPolicy, at: Timestamp
    ) -> StrengthDemand {
        StrengthDemand(
            strengths, registered: registered, having: kinds(at: at), proven: MethodSet(proofs.map(\.method)),
            by: kinds(of: proofs, at: at), registrable: MethodSet(MethodChoices.registrable(by: self, under: policy)))
    }

    /// What strengths tell apart in what the person has.
    private func kinds(at: Timestamp) -> MethodKinds {
        var codes: AuthenticationModes = []
        for method in authenticators where allowed.allow(method) {
            codes.insert(method.isHardware ? .hardwareOath : .softwareOath)
        }
        return MethodKinds(
            codes: codes, passIsOneTime: pass?.isOneTime == true, passkeyModels: attestedModels,
            certificates: Set(certificates.filter { $0.endsAt > at }.map(\.kind)))
    }

    /// The models of the person's passkeys that an authority vouches for. What an authenticator says of itself is hearsay:
    /// anybody can make one that calls itself a model of the list (A067).
    private var attestedModels: Set<String> { Set(passkeys.filter(\.isAttested).map(\.aaguid)) }

    /// The same in what was proven. A code of which nothing else is known came from an app, as most do; a passkey of
    /// which no model is known, or none that is vouched for, is of none that counts; nor is a certificate of which its
    /// person has none like it any more.
    private func kinds(of proofs: [Proof], at: Timestamp) -> MethodKinds {
        var kinds = MethodKinds(passIsOneTime: pass?.isOneTime == true)
        for proof in proofs {
            switch proof.method {
            case .totp: kinds.codes.insert(proof.model == Proof.hardwareToken ? .hardwareOath : .softwareOath)
            case .passkey:
                // Looked at here as well: a session may bear proofs from when a model was noted without being attested.
                if let model = proof.model, attestedModels.contains(model) { kinds.passkeyModels.insert(model) }
            case .certificate, .multiFactorCertificate:
                let shown = certificates.filter {
                    $0.endsAt > at && $0.method == proof.method && $0.mark == proof.model
                }
                kinds.certificates.formUnion(shown.map(\.kind))
            default: break
            }
        }
        return kinds
    }
}

extension Tenant {
    /// The strengths that these apps demand, each once.
    func strengths(demandedBy applications: [Application]) -> [AuthenticationStrength] {
        var demanded: [AuthenticationStrength] = []
        for id in applications.compactMap(\.settings.requiredStrength)
        where !demanded.contains(where: { $0.id.rawValue == id.rawValue }) {
            demanded.append(.demanded(id, among: strengths))
        }
        return demanded
    }
}

extension Flow {
    /// The apps that a sign-in opens: the one that asks, and the APIs of what it asks for.
    func opened(by wish: ScopeWish?) -> [Application] {
        var apps = application.map { [$0] } ?? []
        for item in wish?.items ?? [] {
            if case .application(let api) = item.resource, !apps.contains(where: { $0.id == api.id }) {
                apps.append(api)
            }
        }
        return apps
    }
}

extension Proof {
    /// The proof of a passkey. It names a model only where an authority vouches for it (A067).
    init(of passkey: Passkey?, at: Timestamp) {
        self.init(method: .passkey, at: at, model: passkey.flatMap { $0.isAttested ? $0.aaguid : nil })
    }
}

extension FlowStanding {
    /// Whether the step is one of those that offer methods.
    var isAboutMethods: Bool {
        switch step {
        case .proveSecondFactor, .register: true
        default: false
        }
    }

    /// Whether somebody may register a method at this step: a first one, or another one that a strength wants, which the
    /// gate asks for only after what is there was proven (MR-2, AS-10).
    func mayRegister(_ subject: SignInSubject, at: Timestamp) -> Bool {
        guard subject.isRegistered(at: at) else { return true }
        guard case .needsRegistration = decision?.outcome else { return false }
        return demand?.verdict == .singleRegistrationRequired
    }

    /// Those of `choices` that lead to what is demanded.
    func demanded(among choices: [Method]) -> [Method] {
        guard let demand else { return choices }
        switch (step, demand.verdict) {
        case (.proveSecondFactor, .singleChallengeRequired):
            // A phone is one choice, whether its yes is one factor or two, and so is a certificate.
            var leading = demand.leading
            if leading.contains(.passwordlessPush) { leading.insert(.push) }
            if leading.contains(.multiFactorCertificate) { leading.insert(.certificate) }
            return choices.filter { leading.contains(MethodSet($0)) }
        case (.register, .singleRegistrationRequired):
            return choices.filter { demand.worthRegistering.contains(MethodSet($0)) }
        // Only the password leads on.
        case (.provePassword, .singleChallengeRequired): return [.password]
        default: return choices
        }
    }

    /// The models of which a passkey must be, by an authority's word, to lead on; `nil` where any passkey does.
    var demandedModels: Set<String>? {
        guard let demand, demand.verdict != .satisfied else { return nil }
        return demand.passkeyModels
    }

    /// Those of `passkeys` that lead on: nobody is asked for one that cannot satisfy (AS-14, A067).
    func leading(among passkeys: [Passkey]) -> [Passkey] {
        guard let models = demandedModels else { return passkeys }
        return passkeys.filter { $0.isAttested && models.contains($0.aaguid) }
    }

    /// The same with a refusal in place of the step.
    func refused(_ denial: Denial) -> FlowStanding {
        var refused = FlowStanding(decision: decision, step: .refuse(denial))
        refused.demand = demand
        return refused
    }
}

extension GrantContext {
    /// The strengths that the app and the API that its token would be for demand.
    func strengths(for scopes: TokenScopes) -> [AuthenticationStrength] {
        guard case .application(let api) = scopes.resource else { return tenant.strengths(demandedBy: [application]) }
        return tenant.strengths(demandedBy: [application, api])
    }
}
