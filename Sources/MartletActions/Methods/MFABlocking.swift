import MartletDirectory
import MartletPolicy
import MartletStore

extension Tables {
    /// Whether no second factor of somebody counts (PN-14).
    func isMFABlocked(_ user: ID<User>, at: Timestamp) throws -> Bool {
        try mfaBlocks.find(user)?.isInForce(at: at) ?? false
    }

    /// Puts somebody on the block list and ends their sign-ins: what a second factor opened before is worth no more than
    /// one that is shown now.
    func blockMFA(_ block: MFABlock, _ log: inout ChangeLog) throws {
        let old = try mfaBlocks.find(block.user)
        log.set("mfaBlockedUntil", from: old?.endsAt.rfc3339, to: block.endsAt.rfc3339)
        log.set("reason", from: nil, to: block.reason)
        log.set("cause", from: nil, to: block.cause.rawValue)
        try mfaBlocks.save(block)
        try endSignIns(
            of: block.user, in: block.tenant, at: block.blockedAt,
            reason: block.cause == .report ? .reported : .methodsChanged)
    }

    /// Refuses to register anything for somebody on the block list (PN-14).
    /// - Throws: `ActionError.invalid` naming `field`.
    func wantNotBlocked(_ subject: SignInSubject, at: Timestamp, naming field: String) throws {
        guard !subject.isMFABlocked(at: at) else { throw ActionError.invalid([FieldProblem(field, .notAllowed)]) }
    }
}

extension Tools {
    /// Puts whoever has reported a sign-in on the block list, where the organisation wants it so (PN-11); the last usable
    /// Global Administrator never, whom nobody could take off it (promise 7).
    func blockReporter(_ user: User, by caller: Caller, at: Timestamp, in tables: Tables) throws {
        guard try tables.tenants.find(user.tenant)?.methodsPolicy.blocksReporters == true,
            try !tables.isMFABlocked(user.id, at: at), try !tables.isLastAdministrator(user, at: at)
        else { return }
        var log = ChangeLog()
        log.on(user)
        try tables.blockMFA(MFABlock(of: user, reason: "", cause: .report, at: at), &log)
        try tables.audits.insert(record(.mfaBlocked, by: caller, at: at, log: log))
    }
}

extension BrowserSignIn {
    /// Whether a method that stands alone is refused because its owner is on the block list, which the log is told and
    /// nobody else: to whoever tries, it is a method that was not right.
    func refusesBlocked(
        _ owner: User, _ method: String, flow: Flow, standing: FlowStanding, browser: BrowserState, at: Timestamp,
        in tables: Tables
    ) throws -> Bool {
        guard try tables.isMFABlocked(owner.id, at: at) else { return false }
        var context = flow.context(origin: browser.origin)
        context.user = context.user ?? owner
        let detail = SignInRecord.Detail(method: method, at: at, succeeded: false, result: "blocked")
        let event = SignInEvent(
            status: .failure, errorCode: Denial.mfaBlocked.errorCode, failureReason: Denial.mfaBlocked.reasonForLog,
            details: flow.proofDetails + [detail], decision: standing.decision)
        try tools.record(event, of: context, at: at, in: tables)
        return true
    }
}
