import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore

extension BrowserSignIn {
    /// Takes the name. Nothing is looked up, so nothing can be learned (A089).
    package func takeName(_ typed: String, _ handle: String, browser: BrowserState) async throws -> FlowOutcome {
        let canonical = UserPrincipalName.canonicalForm(ofTyped: String(typed.prefix(256)))
        return try await take(handle, browser: browser) { step in
            // The name may also be changed while the password is being asked for.
            step == .identify || step == .provePassword
        } effect: { flow, _, at, tables in
            guard !canonical.isEmpty else { return .again(.notSignedIn) }
            // Somebody who is signed in already is not renamed inside a flow (A012).
            guard flow.pending.user == nil else { return .again(.notSignedIn) }
            // Another person's phone is asked anew, and the first one's is not to answer any more.
            if flow.pending.typedName != canonical, flow.pending.phoneAskedAt != nil {
                flow.pending.phoneAskedAt = nil
                if let left = try tables.pushRequests.newest(handleHash: flow.pending.handleHash, alone: true) {
                    try tables.pushRequests.withdraw(left.id, at: at)
                }
            }
            flow.pending.typedName = canonical
            return .onward()
        }
    }

    /// Takes a password.
    package func takePassword(_ typed: String, _ handle: String, browser: BrowserState) async throws -> FlowOutcome {
        guard let token = OpaqueToken.parse(handle, .flow) else { return .gone }
        let started = tools.now
        let name: String? = try await tools.store.read { tables in
            guard let flow = try tables.flow(token, browser: browser.browser, at: started) else { return nil }
            let standing = try standing(of: flow, browser: browser, at: started, in: tables)
            guard standing.step == .provePassword else { return "" }
            return flow.pending.typedName
        }
        guard let name else { return .gone }
        guard !name.isEmpty else { return .outOfStep(handle: handle) }
        let tenant = try await tenant(of: token)
        guard let tenant else { return .gone }
        let attempt: PasswordAttempt
        do {
            attempt = try await tools.attemptPassword(
                typed, typedName: name, tenant: tenant, origin: browser.origin, browser: browser.browser)
        } catch ActionError.overloaded(let seconds) {
            return try await busy(handle, browser: browser, seconds: seconds)
        }
        return try await take(handle, browser: browser) {
            $0 == .provePassword
        } effect: { flow, _, at, tables in
            // The name may have been changed in another tab while the hash was computed.
            guard flow.pending.typedName == name else { return .again(.notSignedIn) }
            try attempt.settle(in: tables, at: at)
            guard let user = attempt.user, let password = try attempt.currentPassword(in: tables),
                try tables.subject(user.id, in: tenant)?.user.isEnabled == true
            else {
                try recordFailure(of: attempt, flow: flow, browser: browser, at: at, in: tables)
                return .again(.notSignedIn)
            }
            // A certificate of one factor that was shown before stays: the password stands beside it.
            let shown = flow.pending.proofs.filter { $0.method == .certificate && flow.pending.user == user.id }
            flow.pending.user = user.id
            flow.pending.proofs = shown + [Proof(method: .password, at: at)]
            flow.pending.mustChangePassword = password.mustChange
            flow.subject = try tables.subject(user.id, in: tenant)
            return .onward()
        }
    }

    private func tenant(of token: OpaqueToken) async throws -> ID<Tenant>? {
        try await tools.store.read { tables in try tables.pendingSignIns.find(handleHash: token.digest)?.tenant }
    }

    /// The hashing pool is full: say so on the same page, and count nothing against anybody (A084).
    func busy(_ handle: String, browser: BrowserState, seconds: Int) async throws -> FlowOutcome {
        try await take(handle, browser: browser) { _ in
            true
        } effect: { _, _, _, _ in
            .again(.busy(retryAfterSeconds: seconds))
        }
    }

    /// A wrong password, a locked or unknown name and a disabled account are one answer and different rows (A081).
    private func recordFailure(
        of attempt: PasswordAttempt, flow: Flow, browser: BrowserState, at: Timestamp, in tables: Tables
    ) throws {
        var context = flow.context(origin: browser.origin)
        context.user = attempt.user
        let isDisabled = attempt.outcome == .correct
        let detail = SignInRecord.Detail(
            method: Method.password.name, at: at, succeeded: isDisabled,
            result: isDisabled ? "correct" : attempt.outcome.rawValue)
        let event = SignInEvent(
            status: .failure, errorCode: isDisabled ? Denial.accountDisabled.errorCode : attempt.errorCode,
            failureReason: isDisabled ? Denial.accountDisabled.reasonForLog : attempt.reasonForLog, details: [detail])
        try tools.record(event, of: context, at: at, in: tables)
    }

