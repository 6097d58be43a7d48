import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore

extension BrowserSignIn {
    /// Goes on with the yes of a phone, if there is one (A051–A054): as the second factor, or instead of a password.
    package func takePush(_ handle: String, browser: BrowserState) async throws -> FlowOutcome {
        try await take(handle, browser: browser) {
            $0 == .proveSecondFactor || $0 == .provePassword
        } effect: { flow, standing, at, tables in
            guard standing.step == .proveSecondFactor else {
                return try takePhoneAlone(&flow, standing, browser: browser, at: at, in: tables)
            }
            guard let subject = flow.subject else { return .dead(nil) }
            guard let asking = standing.asking, asking.state == .approved,
                let request = try tables.pushRequests.newest(
                    handleHash: flow.pending.handleHash, alone: asking.wantsPIN),
                request.user == subject.user.id,
                // A yes from before every sign-in of the person was ended finishes none after it (A109).
                let answeredAt = request.answeredAt, answeredAt >= subject.user.sessionsValidFrom,
                subject.phones.contains(where: { $0.id == request.phone && ($0.hasPIN || !asking.wantsPIN) })
            else { return .again(.phoneHasNotSaidYes) }
            // A lock that came after the yes counts as well.
            guard try !tables.isLockedForCodes(subject.user, at: at) else {
                let detail = SignInRecord.Detail(
                    method: Method.push.name, at: at, succeeded: false, result: SecondFactorOutcome.locked.rawValue)
                let event = SignInEvent(
                    status: .failure, errorCode: 50053, failureReason: "the second factor was locked",
                    details: flow.proofDetails + [detail], decision: standing.decision)
                try tools.record(event, of: flow.context(origin: browser.origin), at: at, in: tables)
                return try beginAgain(&flow, of: subject.user, in: tables)
            }
            guard try tables.pushRequests.spend(request.id) else { return .again(.phoneHasNotSaidYes) }
            // What was proven was proven when the phone said yes.
            flow.pending.proofs.append(
                Proof(method: asking.wantsPIN ? .passwordlessPush : .push, at: answeredAt))
            flow.subject = try tables.subject(subject.user.id, in: flow.tenant.id)
            return .onward()
        }
    }

    /// Signs in by a phone's yes with its PIN (PH-1); without one there is one answer, whatever the reason (A073).
    private func takePhoneAlone(
        _ flow: inout Flow, _ standing: FlowStanding, browser: BrowserState, at: Timestamp, in tables: Tables
    ) throws -> StepEffect {
        guard let (request, subject) = try tables.approvedAlone(of: flow, at: at),
            flow.pending.user.map({ $0 == subject.user.id }) ?? true,
            // A lock that came after the yes counts as well (A054).
            try !tables.isLockedForCodes(subject.user, at: at), try tables.pushRequests.spend(request.id)
        else { return .again(.phoneHasNotSaidYes) }
        flow.pending.user = subject.user.id
        // Nothing of the password's step counts: the phone and its PIN are both factors.
        flow.pending.proofs = [Proof(method: .passwordlessPush, at: request.answeredAt ?? at)]
        flow.pending.mustChangePassword = false
        flow.pending.phoneAskedAt = nil
        flow.subject = subject
        return .onward()
    }

    /// Asks the phones once more, after nobody answered or the answer was no; before the password, for the first time.
    package func askPhonesAgain(_ handle: String, browser: BrowserState) async throws -> FlowOutcome {
        defer { tools.pushBell.ring() }
        return try await take(handle, browser: browser) {
            $0 == .proveSecondFactor || $0 == .provePassword
        } effect: { flow, standing, at, tables in
            guard let asking = standing.asking else { return .again(.phoneHasNotSaidYes) }
            if standing.step == .provePassword {
                try tools.askPhonesAlone(for: &flow, browser: browser, at: at, in: tables)
            } else if asking.state != .pending && asking.state != .approved {
                _ = try tools.askPhones(for: flow, as: asking, from: browser.origin, at: at, in: tables)
            }
            return .onward()
        }
    }

    /// Where the phone's answer, or a phone that is being registered, stands: a word for the script of the page.
    package func phoneState(_ handle: String, browser: BrowserState) async throws -> String {
        let at = tools.now
        guard let token = OpaqueToken.parse(handle, .flow) else { return "gone" }
        return try await tools.store.read { tables in
            guard let flow = try tables.flow(token, browser: browser.browser, at: at) else { return "gone" }
            if let enrolment = try tables.phoneEnrolments.find(owner: flow.pending.handleHash) {
                return enrolment.word(at: at)
            }
            let standing = try standing(of: flow, browser: browser, at: at, in: tables)
            return standing.asking?.state.rawValue ?? "none"
        }
    }
}
