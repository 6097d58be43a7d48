import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore

extension BrowserSignIn {
    /// Goes on with the yes of a phone, if there is one (A051–A054).
    package func takePush(_ handle: String, browser: BrowserState) async throws -> FlowOutcome {
        try await take(handle, browser: browser) {
            $0 == .proveSecondFactor
        } effect: { flow, standing, at, tables in
            guard let subject = flow.subject else { return .dead(nil) }
            guard let asking = standing.asking, asking.state == .approved,
                let request = try tables.pushRequests.newest(handleHash: flow.pending.handleHash),
                request.user == subject.user.id, subject.phones.contains(where: { $0.id == request.phone })
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
            flow.pending.proofs.append(Proof(method: .push, at: at))
            flow.subject = try tables.subject(subject.user.id, in: flow.tenant.id)
            return .onward()
        }
    }

    /// Asks the phones once more, after nobody answered or the answer was no.
    package func askPhonesAgain(_ handle: String, browser: BrowserState) async throws -> FlowOutcome {
        defer { tools.pushBell.ring() }
        return try await take(handle, browser: browser) {
            $0 == .proveSecondFactor
        } effect: { flow, standing, at, tables in
            guard let asking = standing.asking else { return .again(.phoneHasNotSaidYes) }
            if asking.state != .pending && asking.state != .approved {
                _ = try tools.askPhones(for: flow, from: browser.origin, at: at, in: tables)
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
            return try tables.asking(of: flow, at: at)?.state.rawValue ?? "none"
        }
    }
}
