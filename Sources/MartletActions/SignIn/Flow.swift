import Foundation
import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore

/// What a sign-in is for, apart from an app: a page of Martlet's own.
package struct LocalRequest: Sendable, Equatable, Codable {
    /// The path to go to afterwards; always one of this installation's own.
    package var returnTo: String
    /// Whether a second factor is wanted afresh, whatever the session carries (D11, MR-4).
    package var isStepUp: Bool
    /// Whether the page changes security info, so that a remembered browser is not enough (SD-38 d).
    package var isSensitive: Bool

    /// A request for a page; a path that is not plainly local becomes `fallback` (A131).
    package init(returnTo: String, fallback: String, isStepUp: Bool = false, isSensitive: Bool = false) {
        let isLocal =
            returnTo.hasPrefix("/") && !returnTo.hasPrefix("//") && returnTo.utf8.count <= 512
            && returnTo.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f && $0 != UInt8(ascii: "\\") }
        self.returnTo = isLocal ? returnTo : fallback
        self.isStepUp = isStepUp
        self.isSensitive = isSensitive
    }
}

/// A pending sign-in with everything that its next step depends on, read in one transaction.
struct Flow: Sendable {
    /// What the flow is for.
    enum Request: Sendable {
        case authorize(AuthorizeRequest)
        case local(LocalRequest)
        case device(DeviceRequest, DeviceCode)
    }

    var pending: PendingSignIn
    let tenant: Tenant
    let application: Application?
    let request: Request
    var subject: SignInSubject?

    var door: Door {
        switch pending.target {
        case .application: .authorize
        case .account: .account
        case .admin: .adminCenter
        case .device: .device
        }
    }

    /// The authorization request, if the flow is for an app.
    var authorizeRequest: AuthorizeRequest? {
        guard case .authorize(let request) = request else { return nil }
        return request
    }

    /// The device that waits, if the flow is for one.
    var device: (request: DeviceRequest, code: DeviceCode)? {
        guard case .device(let request, let code) = request else { return nil }
        return (request, code)
    }

    /// What the app asks for; nothing, for a page of Martlet's own.
    var scopes: ScopeSet { authorizeRequest?.scopes ?? device?.code.scopes ?? ScopeSet([String]()) }

    /// Whether everything that is being asked concerns a management surface (D9).
    var isManagementSurface: Bool {
        pending.target == .admin || application?.isManagement == true || authorizeRequest?.opensManagement == true
            || device?.request.opensManagement == true
    }

    /// The attempt that the decision judges.
    func attempt(from browser: BrowserState, reliance: SignInFacts.Reliance) -> Attempt {
        Attempt(
            door: door, origin: browser.origin, browser: browser.browser, isManagementSurface: isManagementSurface,
            reliance: reliance, proofs: pending.proofs, flowBegan: pending.createdAt, isSensitiveTask: isSensitive,
            skippedRegistration: pending.skippedRegistration,
            requestedAssurance: authorizeRequest?.assurance ?? (isStepUp ? .multiFactor : .any))
    }

    var isStepUp: Bool {
        guard case .local(let request) = request else { return false }
        return request.isStepUp
    }

    private var isSensitive: Bool {
        switch request {
        case .authorize: false
        case .local(let request): request.isSensitive
        // Whoever lets a device in gives away access that they will not see used (A191).
        case .device: true
        }
    }
}

extension Flow {
    /// Drops what was proven here before the password was changed or every sign-in of the person was revoked: a half
    /// session dies with the sessions (A109). What the session behind the flow carries is the session's affair.
    fileprivate mutating func dropVoidProofs() {
        guard let subject else { return }
        let began = pending.createdAt
        let (validFrom, changedAt) = (subject.user.sessionsValidFrom, subject.password?.changedAt)
        pending.proofs.removeAll { proof in
            guard proof.at >= began else { return false }
            if proof.at < validFrom { return true }
            return proof.method == .password && changedAt.map { proof.at < $0 } ?? false
        }
    }
}

