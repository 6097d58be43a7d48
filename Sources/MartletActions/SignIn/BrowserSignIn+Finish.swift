import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore

extension BrowserSignIn {
    /// Ends a flow that the gate let through: session, code, familiarity, grace clock and log row, in one transaction.
    ///
    /// The pending sign-in is spent here by its deletion, so two posts of the last step yield one session (promise 6).
    func finish(
        _ flow: Flow, by clearance: Clearance, decision: SignInDecision?, browser: BrowserState, at: Timestamp,
        isStored: Bool = true, in tables: Tables
    ) throws -> FlowOutcome {
        guard let subject = flow.subject else { preconditionFailure("a clearance names a subject") }
        if isStored, try !tables.pendingSignIns.delete(handleHash: flow.pending.handleHash) { return .gone }
        let remembers =
            flow.pending.staysSignedIn == true && clearance.basis == .secondFactor && !subject.isAdministrator
            // Nothing of a temporary access pass outlives it (TP-8).
            && !flow.pending.proofs.restOnPass
        let renamed = try rename(browser, flow: flow, of: subject.user, remembers: remembers, in: tables)
        let (session, issued) = try establishSession(
            flow, by: clearance, browser: browser, renamed: renamed, at: at, in: tables)
        try remember(flow, user: subject.user, remembers: remembers, browser: renamed ?? browser, at: at, in: tables)
        try startGraceClock(of: subject.user, flow: flow, decision: decision, at: at, in: tables)
        var details = flow.proofDetails
        if let device = flow.device { details.append(device.code.placeDetail(of: browser.origin, at: at)) }
        if clearance.basis == .rememberedBrowser {
            details.append(.init(method: "rememberedBrowser", at: at, succeeded: true, result: "previouslySatisfied"))
        }
        if let reuse = try noteChallenge(of: flow, at: at, in: tables) { details.append(reuse) }
        let event = SignInEvent(
            status: .success, errorCode: 0, details: details,
            isInteractive: flow.pending.proofs.contains { $0.at >= flow.pending.createdAt }, decision: decision,
            session: session.id)
        try tools.record(event, of: flow.context(origin: browser.origin), at: at, in: tables)
        switch flow.request {
        case .local(let request):
            return .finished(SignInResult(session: issued, destination: .local(path: request.returnTo)))
        case .device(_, let code):
            try letIn(code, flow: flow, by: clearance, session: session, at: at, in: tables)
            return .finished(SignInResult(session: issued, destination: .local(path: DeviceRequest.approvedPath)))
        case .authorize(let request):
            let answer = try authorize(
                flow, request: request, by: clearance, session: session, at: at, in: tables)
            return .finished(SignInResult(session: issued, destination: .application(answer)))
        }
    }

    /// RFC 9700 section 2.1.1: a challenge belongs to one request. An app that sends the same one again protects nobody by
    /// it, and its administrator reads that in the log (A154).
    private func noteChallenge(of flow: Flow, at: Timestamp, in tables: Tables) throws -> SignInRecord.Detail? {
        guard let challenge = flow.authorizeRequest?.codeChallenge, let application = flow.application else {
            return nil
        }
        let isFirst = try tables.spentIdentifiers.spend(
            IdentifierDigest.of("\(application.id):\(challenge)"), for: .codeChallenge, in: flow.tenant.id,
            expiresAt: at + .days(1))
        guard !isFirst else { return nil }
        return SignInRecord.Detail(method: "codeChallenge", at: at, succeeded: false, result: "usedBefore")
    }

    private func authorize(
        _ flow: Flow, request: AuthorizeRequest, by clearance: Clearance, session: Session, at: Timestamp,
        in tables: Tables
    ) throws -> AuthorizationAnswer {
        guard let application = flow.application else { preconditionFailure("an app's flow has an app") }
        // The app's addresses may have been changed since the request was checked.
        guard RedirectURICheck.matches(request.redirectURI, registered: application.redirectURIs) else {
            throw ActionError.conflict(.changedMeanwhile)
        }
        // Two browsers, or one twice, may have begun with the same pushed request; one of them ends with a code (A155).
        guard try tables.spendPushed(request, at: at) else {
            return tools.answer(to: request, tenant: flow.tenant.id, error: "invalid_request_uri", number: 90023)
        }
        if let wanted = request.expectedSubject,
            wanted != tools.subjectName(of: clearance.subject, for: application)
        {
            // OpenID Connect Core section 5.5.1: nobody else's tokens, whoever has signed in.
            return tools.answer(to: request, tenant: flow.tenant.id, error: "login_required", number: 50058)
        }
        if flow.pending.gaveConsent {
            try saveConsent(flow, application: application, scopes: request.consentScopes, at: at, in: tables)
        }
        let code = try issuer.issueCode(
            by: clearance, for: request, application: application.id, session: session, proofs: session.proofs,
            correlationID: flow.pending.correlationID, at: at, in: tables)
        return tools.answer(
            to: request, of: application, code: code.text, session: session, user: clearance.subject)
    }