    /// Replaces a temporary password, which proves nothing about its owner until it is gone (N-6.4.1).
    package func takeNewPassword(
        _ typed: String, confirmation: String, _ handle: String, browser: BrowserState
    ) async throws -> FlowOutcome {
        let check: @Sendable (NextStep) -> Bool = { $0 == .changePassword }
        guard typed == confirmation else {
            return try await take(handle, browser: browser, expects: check) { _, _, _, _ in .again(.passwordsDiffer) }
        }
        guard let token = OpaqueToken.parse(handle, .flow) else { return .gone }
        let at = tools.now
        let found: (flow: Flow, step: NextStep)? = try await tools.store.read { tables in
            guard let flow = try tables.flow(token, browser: browser.browser, at: at) else { return nil }
            return (flow, try standing(of: flow, browser: browser, at: at, in: tables).step)
        }
        guard let found, let user = found.flow.subject?.user else { return .gone }
        guard check(found.step) else { return .outOfStep(handle: handle) }
        let context = PasswordContext(of: user, in: found.flow.tenant)
        let verdict = PasswordRule.judge(typed, context: context)
        guard verdict == .accepted, let normalized = NormalizedPassword(typed) else {
            return try await take(handle, browser: browser, expects: check) { _, _, _, _ in .again(.password(verdict)) }
        }
        do {
            let isOld = try await tools.verify(normalized, against: found.flow.subject?.password?.hash)
            guard !isOld else {
                return try await take(handle, browser: browser, expects: check) { _, _, _, _ in
                    .again(.passwordUnchanged)
                }
            }
            let hash = try await tools.hash(normalized)
            return try await take(handle, browser: browser, expects: check) { flow, _, at, tables in
                // Whoever reset the password meanwhile meant it.
                guard try tables.passwords.find(user.id)?.hash == found.flow.subject?.password?.hash else {
                    return .dead(nil)
                }
                try tables.passwords.save(
                    Password(user: user.id, tenant: user.tenant, hash: hash, changedAt: at))
                if flow.pending.proofs.contains(where: { $0.method != .password }) {
                    try tables.riskDetections.close(user.id, as: .remediated, at: at)
                }
                var log = ChangeLog()
                log.on(.user, user.id.rawValue, user.userPrincipalName.text)
                try tables.audits.insert(
                    tools.record(.passwordChanged, by: caller(of: flow, browser: browser), at: at, log: log))
                flow.pending.mustChangePassword = false
                // The new password is known to whoever has just chosen it.
                flow.pending.proofs.removeAll { $0.method == .password }
                flow.pending.proofs.append(Proof(method: .password, at: at))
                flow.subject = try tables.subject(user.id, in: user.tenant)
                return .onward()
            }
        } catch ActionError.overloaded(let seconds) {
            return try await busy(handle, browser: browser, seconds: seconds)
        }
    }

    /// The person of a flow as the audit log names them.
    func caller(of flow: Flow, browser: BrowserState) -> Caller {
        let user = flow.subject?.user
        return Caller(
            identity: .user(
                user?.id ?? ID(""), name: user?.userPrincipalName.text ?? "", session: flow.pending.session ?? ID("")),
            tenant: flow.tenant.id, address: browser.origin.address, correlationID: flow.pending.correlationID)
    }
}

extension PasswordAttempt {
    /// One English sentence for the log.
    var reasonForLog: String {
        switch outcome {
        case .correct: ""
        case .wrong: "wrong password"
        case .locked: "too many failures; the account is locked for this kind of place"
        case .unknownUser: "no such user in the organisation"
        case .noPassword: "the account has no password"
        case .sprayed: "right, but the same password is being tried on many accounts, and the place is unknown"
        case .stopped: "not looked at: too many names were tried from the address, and this one is no regular there"
        case .temporaryPasswordExpired: "the temporary password has expired"
        }
    }
}

extension Denial {
    /// One English sentence for the log.
    var reasonForLog: String {
        switch self {
        case .accountDisabled: "the account is disabled"
        case .accountDeleted: "the account is deleted"
        case .accountLocked: "the account is locked"
        case .sessionEnded: "the session was ended or revoked"
        case .blockedBySecurityDefaults: "blocked by the security defaults"
        case .blockedByPolicy: "blocked by policy"
        case .secondFactorNotPossibleHere: "a second factor is demanded and this door cannot carry one"
        case .assuranceNotPossible: "the assurance that the app asked for cannot be reached"
        case .strengthNotPossible: "no method that the person has, or could register, meets the demanded strength"
        case .mfaBlocked: "the second factors of the person are blocked"
        case .notAssigned: "the app wants an assignment, and the person has none"
        }
    }
}