extension Tables {
    /// Reads a flow of this browser; `nil` for a handle that is unknown, over, or another browser's (A009).
    func flow(_ handle: OpaqueToken, browser: OpaqueToken, at: Timestamp) throws -> Flow? {
        guard let pending = try pendingSignIns.find(handleHash: handle.digest), pending.expiresAt > at,
            !pending.createdAt.isAhead(of: at), ConstantTime.areEqual(pending.browserHash, browser.digest)
        else { return nil }
        return try flow(of: pending, at: at)
    }

    /// Completes a pending sign-in with its tenant, app and subject.
    func flow(of pending: PendingSignIn, at: Timestamp) throws -> Flow? {
        guard let tenant = try tenants.find(pending.tenant) else { return nil }
        let request: Flow.Request
        var application: Application?
        switch pending.target {
        case .application:
            let decoded = try JSONDecoder().decode(AuthorizeRequest.self, from: Data(pending.request.utf8))
            application = try applications.find(decoded.clientID, in: tenant.id)
            // An app that was disabled or removed since the flow began ends it (A187).
            guard application?.isEnabled == true else { return nil }
            request = .authorize(decoded)
        case .device:
            let decoded = try JSONDecoder().decode(DeviceRequest.self, from: Data(pending.request.utf8))
            guard let (code, app) = try deviceCode(of: decoded, in: tenant.id, at: at) else { return nil }
            application = app
            request = .device(decoded, code)
        case .account, .admin:
            request = .local(try JSONDecoder().decode(LocalRequest.self, from: Data(pending.request.utf8)))
        }
        var flow = Flow(pending: pending, tenant: tenant, application: application, request: request)
        if let user = pending.user { flow.subject = try subject(user, in: tenant.id) }
        flow.dropVoidProofs()
        return flow
    }

