import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore

extension BrowserSignIn {
    /// Sends the browser to the host that asks for a certificate.
    package func beginCertificate(_ handle: String, browser: BrowserState) async throws -> FlowOutcome {
        let at = tools.now
        guard let token = OpaqueToken.parse(handle, .flow) else { return .gone }
        return try await tools.store.read { tables in
            guard let flow = try tables.flow(token, browser: browser.browser, at: at) else { return .gone }
            let standing = try standing(of: flow, browser: browser, at: at, in: tables)
            guard Self.takesCertificate(standing.step), let host = tools.certificateURL,
                choices(of: flow, standing, now: at).contains(.certificate)
            else { return .outOfStep(handle: handle) }
            let ticket = try tools.ticket(for: handle, of: flow, at: at)
            return .elsewhere("\(host.text)/certificate?ticket=\(ticket)")
        }
    }

    /// Takes what the other host found: instead of the name and the password, instead of the password, or as the second
    /// factor. A certificate that is new to its person may have to wait for another proof: `admit`.
    ///
    /// Whatever is wrong, from no certificate to a disabled account, is one answer; the log has the cause (A089). Nothing
    /// is counted: a key is not guessed.
    package func takeCertificate(_ answer: String, _ handle: String, browser: BrowserState) async throws -> FlowOutcome
    {
        try await take(handle, browser: browser, expects: Self.takesCertificate) { flow, standing, at, tables in
            var owner: User?
            do {
                let (facts, trust) = try tools.spendAnswer(answer, of: flow, at: at, in: tables)
                guard flow.tenant.methodsPolicy.certificates.isEnabled else { throw CertificateProblem.notAllowed }
                let user = try tables.owner(of: facts, in: flow.tenant).user
                owner = user
                let expected = ExpectedOwner(user: flow.pending.user, typedName: flow.pending.typedName)
                guard expected.isMet(by: user) else { throw CertificateProblem.otherPerson }
                guard user.isEnabled, user.deletedAt == nil,
                    let subject = try tables.subject(user.id, in: flow.tenant.id)
                else { throw CertificateProblem.notAllowed }
                let isSecond = standing.step == .proveSecondFactor
                if try refusesBlocked(
                    user, PersonCertificate.logName, flow: flow, standing: standing, browser: browser, at: at,
                    in: tables)
                {
                    return .again(.certificateNotTaken)
                }
                let proven = isSecond ? flow.pending.proofs : []
                let shown = WaitingCertificate(user: user.id, facts: facts, trust: trust, shownAt: at)
                guard
                    let method = try admit(
                        shown, of: subject, having: proven, in: flow, browser: browser, at: at, tables: tables)
                else {
                    if !isSecond { flow.pending.typedName = user.userPrincipalName.folded }
                    flow.pending.shownCertificate = try shown.text
                    return .onward()
                }
                flow.pending.shownCertificate = ""
                if !isSecond {
                    flow.pending.user = user.id
                    flow.pending.typedName = user.userPrincipalName.folded
                    flow.pending.mustChangePassword = false
                }
                flow.pending.proofs = proven
                try tables.note(method, of: facts, in: &flow, at: at)
                return .onward()
            } catch let problem as CertificateProblem {
                try record(
                    problem, of: owner, flow: flow, standing: standing, browser: browser, at: at, in: tables)
                return .again(.certificateNotTaken)
            }
        }
    }

    private static func takesCertificate(_ step: NextStep) -> Bool {
        step == .identify || step == .provePassword || step == .proveSecondFactor
    }

    /// Writes why a certificate signed nobody in.
    func record(
        _ problem: CertificateProblem, of owner: User?, flow: Flow, standing: FlowStanding, browser: BrowserState,
        at: Timestamp, in tables: Tables
    ) throws {
        var context = flow.context(origin: browser.origin)
        context.user = context.user ?? owner
        let detail = SignInRecord.Detail(
            method: PersonCertificate.logName, at: at, succeeded: false, result: problem.rawValue)
        let event = SignInEvent(
            status: .failure, errorCode: standing.step == .proveSecondFactor ? 500121 : 50126,
            failureReason: problem.reasonForLog, details: flow.proofDetails + [detail], decision: standing.decision)
        try tools.record(event, of: context, at: at, in: tables)
    }
}
