import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore

extension BrowserSignIn {
    /// Has a certificate count that waits in a flow, once what it waits for is proven.
    func admitWaitingCertificate(
        _ flow: inout Flow, standing: FlowStanding, browser: BrowserState, at: Timestamp, in tables: Tables
    ) throws {
        guard let waiting = WaitingCertificate(flow.pending.shownCertificate), let subject = flow.subject else {
            return
        }
        do {
            // Whoever types another name leaves it behind.
            if waiting.user == subject.user.id {
                let proven = flow.pending.proofs
                guard
                    let method = try admit(
                        waiting, of: subject, having: proven, in: flow, browser: browser, at: at, tables: tables)
                else { return }
                try tables.note(method, of: waiting.facts, in: &flow, at: at)
            }
        } catch let problem as CertificateProblem {
            try record(
                problem, of: subject.user, flow: flow, standing: standing, browser: browser, at: at, in: tables)
        }
        flow.pending.shownCertificate = ""
    }

    /// Says what a certificate counts as that its person has shown; `nil` where something else must be proven first.
    ///
    /// The first use of a certificate registers it, by the rules of every method: whoever has one proves it within five
    /// minutes (MR-2, MR-4), and a first one needs what the organisation asks for, where no administrator has bound it.
    /// One of a single factor proves nothing without the password, so that it registers nothing without it either.
    /// - Throws: `CertificateProblem` for one that may not be registered, or does not count any more; `StoreError`.
    func admit(
        _ shown: WaitingCertificate, of subject: SignInSubject, having proofs: [Proof], in flow: Flow,
        browser: BrowserState, at: Timestamp, tables: Tables
    ) throws -> Method? {
        let (facts, settings) = (shown.facts, flow.tenant.methodsPolicy.certificates)
        guard try shown.trust == tables.certificateAuthorities.state(in: flow.tenant.id) else {
            throw CertificateProblem.wrongHandover
        }
        // Whatever ended the person's sign-ins since it was shown ended this one.
        guard shown.shownAt >= subject.user.sessionsValidFrom else { throw CertificateProblem.wrongHandover }
        guard !subject.isMFABlocked(at: at) else { throw CertificateProblem.notAllowed }
        guard facts.notAfter > at else { throw CertificateProblem.expired }
        let (owner, bound) = try tables.owner(of: facts, in: flow.tenant)
        guard owner.id == subject.user.id else { throw CertificateProblem.otherPerson }
        let method = settings.method(issuer: facts.issuer, policies: facts.policies)
        guard settings.isEnabled, subject.allowed.methods.contains(MethodSet(method)) else {
            throw CertificateProblem.notAllowed
        }
        let known = try tables.personCertificates.list(owner.id)
        let row = bound ?? known.first { $0.binding == facts.bindings.first }
        let seen = PersonCertificate.Seen(facts, at: at)
        if let row, row.seen != nil {
            _ = try tables.personCertificates.note(seen, of: row.id, user: owner.id)
            return method
        }
        // A card that is made anew is no new method: the same authority says the same name. Nor is one that was registered
        // by its own key before it was bound by another text.
        let isRenewed =
            bound == nil && subject.isRegistered(at: at) && !facts.subject.isEmpty
            && known.contains { !$0.isBound && $0.seen?.issuer == facts.issuer && $0.seen?.subject == facts.subject }
        let isKnown =
            !settings.wantsStrongBinding
            && known.contains { $0.binding == facts.bindings.first && $0.seen != nil }
        if !isRenewed, !isKnown {
            if subject.isRegistered(at: at) {
                guard proofs.haveFreshSecondFactor(at: at) else { return nil }
            } else {
                if method == .certificate, subject.password != nil, !proofs.contains(where: { $0.method == .password })
                {
                    return nil
                }
                let isAllowed =
                    try bound != nil
                    || tables.mayRegisterFirst(
                        subject, proofs: proofs, browser: Hexadecimal.text(of: browser.browser.digest),
                        under: flow.tenant.methodsPolicy, at: at)
                guard isAllowed else { throw CertificateProblem.registrationBarred }
            }
            guard subject.mayStillRegister(having: proofs, at: at) else { throw CertificateProblem.registrationBarred }
            try tools.noteFirstRegistration(of: subject, from: browser.origin.address, at: at, in: tables)
        }
        try register(seen, facts, as: row, among: known, of: owner, flow: flow, browser: browser, at: at, in: tables)
        return method
    }

    /// Keeps what was shown as a method of its person, and says so in the log.
    private func register(
        _ seen: PersonCertificate.Seen, _ facts: CertificateFacts, as row: PersonCertificate?,
        among known: [PersonCertificate], of user: User, flow: Flow, browser: BrowserState, at: Timestamp,
        in tables: Tables
    ) throws {
        if let row {
            _ = try tables.personCertificates.note(seen, of: row.id, user: user.id)
        } else {
            // The oldest goes: a new certificate every few months is how they are.
            if known.count >= PersonCertificate.most, let oldest = known.first(where: { !$0.isBound }) {
                _ = try tables.personCertificates.delete(oldest.id, of: user.id)
            }
            _ = try tables.personCertificates.insert(
                PersonCertificate(
                    id: tools.ambient.newID(of: PersonCertificate.self), user: user.id, tenant: user.tenant,
                    binding: facts.bindings.first ?? "", isBound: false, seen: seen, createdAt: at))
        }
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
}

extension Tables {
    /// Notes in a flow that a certificate was shown, and reads its person anew.
    func note(_ method: Method, of facts: CertificateFacts, in flow: inout Flow, at: Timestamp) throws {
        flow.pending.proofs.removeAll { MethodSet.certificates.contains(MethodSet($0.method)) }
        let mark = CertificateMark.text(issuer: facts.issuer, policies: facts.policies)
        flow.pending.proofs.append(Proof(method: method, at: at, model: mark))
        flow.subject = try flow.pending.user.flatMap { try subject($0, in: flow.tenant.id) }
    }
}
