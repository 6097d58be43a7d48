import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore

/// The browser's sign-in: one flow, one brain.
///
/// Every step loads the flow, asks `nextStep` where it stands, refuses a post that belongs to another step, takes its
/// effect, and asks again. Steps never call one another, and nothing of a flow lives outside the store, so any node can
/// take the next step and a restart loses nothing (A002, A003, A009, A029).
package struct BrowserSignIn: Sendable {
    let tools: Tools
    let issuer: Issuer

    /// The flow on a set of tools.
    package init(_ tools: Tools) {
        self.tools = tools
        issuer = Issuer(tools: tools)
    }

    /// The page of the step that a flow is at, by the method that was picked, or the first.
    package func show(
        _ handle: String, browser: BrowserState, picked: Method? = nil
    ) async throws -> FlowOutcome {
        let at = tools.now
        guard let token = OpaqueToken.parse(handle, .flow) else { return .gone }
        let shown: FlowOutcome? = try await tools.store.read { tables in
            guard let flow = try tables.flow(token, browser: browser.browser, at: at) else { return .gone }
            let standing = try standing(of: flow, browser: browser, at: at, in: tables)
            if case .finish = standing.step { return nil }
            guard preparation(of: flow, standing, picked: picked, at: at) == nil else { return nil }
            return .page(try page(flow, standing, handle: handle, at: at))
        }
        if let shown { return shown }
        defer { tools.pushBell.ring() }
        return try await showAndWrite(token, handle: handle, browser: browser, picked: picked, at: at)
    }

    private func showAndWrite(
        _ token: OpaqueToken, handle: String, browser: BrowserState, picked: Method?, at: Timestamp
    ) async throws -> FlowOutcome {
        try await tools.store.write { tables in
            guard var flow = try tables.flow(token, browser: browser.browser, at: at) else { return .gone }
            var standing = try standing(of: flow, browser: browser, at: at, in: tables)
            if case .finish(let clearance) = standing.step {
                // The page was left between the last step and its redirect; take it up again.
                return try finish(
                    flow, by: clearance, decision: standing.decision, browser: browser, at: at, in: tables)
            }
            switch preparation(of: flow, standing, picked: picked, at: at) {
            case nil: break
            case .secret:
                // The secret is drawn once a flow, so that reloading the page does not change the picture.
                flow.pending.sealedTOTPSecret = try tools.current(
                    newEnrolment(for: flow).sealedSecret, context: Tools.enrolmentContext, in: tables)
                guard try tables.pendingSignIns.update(flow.pending) else { return .next(handle: handle) }
            case .phone:
                guard let user = flow.subject?.user else { break }
                standing.enrolment = try tools.beginEnrolment(
                    of: user, owner: flow.pending.handleHash, at: at, in: tables)
            case .question:
                guard let asking = standing.asking else { break }
                _ = try tools.askPhones(for: flow, as: asking, from: browser.origin, at: at, in: tables)
                standing.asking = try tables.asking(of: flow, under: standing.demand, at: at)
            }
            return .page(try page(flow, standing, handle: handle, at: at))
        }
    }

    /// One post to one step, in one transaction.
    ///
    /// `expects` says whether the step that the flow stands at is the one that was posted; `effect` changes the flow, or
    /// returns the problem to show on the same page.
    func take(
        _ handle: String, browser: BrowserState, expects: @escaping @Sendable (NextStep) -> Bool,
        effect: @escaping @Sendable (inout Flow, FlowStanding, Timestamp, Tables) throws -> StepEffect
    ) async throws -> FlowOutcome {
        let at = tools.now
        guard let token = OpaqueToken.parse(handle, .flow) else { return .gone }
        return try await tools.store.write { tables in
            guard var flow = try tables.flow(token, browser: browser.browser, at: at) else { return .gone }
            let before = try standing(of: flow, browser: browser, at: at, in: tables)
            guard expects(before.step) else { return .outOfStep(handle: handle) }
            let effect = try effect(&flow, before, at, tables)
            switch effect {
            case .again(let problem):
                return .page(try page(flow, before, handle: handle, at: at, problem: problem))
            case .restarted(let problem):
                let after = try standing(of: flow, browser: browser, at: at, in: tables)
                guard try tables.pendingSignIns.update(flow.pending) else { return .outOfStep(handle: handle) }
                return .page(try page(flow, after, handle: handle, at: at, problem: problem))
            case .dead(let answer):
                _ = try tables.pendingSignIns.delete(handleHash: flow.pending.handleHash)
                if let request = flow.authorizeRequest { _ = try tables.spendPushed(request, at: at) }
                return answer.map { .answered($0) } ?? .cancelled
            case .left(let path):
                _ = try tables.pendingSignIns.delete(handleHash: flow.pending.handleHash)
                return .finished(SignInResult(session: nil, destination: .local(path: path)))
            case .onward(let recoveryCodes):
                try admitWaitingCertificate(&flow, standing: before, browser: browser, at: at, in: tables)
                let after = try standing(of: flow, browser: browser, at: at, in: tables)
                try recordTurn(from: before, to: after, flow: flow, browser: browser, at: at, in: tables)
                if case .finish(let clearance) = after.step {
                    return try finish(
                        flow, by: clearance, decision: after.decision, browser: browser, at: at, in: tables)
                }
                guard try tables.pendingSignIns.update(flow.pending) else { return .outOfStep(handle: handle) }
                if !recoveryCodes.isEmpty {
                    return .page(try page(flow, after, handle: handle, at: at, recoveryCodes: recoveryCodes))
                }
                return .next(handle: handle)
            }
        }
    }

    /// Writes the interrupt or the refusal that a step led to (section 4.3): one row when the flow turns, not one a page.
    private func recordTurn(
        from before: FlowStanding, to after: FlowStanding, flow: Flow, browser: BrowserState, at: Timestamp,
        in tables: Tables
    ) throws {
        let event: SignInEvent? =
            switch (before.step, after.step) {
            case (.provePassword, .proveSecondFactor), (.changePassword, .proveSecondFactor):
                SignInEvent(
                    status: .interrupted, errorCode: 50074, failureReason: "a second factor was asked for",
                    details: flow.proofDetails, decision: after.decision)
            case (.provePassword, .register), (.changePassword, .register):
                SignInEvent(
                    status: .interrupted, errorCode: 50072, failureReason: "registration for MFA was asked for",
                    details: flow.proofDetails, decision: after.decision)
            case (.provePassword, .changePassword):
                SignInEvent(
                    status: .interrupted, errorCode: 50055, failureReason: "a temporary password had to be replaced",
                    details: flow.proofDetails, decision: after.decision)
            case (.provePassword, .awaitRegistration), (.changePassword, .awaitRegistration):
                SignInEvent(
                    status: .interrupted, errorCode: 53004, failureReason: "a first registration was not allowed here",
                    details: flow.proofDetails, decision: after.decision)
            case (_, .awaitAdministrator):
                SignInEvent(
                    status: .interrupted, errorCode: 90094, failureReason: "an administrator must agree to the app",
                    details: flow.proofDetails, decision: after.decision)
            case (_, .refuse(let denial)):
                SignInEvent(
                    status: .failure, errorCode: denial.errorCode, failureReason: denial.reasonForLog,
                    details: flow.proofDetails, decision: after.decision)
            default: nil
            }
        guard let event else { return }
        try tools.record(event, of: flow.context(origin: browser.origin), at: at, in: tables)
    }

    /// A fresh enrolment for the person of a flow.
    func newEnrolment(for flow: Flow) throws -> AuthenticatorEnrolment {
        try tools.newEnrolment(
            account: flow.subject?.user.userPrincipalName.text ?? "", organization: flow.tenant.displayName)
    }

    /// Everything the page of a step shows.
    func page(
        _ flow: Flow, _ standing: FlowStanding, handle: String, at: Timestamp, problem: FlowPage.Problem? = nil,
        recoveryCodes: [String] = []
    ) throws -> FlowPage {
        var enrolment: AuthenticatorEnrolment?
        if case .register = standing.step, !flow.pending.sealedTOTPSecret.isEmpty {
            enrolment = try tools.enrolment(
                sealed: flow.pending.sealedTOTPSecret, account: flow.subject?.user.userPrincipalName.text ?? "",
                organization: flow.tenant.displayName)
        }
        let passkey = passkeyOptions(of: flow, standing, now: at)
        return FlowPage(
            handle: handle, step: standing.step, organizationName: flow.tenant.displayName,
            applicationName: flow.application?.displayName,
            appearance: flow.application.map(ApplicationAppearance.init), target: flow.pending.target,
            typedName: flow.pending.typedName, userDisplayName: flow.subject?.user.displayName,
            reasons: standing.decision?.demandReasons.names ?? [],
            choices: choices(of: flow, standing, now: at), suggestion: standing.suggestion,
            firstRegistration: standing.firstRegistration ?? flow.tenant.methodsPolicy.firstRegistration,
            firstRegistered: standing.firstRegistered, passkey: passkey, enrolment: enrolment,
            phone: standing.enrolment.map { tools.offer($0, at: at) }, asking: standing.asking,
            recoveryCodes: recoveryCodes,
            lastFactor: flow.pending.proofs.last(where: flow.pending.proofs.isSecondFactor)?.method,
            scopes: flow.scopes, consent: standing.consent,
            administratorURL: standing.consent.map { tools.publicURL.adminConsent(to: $0, in: flow.tenant.id) },
            redirectURI: flow.authorizeRequest?.redirectURI,
            device: flow.device.map { DeviceAsking($0, scopes: standing.deviceScopes) }, problem: problem,
            correlationID: flow.pending.correlationID, at: at,
            hasWaitingCertificate: !flow.pending.shownCertificate.isEmpty)
    }
}

/// What a step did to its flow.
enum StepEffect: Sendable {
    /// The flow moved on; recovery codes that were just made are shown on the next page, once.
    case onward(recoveryCodes: [String] = [])
    /// Nothing moved; the same page with a problem.
    case again(FlowPage.Problem)
    /// The flow went back to an earlier step, whose page says why.
    case restarted(FlowPage.Problem)
    /// The flow is over, with an answer to the app if there is one.
    case dead(AuthorizationAnswer?)
    /// The flow is over, and a page of Martlet's own says so.
    case left(path: String)
}

extension Flow {
    /// The name of what was proven: of a pass also whether it was good once or more often (section 2.9).
    private func logName(of proof: Proof) -> String {
        guard proof.method == .temporaryAccessPass, let pass = subject?.pass else { return proof.method.name }
        return pass.combination
    }

    /// The steps of authentication so far, for the log (section 5.2).
    var proofDetails: [SignInRecord.Detail] {
        pending.proofs.map { proof in
            let isOlder = proof.at < pending.createdAt
            return SignInRecord.Detail(
                method: logName(of: proof), at: proof.at, succeeded: true,
                result: isOlder ? "previouslySatisfied" : "correct")
        }
    }
}
