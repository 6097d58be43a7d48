import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore

extension SignInSubject {
    /// Whether a question to the person's phones wants the PIN as well: because the organisation takes no phone without one,
    /// or because nothing less meets the `demand` of what is opened (AS-7). `nil` where no phone can be asked.
    func phoneStandsAlone(under demand: StrengthDemand?, at: Timestamp) -> Bool? {
        let methods = registered(at: at)
        guard methods.contains(.passwordlessPush) else { return methods.contains(.push) ? false : nil }
        return !methods.contains(.push) || demand?.wantsPhoneAlone == true
    }
}

extension Tables {
    /// Where the question stands that the phone of the typed name was asked without a password; `nil` where there is no such
    /// way in.
    ///
    /// Nothing in it but a yes depends on whether there is such a person, such a phone, or a limit that was reached: a no
    /// looks like no answer (A073).
    func askingAlone(of flow: Flow, at: Timestamp) throws -> PushAsking? {
        guard flow.tenant.methodsPolicy.authenticator.signsInAlone else { return nil }
        guard let askedAt = flow.pending.phoneAskedAt, !askedAt.isAhead(of: at) else { return PushAsking(alone: .none) }
        if try approvedAlone(of: flow, at: at) != nil { return PushAsking(alone: .approved) }
        guard askedAt + PushFatigue.lifetime > at else { return PushAsking(alone: .expired) }
        return PushAsking(alone: .pending, number: flow.pending.numberForPhone(askedAt: askedAt))
    }

    /// The yes that the flow can go on with, and whose it is: to the question whose number the page shows, and to no other
    /// of the flow (A051).
    func approvedAlone(of flow: Flow, at: Timestamp) throws -> (request: PhoneRequest, subject: SignInSubject)? {
        guard let askedAt = flow.pending.phoneAskedAt,
            let request = try pushRequests.newest(handleHash: flow.pending.handleHash, alone: true),
            request.createdAt == askedAt, request.state == .approved, let answeredAt = request.answeredAt,
            answeredAt + PushFatigue.useWithin > at, !answeredAt.isAhead(of: at),
            let subject = try subject(named: flow), subject.user.id == request.user,
            answeredAt >= subject.user.sessionsValidFrom,
            subject.registered(at: at).contains(.passwordlessPush), !subject.isMFABlocked(at: at),
            subject.phones.contains(where: { $0.id == request.phone && $0.hasPIN })
        else { return nil }
        return (request, subject)
    }

    /// Whoever has the typed name, if they may sign in at all.
    fileprivate func subject(named flow: Flow) throws -> SignInSubject? {
        let name = UserPrincipalName(stored: flow.pending.typedName)
        guard let user = try users.find(upn: name, in: flow.tenant.id), user.isEnabled, user.deletedAt == nil else {
            return nil
        }
        return try subject(user.id, in: flow.tenant.id)
    }
}

extension PendingSignIn {
    /// The number of a question that was asked at a time: each name has one, whosever it is (A073). Whoever has the handle is
    /// the page that shows it.
    func numberForPhone(askedAt: Timestamp) -> Int {
        let digest = IdentifierDigest.of("\(Hexadecimal.text(of: handleHash)):\(askedAt.milliseconds)")
        return 10 + digest.prefix(4).reduce(0) { ($0 << 8 | Int($1)) } % 90
    }
}

extension Tools {
    /// Asks the phones of whoever has the typed name to stand alone, where they may be asked; the page never tells.
    ///
    /// A phone is asked only for a browser in which its person has signed in before: whoever knows no more than a name
    /// must not be able to make it ring (A050).
    func askPhonesAlone(for flow: inout Flow, browser: BrowserState, at: Timestamp, in tables: Tables) throws {
        if let askedAt = flow.pending.phoneAskedAt, askedAt + PushFatigue.lifetime > at, !askedAt.isAhead(of: at) {
            return
        }
        // A yes that waits to be used is not thrown away for another question.
        guard try tables.approvedAlone(of: flow, at: at) == nil else { return }
        flow.pending.phoneAskedAt = at
        guard try chargeName(flow.pending.typedName, from: browser.origin, in: flow.tenant.id, at: at, tables) == nil,
            let subject = try tables.subject(named: flow),
            subject.registered(at: at).contains(.passwordlessPush),
            try tables.isKnown(browser.browser, to: subject.user, at: at)
        else { return }
        guard !subject.isMFABlocked(at: at) else {
            return try recordBlocked(subject.user, flow, origin: browser.origin, at: at, in: tables)
        }
        guard try !tables.isLockedForCodes(subject.user, at: at) else { return }
        switch try tables.verdictAlone(on: subject.user, for: flow.pending, at: at) {
        case .outstanding: return
        case .paused(let end):
            try recordPause(
                of: subject.user, until: end, origin: browser.origin, flow: flow, isAlone: true, at: at, in: tables)
        case .free:
            try ask(
                subject.user, for: flow, number: flow.pending.numberForPhone(askedAt: at), isAlone: true,
                from: browser.origin, at: at, in: tables)
        }
    }
}

extension Tools {
    /// Writes that a phone was not asked because its person is on the block list (PN-14); the page does not tell (A073).
    ///
    /// Only for a browser that its person knows: who types names elsewhere fills nobody's log.
    private func recordBlocked(
        _ user: User, _ flow: Flow, origin: Origin, at: Timestamp, in tables: Tables
    ) throws {
        let detail = SignInRecord.Detail(
            method: Method.passwordlessPush.name, at: at, succeeded: false, result: "blocked")
        var context = flow.context(origin: origin)
        if context.user == nil { context.user = user }
        let event = SignInEvent(
            status: .failure, errorCode: 500121, failureReason: "the second factors of the person are blocked",
            details: flow.proofDetails + [detail])
        try record(event, of: context, at: at, in: tables)
    }
}

extension Tables {
    /// Whether somebody has fully signed in from this browser within ninety days.
    fileprivate func isKnown(_ browser: OpaqueToken, to user: User, at: Timestamp) throws -> Bool {
        let known = try familiarities.find(user.id, kind: .browser, key: Hexadecimal.text(of: browser.digest))
        return Necessity.knows(browser: known, at: at)
    }

    /// Whether somebody's phones may be asked to stand alone. Any question that waits is in the way, unless it is of a
    /// sign-in that this browser has left.
    fileprivate func verdictAlone(
        on user: User, for pending: PendingSignIn, at: Timestamp
    ) throws -> PushFatigue.Verdict {
        try PushFatigue.judgeAlone(pushRequests.list(user.id, after: at - PushFatigue.window), at: at) { request in
            guard try isOpen(request, at: at),
                let other = try pendingSignIns.find(handleHash: request.handleHash)
            else { return false }
            return !ConstantTime.areEqual(other.browserHash, pending.browserHash)
        }
    }
}
