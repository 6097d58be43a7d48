import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore

extension BrowserSignIn {
    /// Takes a temporary access pass: in the place of the password, or of a second factor on top of it (SP-3).
    package func takePass(_ typed: String, _ handle: String, browser: BrowserState) async throws -> FlowOutcome {
        do {
            // The work of a password, so that the answer takes as long as any other (A089) and guessing costs the same.
            _ = try await tools.verify(nil, against: nil)
        } catch ActionError.overloaded(let seconds) {
            return try await busy(handle, browser: browser, seconds: seconds)
        }
        return try await take(handle, browser: browser) {
            $0 == .provePassword || $0 == .proveSecondFactor
        } effect: { flow, standing, at, tables in
            if standing.step == .proveSecondFactor {
                return try takePassOnTop(typed, flow: &flow, standing: standing, browser: browser, at: at, in: tables)
            }
            let attempt = try tools.tryPass(
                typed, typedName: flow.pending.typedName, tenant: flow.tenant, origin: browser.origin,
                browser: browser.browser, at: at, in: tables)
            guard attempt.outcome == .correct, let user = attempt.user else {
                try recordFailure(of: attempt, flow: flow, browser: browser, at: at, in: tables)
                return .again(.notSignedIn)
            }
            flow.pending.user = user.id
            flow.pending.proofs = [Proof(method: .temporaryAccessPass, at: at)]
            flow.pending.mustChangePassword = false
            flow.subject = try tables.subject(user.id, in: flow.tenant.id)
            return .onward()
        }
    }

    /// The pass of somebody whose password is proven, counted with their codes.
    private func takePassOnTop(
        _ typed: String, flow: inout Flow, standing: FlowStanding, browser: BrowserState, at: Timestamp,
        in tables: Tables
    ) throws -> StepEffect {
        try proveSecondFactor(
            .temporaryAccessPass, flow: &flow, standing: standing, browser: browser, at: at, in: tables
        ) { subject in
            SecondFactorTry(try tools.tryPass(typed, of: subject, at: at, in: tables))
        }
    }

    private func recordFailure(
        of attempt: PassAttempt, flow: Flow, browser: BrowserState, at: Timestamp, in tables: Tables
    ) throws {
        var context = flow.context(origin: browser.origin)
        context.user = attempt.user
        let detail = SignInRecord.Detail(
            method: attempt.pass?.combination ?? Method.temporaryAccessPass.name, at: at, succeeded: false,
            result: attempt.outcome.rawValue)
        let event = SignInEvent(
            status: .failure, errorCode: attempt.errorCode, failureReason: attempt.reasonForLog, details: [detail])
        try tools.record(event, of: context, at: at, in: tables)
    }
}

extension Tools {
    /// Tries a pass as a second factor; the same counter as the person's codes (A031, A040).
    func tryPass(
        _ typed: String, of subject: SignInSubject, at: Timestamp, in tables: Tables
    ) throws -> SecondFactorOutcome {
        guard let counter = try chargeSecondFactor(of: subject.user, at: at, in: tables) else { return .locked }
        let user = subject.user.id
        let hash = AccessPassText.hash(AccessPassText.canonical(typed) ?? "", user: user, sealer: sealer)
        let pass = try tables.temporaryAccessPasses.find(user)
        if let pass, ConstantTime.areEqual(hash, pass.hash), pass.usability(at: at) == .usable,
            try tables.mayUsePass(subject.user),
            try !pass.isOneTime || tables.temporaryAccessPasses.spend(user, hash: hash, at: at)
        {
            try tables.lockouts.save(Lockout.afterCorrect(counter, at: at))
            return .correct
        }
        try tables.lockouts.save(Lockout.afterWrong(counter, digest: nil, at: at))
        return .wrong
    }
}