    /// Goes on with the session the flow rests on, raised by what was proven anew, or opens a new one.
    private func establishSession(
        _ flow: Flow, by clearance: Clearance, browser: BrowserState, renamed: BrowserState?, at: Timestamp,
        in tables: Tables
    ) throws -> (Session, IssuedSession?) {
        if let id = flow.pending.session, let session = try tables.sessions.find(id, in: flow.tenant.id) {
            let fresh = flow.pending.proofs.filter { $0.at >= flow.pending.createdAt }
            guard !fresh.isEmpty else {
                if session.lastSeenAt + .minutes(1) <= at { try tables.sessions.touch(id, at: at) }
                return (session, nil)
            }
            let kept = session.proofs.filter { old in !fresh.contains { $0.method == old.method } }
            let raised = try issuer.raise(session, by: clearance, proofs: kept + fresh, at: at, in: tables)
            return (raised.session, raised)
        }
        let old = try tables.liveSession(of: browser, at: at)
        let issued = try issuer.openSession(
            by: clearance, proofs: flow.pending.proofs, browser: (renamed ?? browser).browser,
            origin: browser.origin, isPersistent: flow.pending.staysSignedIn == true, isNewBrowser: renamed != nil,
            at: at, in: tables)
        if let old = old?.session {
            // The apps of the same person go on with the new session and end with it; another person's are signed out.
            if old.user == clearance.subject {
                try tables.refreshFamilies.move(from: old.id, to: issued.session.id)
            } else {
                try tables.refreshFamilies.revokeAll(session: old.id, at: at)
            }
            // One browser, one session: the cookie is about to be replaced, so what it named must not live on (A107). Last,
            // so that apps which go on are not told that it has ended.
            _ = try tables.sessions.end(old.id, in: old.tenant, at: at, reason: .superseded)
        }
        return (issued.session, issued)
    }

    /// A fresh secret for the browser, where the old one must not be worth what this sign-in makes of it.
    ///
    /// Whoever used the browser before may know its cookie. So it is replaced when it becomes known to this person, and
    /// whenever it is to carry their second factor (A030, A107).
    private func rename(
        _ browser: BrowserState, flow: Flow, of user: User, remembers: Bool, in tables: Tables
    ) throws -> BrowserState? {
        guard flow.pending.session == nil else { return nil }
        let key = Hexadecimal.text(of: browser.browser.digest)
        let isKnown = try tables.familiarities.find(user.id, kind: .browser, key: key) != nil
        guard remembers || !isKnown else { return nil }
        try tables.familiarities.forgetRemembered(user.id, browser: key)
        return BrowserState(browser: tools.newToken(.browser), session: browser.session, origin: browser.origin)
    }

    /// Notes where the person signed in from, and clears the counters of a full sign-in (A088, SL-6).
    private func remember(
        _ flow: Flow, user: User, remembers: Bool, browser: BrowserState, at: Timestamp, in tables: Tables
    ) throws {
        let provedHere = flow.pending.proofs.contains { $0.at >= flow.pending.createdAt }
        try tables.rememberBrowser(
            browser, of: user, mfaUntil: remembers ? at + Lifetimes.rememberedBrowser : nil, at: at)
        // A place and a network become familiar only when somebody proved something from there.
        guard provedHere else { return }
        try tables.rememberPlace(browser, of: user, at: at)
        try tables.clearPasswordFailures(of: user)
        // A password buys no new guesses at codes: only a second factor of this flow forgets its failures (A040).
        let proofs = flow.pending.proofs
        guard proofs.contains(where: { proofs.isSecondFactor($0) && $0.at >= flow.pending.createdAt }) else { return }
        try tables.lockouts.clear(in: user.tenant, subject: user.id.rawValue, kind: .secondFactor)
    }

    /// SD-17: the clock of an unregistered person starts at the first successful interactive sign-in.
    private func startGraceClock(
        of user: User, flow: Flow, decision: SignInDecision?, at: Timestamp, in tables: Tables
    ) throws {
        guard flow.tenant.securityDefaults.isEnabled, flow.subject?.isRegistered(at: at) == false else { return }
        let enabledAt = flow.tenant.securityDefaults.enabledAt ?? flow.tenant.createdAt
        if let started = user.registrationGraceStartedAt, started >= enabledAt || started == User.forfeitedGrace {
            return
        }
        // A session from before the defaults came on counts as well: its holder sits there, and must not put the clock
        // off for as long as the session lives.
        var started = user
        started.registrationGraceStartedAt = at
        try tables.users.update(started)
    }

    func saveConsent(
        _ flow: Flow, application: Application, scopes: ScopeSet, at: Timestamp, in tables: Tables
    ) throws {
        guard let user = flow.subject?.user else { return }
        try tables.consents.save(
            Consent(
                user: user.id, application: application.id, tenant: flow.tenant.id, scopes: scopes,
                grantedAt: at))
        let caller = Caller(
            identity: .user(user.id, name: user.userPrincipalName.text, session: flow.pending.session ?? ID("")),
            tenant: flow.tenant.id, correlationID: flow.pending.correlationID)
        var log = ChangeLog()
        log.on(.app, application.id.rawValue, application.displayName)
        log.set("scopes", from: nil, to: scopes.description)
        try tables.audits.insert(tools.record(.consentGiven, by: caller, at: at, log: log))
    }
}
