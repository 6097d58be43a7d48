import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore

extension Tables {
    /// Whether somebody who has no method may register one, with what they have proven and from this browser.
    func mayRegisterFirst(
        _ subject: SignInSubject, proofs: [Proof], browser key: String, under policy: AuthenticationMethodsPolicy,
        at: Timestamp
    ) throws -> Bool {
        let setting = try firstRegistration(of: subject, under: policy, at: at)
        guard setting != .password else { return true }
        let known = try familiarities.find(subject.user.id, kind: .browser, key: key)
        let facts = FirstRegistrationRule.Facts(
            hasPass: proofs.contains { $0.method == .temporaryAccessPass && subject.bears($0, at: at) },
            browserKnownSince: known?.firstSeenAt,
            approvedUntil: try methodPreferences.find(subject.user.id, in: subject.user.tenant)
                .registrationApprovedUntil)
        return FirstRegistrationRule.allows(setting, facts, at: at)
    }

    /// What somebody who has no method must show before they may register one: what the organisation asks for, or more.
    func firstRegistration(
        of subject: SignInSubject, under policy: AuthenticationMethodsPolicy, at: Timestamp
    ) throws -> AuthenticationMethodsPolicy.FirstRegistration {
        guard policy.firstRegistration != .pass else { return .pass }
        // Whoever had a method that the organisation does not take any more is no newcomer: the password alone must not
        // bring another in its place.
        if try users.isRegistered(subject.user.id), !subject.isRegistered(at: at) { return .approval }
        // Somebody else may have the password of an account at risk (MR-15). The last Global Administrator has nobody to ask.
        if try riskDetections.isOpen(subject.user.id, level: .high), try !isLastAdministrator(subject.user, at: at) {
            return .approval
        }
        return policy.firstRegistration
    }

    /// The step as it is, or the one that says what is wanted before anything can be registered.
    func guarded(_ step: NextStep, of flow: Flow, browser: BrowserState, at: Timestamp) throws -> NextStep {
        // Whoever has a method has proven it before the gate lets them register another.
        guard case .register(let days) = step, let subject = flow.subject, !subject.isRegistered(at: at) else {
            return step
        }
        let isAllowed = try mayRegisterFirst(
            subject, proofs: flow.pending.proofs, browser: Hexadecimal.text(of: browser.browser.digest),
            under: flow.tenant.methodsPolicy, at: at)
        return isAllowed ? step : .awaitRegistration(mayPutOffDays: days)
    }

    /// Wants whoever registers a first method in a session to show what the organisation asks for.
    /// - Throws: `ActionError.invalid` naming `firstRegistration`; `StoreError`.
    package func wantFirstRegistrationRight(of subject: SignInSubject, caller: Caller, at: Timestamp) throws {
        guard let id = caller.session, let session = try sessions.find(id, in: caller.tenant),
            !subject.isRegistered(at: at)
        else { return }
        let isAllowed = try mayRegisterFirst(
            subject, proofs: session.proofs, browser: Hexadecimal.text(of: session.browserHash),
            under: try organization(of: caller).methodsPolicy, at: at)
        guard isAllowed else { throw ActionError.invalid([FieldProblem("firstRegistration", .notAllowed)]) }
    }

    /// The person's first registration, as long as it is told.
    func recentFirstRegistration(of user: ID<User>, in tenant: ID<Tenant>, at now: Timestamp) throws -> FirstRegistered?
    {
        let kept = try methodPreferences.find(user, in: tenant)
        guard let at = kept.firstRegisteredAt, at + FirstRegistered.told > now, !at.isAhead(of: now) else { return nil }
        return FirstRegistered(at: at, address: kept.firstRegisteredFrom)
    }
}

extension Tools {
    /// Notes that somebody has their first method: their pages tell of it for two weeks, and an administrator's word for
    /// it is used up. `before` is the person as they were, `address` where they were; empty where somebody else did it.
    ///
    /// Whose MFA was switched on by name has done what that asked for, with a first method or another (PU-1); nobody but
    /// Martlet switches it further, so the record is its own.
    package func noteFirstRegistration(
        of before: SignInSubject, from address: String, at: Timestamp, in tables: Tables
    ) throws {
        if var user = try tables.users.find(before.user.id, in: before.user.tenant), user.perUserMFA == .enabled {
            user.perUserMFA = .enforced
            try tables.users.update(user)
            var log = ChangeLog()
            log.on(user)
            log.set(
                "perUserMfaState", from: User.PerUserMFA.enabled.rawValue, to: User.PerUserMFA.enforced.rawValue)
            let system = Caller(identity: .system, tenant: user.tenant, correlationID: newCorrelationID())
            try tables.audits.insert(record(.perUserMFAChanged, by: system, at: at, log: log))
        }
        guard !before.isRegistered(at: at) else { return }
        var preferences = try tables.methodPreferences.find(before.user.id, in: before.user.tenant)
        preferences.firstRegisteredAt = at
        preferences.firstRegisteredFrom = address
        preferences.registrationApprovedUntil = nil
        try tables.methodPreferences.save(preferences)
    }
}
