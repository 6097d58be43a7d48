import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore

/// One request at one door, as far as the decision cares: what it wants, what it brought, and from where.
struct Attempt: Sendable {
    var door: Door
    var clientApp: ClientApp = .browser
    var origin: Origin
    /// The browser, at the doors that have one.
    var browser: OpaqueToken?
    var isManagementSurface = false
    var reliance: SignInFacts.Reliance = .nothing
    /// All that counts as proven: in this flow, and in the session, code or family behind it.
    var proofs: [Proof] = []
    /// From when on a proof belongs to this flow.
    var flowBegan: Timestamp?
    /// Whether what the request relies on rested on a remembered browser.
    var reliedOnRememberedBrowser = false
    var isSensitiveTask = false
    var skippedRegistration = false
    var requestedAssurance: SignInFacts.RequestedAssurance = .any
    /// The strengths that what is opened demands.
    var strengths: [AuthenticationStrength] = []
}

extension Tables {
    /// Turns a request and the state of the store into facts (SD-38, D5, D26).
    func facts(
        of subject: SignInSubject, attempt: Attempt, tenant: Tenant, at: Timestamp
    ) throws -> SignInFacts {
        let user = subject.user
        var circumstances: SignInFacts.Circumstances = []
        var remembers = attempt.reliedOnRememberedBrowser
        if attempt.door.isInteractive, let browser = attempt.browser {
            let key = Hexadecimal.text(of: browser.digest)
            let knownBrowser = try familiarities.find(user.id, kind: .browser, key: key)
            let placeKey = PlaceKey.place(of: attempt.origin.address, country: attempt.origin.country)
            let knownPlace = try familiarities.find(user.id, kind: .place, key: placeKey)
            circumstances = Necessity.circumstances(
                browser: knownBrowser, place: knownPlace, isSensitiveTask: attempt.isSensitiveTask, at: at)
            remembers = Necessity.remembersSecondFactor(knownBrowser, at: at)
        }
        var registered = subject.registered(at: at, having: attempt.proofs)
        // Whoever proved their last recovery code has none left, and has proven it all the same.
        if subject.isRegistered(at: at), attempt.proofs.contains(where: { $0.method == .recoveryCode }) {
            registered.insert(.recoveryCode)
        }
        // What was proven at a time that has not come yet: nobody knows how long ago that was (A306).
        let proofs = attempt.proofs.filter { !$0.at.isAhead(of: at) && subject.bears($0, at: at) }
        let inFlow = proofs.filter { proof in attempt.flowBegan.map { proof.at >= $0 } ?? false }
        // Whoever has a method that counts no more, an ended certificate say, has had their time (SD-18).
        let grace: SignInFacts.Grace =
            try !subject.isRegistered(at: at) && users.isRegistered(user.id)
            ? .over
            : RegistrationGrace.state(tenant.securityDefaults, startedAt: user.registrationGraceStartedAt, at: at)
        return SignInFacts(
            tenant: tenant.id, subject: user.id, door: attempt.door, clientApp: attempt.clientApp,
            account: accountState(of: user), roles: subject.decisionRoles,
            registered: registered, proven: MethodSet(proofs.map(\.method)),
            provenInThisFlow: MethodSet(inFlow.map(\.method)), reliance: attempt.reliance,
            remembersSecondFactor: remembers, circumstances: circumstances,
            isManagementSurface: attempt.isManagementSurface,
            grace: grace,
            skippedRegistration: attempt.skippedRegistration, requestedAssurance: attempt.requestedAssurance,
            strength: attempt.strengths.isEmpty
                ? nil
                : subject.demand(
                    attempt.strengths, registered: registered, proofs: proofs, under: tenant.methodsPolicy, at: at),
            perUserMFA: user.perUserMFA, isMFABlocked: subject.isMFABlocked(at: at))
    }

    /// Deleted or disabled. A lock is no state of the account here: it stops passwords and codes where they are tried,
    /// and never a passkey or a session that lives already (SL-12, A080).
    private func accountState(of user: User) -> SignInFacts.Account {
        if user.deletedAt != nil { return .deleted }
        guard user.isEnabled else { return .disabled }
        return .enabled
    }
}