    /// Where the flow stands: the decision, if there is a subject to decide about, and the step that follows.
    func standing(of flow: Flow, browser: BrowserState, at: Timestamp) throws -> FlowStanding {
        let pending = flow.pending
        var progress = SignInProgress(
            hasName: !pending.typedName.isEmpty, mustChangePassword: pending.mustChangePassword,
            showsRecoveryCodes: pending.showsRecoveryCodes, staysSignedIn: pending.staysSignedIn,
            asksStaySignedIn: false, needsConsent: false, gaveConsent: pending.gaveConsent)
        guard let subject = flow.subject else {
            var standing = FlowStanding(decision: nil, step: nextStep(progress, nil))
            standing.asking = try askingAlone(of: flow, at: at)
            return standing
        }
        let reliance: SignInFacts.Reliance =
            try pending.session.map { id in
                let session = try sessions.find(id, in: flow.tenant.id)
                return session.map { isLive($0, of: subject.user, at: at) } == true ? .live : .ended
            } ?? .nothing
        let wish = try wish(of: flow)
        var attempt = flow.attempt(from: browser, reliance: reliance)
        attempt.strengths = flow.tenant.strengths(demandedBy: flow.opened(by: wish))
        let facts = try facts(of: subject, attempt: attempt, tenant: flow.tenant, at: at)
        let decision = judging { decide(facts, under: .compiled(for: flow.tenant.securityDefaults)) }
        progress.owesSecondFactor =
            subject.isRegistered(at: at) && !pending.proofs.contains { $0.method != .password }
        progress.isMFABlocked = subject.isMFABlocked(at: at)
        progress.owesPassword =
            subject.password != nil && pending.proofs.contains { $0.method == .certificate }
            && !pending.proofs.contains { $0.method == .password }
        // Nobody is asked twice: a session that exists has its answer. Administrators are not asked at all, since
        // nothing may carry their second factor past the closing of the browser (D6).
        progress.asksStaySignedIn =
            pending.session == nil && !subject.isAdministrator && !flow.isManagementSurface && flow.device == nil
            && !pending.proofs.restOnPass
        if let wish, let coverage = try coverage(of: flow, wish: wish, subject: subject) {
            let isAsked = flow.authorizeRequest?.prompt.contains(.consent) == true
            progress.needsConsent = isAsked && !pending.gaveConsent || !coverage.isComplete
            progress.lacksAdministrator =
                try !coverage.administrative.isEmpty && !pending.gaveConsent
                && !mayConsentForOrganization(subject.user, by: decision)
        }
        // The person always sees which device it is, and says yes to that.
        if flow.device != nil { progress.needsConsent = true }
        var step = try guarded(nextStep(progress, decision), of: flow, browser: browser, at: at)
        // Somebody who came without a password and must have one is asked for it like anybody.
        if step == .proveSecondFactor, facts.strength?.needsPassword == true { step = .provePassword }
        // Told only to somebody who has proven who they are, and before anything is asked that would be in vain.
        if decision.clearance != nil, let application = flow.application,
            try !isAssigned(subject.user.id, to: application)
        {
            return FlowStanding(decision: decision, step: .refuse(.notAssigned), consent: nil)
        }
        let consent = step == .askConsent || step == .awaitAdministrator ? try consentAsking(flow, decision) : nil
        var deviceScopes: [ScopeWords] = []
        if step == .askConsent, flow.device != nil, let application = flow.application {
            deviceScopes = try words(for: flow.scopes, of: application, in: flow.tenant.id)
        }
        var standing = FlowStanding(decision: decision, step: step, consent: consent, deviceScopes: deviceScopes)
        standing.demand = facts.strength
        if step == .proveSecondFactor {
            standing.asking = try asking(of: flow, under: facts.strength, at: at)
            if pending.proofs.contains(where: { $0.method == .password }) {
                // The day is what the owner needs; from where it was nobody learns by a password alone.
                standing.firstRegistered = try recentFirstRegistration(
                    of: subject.user.id, in: flow.tenant.id, at: at
                ).map { FirstRegistered(at: $0.at, address: "") }
            }
        }
        if step == .provePassword { standing.asking = try askingAlone(of: flow, at: at) }
        if case .awaitRegistration = step {
            standing.firstRegistration = try firstRegistration(of: subject, under: flow.tenant.methodsPolicy, at: at)
        }
        if case .register = step { standing.enrolment = try phoneEnrolments.find(owner: pending.handleHash) }
        return standing
    }

    /// What the app asks for, looked up; `nil` where there is none.
    private func wish(of flow: Flow) throws -> ScopeWish? {
        guard let application = flow.application else { return nil }
        return try wish(
            flow.authorizeRequest?.consentScopes ?? flow.scopes, of: application, in: flow.tenant.id, own: [])
    }

    /// What of the app's wishes is agreed to; `nil` where no app asks for anything.
    private func coverage(of flow: Flow, wish: ScopeWish, subject: SignInSubject) throws -> ConsentCoverage? {
        guard let application = flow.application, flow.authorizeRequest != nil else { return nil }
        return try coverage(of: wish, application: application, user: subject.user.id)
    }
}

/// Where a flow stands.
struct FlowStanding: Sendable {
    /// The decision, once there is somebody to decide about.
    let decision: SignInDecision?
    /// The step that follows.
    let step: NextStep
    /// What the person is asked on behalf of the app, where that is the step.
    var consent: ConsentAsking?
    /// Where the question to the person's phones stands, where a second factor is the step.
    var asking: PushAsking?
    /// The phone that is being registered, where that is the step.
    var enrolment: PhoneEnrolment?
    /// What is suggested to register, where that is the step (section 2.2).
    var suggestion: CampaignRule.Suggestion?
    /// The strengths that are demanded, and what there is to meet them with.
    var demand: StrengthDemand?
    /// What must be shown before a first method may be registered, where it was not.
    var firstRegistration: AuthenticationMethodsPolicy.FirstRegistration?
    /// The person's first registration, where a second factor is the step and the password is proven.
    var firstRegistered: FirstRegistered?
    /// What a device's app asks for, where that is the step.
    var deviceScopes: [ScopeWords] = []
}
