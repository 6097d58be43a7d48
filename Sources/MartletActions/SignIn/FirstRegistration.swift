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
        var setting = policy.firstRegistration
        // Whoever had a method that the organisation does not take any more is no newcomer: the password alone must not
        // bring another in its place.
        if setting != .pass, try users.isRegistered(subject.user.id), !subject.isRegistered(at: at) {
            setting = .approval
        }
        guard setting != .password else { return true }
        let known = try familiarities.find(subject.user.id, kind: .browser, key: key)
        let facts = FirstRegistrationRule.Facts(
            hasPass: proofs.contains { $0.method == .temporaryAccessPass && subject.bears($0, at: at) },
            browserKnownSince: known?.firstSeenAt,
            approvedUntil: try methodPreferences.find(subject.user.id, in: subject.user.tenant)
                .registrationApprovedUntil)
        return FirstRegistrationRule.allows(setting, facts, at: at)
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
}

extension Tools {
    /// Notes that somebody has their first method: their pages tell of it for two weeks, and an administrator's word for
    /// it is used up. `before` is the person as they were.
    ///
    /// Whose MFA was switched on by name has done what that asked for, with a first method or another (PU-1); nobody but
    /// Martlet switches it further, so the record is its own.
    package func noteFirstRegistration(of before: SignInSubject, at: Timestamp, in tables: Tables) throws {
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
        preferences.registrationApprovedUntil = nil
        try tables.methodPreferences.save(preferences)
    }
}
