import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore

extension BrowserSignIn {
    /// Takes a code of an authenticator app.
    package func takeCode(_ typed: String, _ handle: String, browser: BrowserState) async throws -> FlowOutcome {
        try await takeSecondFactor(.totp, handle, browser: browser) { subject, at, tables in
            try tools.tryTOTP(typed, of: subject, at: at, in: tables)
        }
    }

    /// Takes a recovery code.
    package func takeRecoveryCode(
        _ typed: String, _ handle: String, browser: BrowserState
    ) async throws -> FlowOutcome {
        try await takeSecondFactor(.recoveryCode, handle, browser: browser) { subject, at, tables in
            SecondFactorTry(try tools.tryRecoveryCode(typed, of: subject, at: at, in: tables))
        }
    }

    private func takeSecondFactor(
        _ method: Method, _ handle: String, browser: BrowserState,
        attempt: @escaping @Sendable (SignInSubject, Timestamp, Tables) throws -> SecondFactorTry
    ) async throws -> FlowOutcome {
        try await take(handle, browser: browser) {
            $0 == .proveSecondFactor
        } effect: { flow, standing, at, tables in
            try proveSecondFactor(
                method, flow: &flow, standing: standing, browser: browser, at: at, in: tables
            ) { subject in
                try attempt(subject, at, tables)
            }
        }
    }

    /// Has a second factor tried, and notes what came of it.
    func proveSecondFactor(
        _ method: Method, flow: inout Flow, standing: FlowStanding, browser: BrowserState, at: Timestamp,
        in tables: Tables, attempt: (SignInSubject) throws -> SecondFactorTry
    ) throws -> StepEffect {
        guard let subject = flow.subject else { return .dead(nil) }
        let tried = try attempt(subject)
        let outcome = tried.outcome
        guard outcome == .correct else {
            let detail = SignInRecord.Detail(
                method: method.name, at: at, succeeded: false, result: outcome.rawValue)
            let event = SignInEvent(
                status: .failure, errorCode: outcome == .locked ? 50053 : 500121,
                failureReason: "the second factor was \(outcome.rawValue)", details: flow.proofDetails + [detail],
                decision: standing.decision)
            try tools.record(event, of: flow.context(origin: browser.origin), at: at, in: tables)
            // The try that sets the lock ends what the lock is there to end: whoever waits for its end with a half
            // session, this one or another, begins again at the first factor (A029).
            if try outcome == .locked || tables.isLockedForCodes(subject.user, at: at) {
                return try beginAgain(&flow, of: subject.user, in: tables)
            }
            if outcome == .replayed { return .again(.codeAlreadyUsed) }
            return .again(method == .recoveryCode ? .wrongRecoveryCode : .wrongCode)
        }
        flow.pending.proofs.append(Proof(method: method, at: at, model: tried.model))
        flow.subject = try tables.subject(subject.user.id, in: flow.tenant.id)
        return .onward()
    }
}

extension BrowserSignIn {
    /// Takes this sign-in, and every other that has proven no more than the password, back to its beginning.
    func beginAgain(_ flow: inout Flow, of user: User, in tables: Tables) throws -> StepEffect {
        try tables.endHalfSessions(of: user, except: flow.pending)
        flow.pending.startOver()
        flow.subject = nil
        return .restarted(.tooManyCodes)
    }
}

extension Tables {
    /// Takes every flow in which a user has proven no more than the password back to its beginning.
    func endHalfSessions(of user: User, except own: PendingSignIn) throws {
        for pending in try pendingSignIns.list(user.id) where pending.handleHash != own.handleHash {
            guard pending.proofs.allSatisfy({ $0.method == .password }) else { continue }
            var ended = pending
            ended.startOver()
            _ = try pendingSignIns.update(ended)
        }
    }
}

extension PendingSignIn {
    /// Forgets who it was and what was proven; the name stays filled in.
    mutating func startOver() {
        user = nil
        session = nil
        proofs = []
        shownCertificate = ""
    }
}
