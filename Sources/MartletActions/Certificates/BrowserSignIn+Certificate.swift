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
    /// factor.
    ///
    /// Whatever is wrong, from no certificate to a disabled account, is one answer; the log has the cause (A089). Nothing
    /// is counted: a key is not guessed.
    package func takeCertificate(_ answer: String, _ handle: String, browser: BrowserState) async throws -> FlowOutcome
    {
        try await take(handle, browser: browser, expects: Self.takesCertificate) { flow, standing, at, tables in
            var owner: User?
            do {
                let facts = try tools.spendAnswer(answer, of: flow, at: at, in: tables)
                let settings = flow.tenant.methodsPolicy.certificates
                guard settings.isEnabled else { throw CertificateProblem.notAllowed }
                let (user, bound) = try tables.owner(of: facts, in: flow.tenant)
                owner = user
                let expected = ExpectedOwner(user: flow.pending.user, typedName: flow.pending.typedName)
                guard expected.isMet(by: user) else { throw CertificateProblem.otherPerson }
                let method = settings.method(issuer: facts.issuer, policies: facts.policies)
                guard user.isEnabled, user.deletedAt == nil,
                    try tables.allowedMethods(of: user.id, in: flow.tenant.id).methods.contains(MethodSet(method))
                else { throw CertificateProblem.notAllowed }
                try note(facts, bound: bound, of: user, flow: flow, browser: browser, at: at, in: tables)
                if standing.step != .proveSecondFactor {
                    flow.pending.user = user.id
                    flow.pending.typedName = user.userPrincipalName.folded
                    flow.pending.proofs = []
                    flow.pending.mustChangePassword = false
                }
                flow.pending.proofs.removeAll { MethodSet.certificates.contains(MethodSet($0.method)) }
                flow.pending.proofs.append(Proof(method: method, at: at))
                flow.subject = try tables.subject(user.id, in: flow.tenant.id)
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

    /// Keeps what was shown, so that the person is known to have it; the first time that a name led to them is told.
    private func note(
        _ facts: CertificateFacts, bound: PersonCertificate?, of user: User, flow: Flow, browser: BrowserState,
        at: Timestamp, in tables: Tables
    ) throws {
        let seen = PersonCertificate.Seen(facts, at: at)
        if let bound {
            _ = try tables.personCertificates.note(seen, of: bound.id, user: user.id)
            return
        }
        let binding = facts.bindings.first ?? ""
        let known = try tables.personCertificates.list(user.id)
        if let same = known.first(where: { $0.binding == binding }) {
            _ = try tables.personCertificates.note(seen, of: same.id, user: user.id)
            return
        }
        let learned = known.filter { !$0.isBound }
        // The oldest goes: a new certificate every few months is how they are.
        if known.count >= PersonCertificate.most, let oldest = learned.first {
            _ = try tables.personCertificates.delete(oldest.id, of: user.id)
        }
        _ = try tables.personCertificates.insert(
            PersonCertificate(
                id: tools.ambient.newID(of: PersonCertificate.self), user: user.id, tenant: user.tenant,
                binding: binding, isBound: false, seen: seen, createdAt: at))
        var log = ChangeLog()
        log.on(.user, user.id.rawValue, user.userPrincipalName.text)
        log.set("method", from: nil, to: PersonCertificate.logName)
        log.set("subject", from: nil, to: facts.subject)
        log.set("registeredDuring", from: nil, to: "sign-in")
        let system = Caller(
            identity: .system, tenant: flow.tenant.id, address: browser.origin.address,
            correlationID: flow.pending.correlationID)
        try tables.audits.insert(tools.record(.methodRegistered, by: system, at: at, log: log))
    }

    private func record(
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
