import Foundation
import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore

extension BrowserSignIn {
    /// Begins a sign-in for an app whose request has been checked, or finishes it at once on a live session.
    package func begin(
        _ request: AuthorizeRequest, application: Application, tenant: Tenant, browser: BrowserState
    ) async throws -> FlowOutcome {
        let text = String(decoding: try JSONEncoder().encode(request), as: UTF8.self)
        var reuse = Reuse(request, at: tools.now)
        if let hint = request.idTokenHint { reuse.expectedUser = try await subject(of: hint, tenant: tenant.id) }
        return try await begin(
            target: .application, request: text, tenant: tenant.id, browser: browser, reuse: reuse)
    }

    /// Who an ID token was issued to; it may have expired. Nobody, for one that is not ours.
    private func subject(of hint: String, tenant: ID<Tenant>) async throws -> ID<User> {
        let at = tools.now
        let claims = try? await tools.keyRing.verifier(for: tenant, at: at)
            .verify(
                hint, type: .jwt, issuer: tools.publicURL.issuer(of: tenant), audience: nil, at: at,
                allowsExpired: true)
        return ID(claims?.string("oid") ?? "")
    }

    /// Begins a sign-in for one of Martlet's own pages.
    package func begin(
        _ request: LocalRequest, target: PendingSignIn.Target, tenant: ID<Tenant>, browser: BrowserState
    ) async throws -> FlowOutcome {
        precondition(target == .account || target == .admin, "an app's sign-in begins with its request")
        let text = String(decoding: try JSONEncoder().encode(request), as: UTF8.self)
        return try await begin(
            target: target, request: text, tenant: tenant, browser: browser, reuse: Reuse(request, at: tools.now))
    }

    /// Begins a sign-in for a device whose code was typed.
    func begin(_ request: DeviceRequest, tenant: ID<Tenant>, browser: BrowserState) async throws -> FlowOutcome {
        let text = String(decoding: try JSONEncoder().encode(request), as: UTF8.self)
        return try await begin(
            target: .device, request: text, tenant: tenant, browser: browser, reuse: Reuse())
    }

    /// What a new flow may take over from the session of the browser.
    private struct Reuse: Sendable {
        var isAllowed = true
        var isSilent = false
        var loginHint: String?
        /// The only user whose session counts (OpenID Connect Core section 3.1.2.1, `id_token_hint`).
        var expectedUser: ID<User>?
        /// Proofs before this do not count (`max_age`).
        var notBefore: Timestamp?
        /// Second factors up to this do not count (step-up).
        var secondFactorNotBefore: Timestamp?

        init() {}

        init(_ request: AuthorizeRequest, at: Timestamp) {
            isAllowed = !request.prompt.contains(.login) && !request.prompt.contains(.selectAccount)
            isSilent = request.prompt.contains(.none)
            loginHint = request.loginHint
            notBefore = request.maxAge.map { at - .seconds($0) }
        }

        init(_ request: LocalRequest, at: Timestamp) {
            secondFactorNotBefore = request.isStepUp ? at - Lifetimes.freshSecondFactor : nil
        }
    }

    private func begin(
        target: PendingSignIn.Target, request: String, tenant: ID<Tenant>, browser: BrowserState, reuse: Reuse
    ) async throws -> FlowOutcome {
        let at = tools.now
        let handle = tools.newToken(.flow)
        let blank = PendingSignIn(
            handleHash: handle.digest, tenant: tenant, browserHash: browser.browser.digest, target: target,
            request: request, correlationID: tools.newCorrelationID(), createdAt: at, expiresAt: at + Lifetimes.flow)
        return try await tools.store.write { tables in
            var pending = blank
            guard var flow = try tables.flow(of: pending, at: at) else { return .gone }
            try take(over: reuse, into: &pending, flow: flow, browser: browser, at: at, in: tables)
            flow.pending = pending
            if let user = pending.user { flow.subject = try tables.subject(user, in: tenant) }
            let standing = try standing(of: flow, browser: browser, at: at, in: tables)
            if case .finish(let clearance) = standing.step {
                return try finish(
                    flow, by: clearance, decision: standing.decision, browser: browser, at: at, isStored: false,
                    in: tables)
            }
            if reuse.isSilent, let request = flow.authorizeRequest {
                // RFC: OpenID Connect Core 3.1.2.6; nothing is shown, whatever is missing (A018).
                return try answerSilently(request, flow: flow, standing: standing, browser: browser, at: at, in: tables)
            }
            try tables.pendingSignIns.insert(flow.pending)
            return .next(handle: handle.text)
        }
    }

    /// Lets the new flow rest on the browser's live session, as far as the request and the door allow.
    private func take(
        over reuse: Reuse, into pending: inout PendingSignIn, flow: Flow, browser: BrowserState, at: Timestamp,
        in tables: Tables
    ) throws {
        if let hint = reuse.loginHint { pending.typedName = UserPrincipalName.canonicalForm(ofTyped: hint) }
        guard reuse.isAllowed, let (session, subject) = try tables.liveSession(of: browser, at: at),
            session.tenant == pending.tenant, reuse.expectedUser.map({ $0 == session.user }) ?? true
        else { return }
        // A hint that names somebody else asks for that person, not for whoever is signed in.
        guard pending.typedName.isEmpty || pending.typedName == subject.user.userPrincipalName.folded else { return }
        let carried = session.proofs(
            at: flow.door, isManagementSurface: flow.isManagementSurface, subject: subject,
            notBefore: reuse.notBefore, now: at)
        let proofs = carried.filter { proof in
            guard proof.method != .password, let notBefore = reuse.secondFactorNotBefore else { return true }
            // As `wantFreshSecondFactor` counts: what is exactly too old there must not be fresh enough here.
            return proof.at > notBefore
        }
        guard !proofs.isEmpty else {
            // Known, but to be asked for everything again: the name is filled in and fixed.
            pending.typedName = subject.user.userPrincipalName.folded
            return
        }
        pending.typedName = subject.user.userPrincipalName.folded
        pending.user = subject.user.id
        pending.session = session.id
        pending.proofs = proofs
        // The session exists, so the *not now* of its own sign-in holds for it while the grace lasts.
        pending.skippedRegistration = pending.target != .application || !session.proofs.isEmpty
    }

    private func answerSilently(
        _ request: AuthorizeRequest, flow: Flow, standing: FlowStanding, browser: BrowserState, at: Timestamp,
        in tables: Tables
    ) throws -> FlowOutcome {
        let error: (code: String, number: Int) =
            switch standing.step {
            case .identify, .provePassword: ("login_required", 50058)
            case .askConsent: ("consent_required", 65001)
            case .awaitAdministrator: ("consent_required", 90094)
            case .refuse(let denial): ("access_denied", denial.errorCode)
            case .proveSecondFactor: ("interaction_required", 50076)
            case .register: ("interaction_required", 50079)
            default: ("interaction_required", 16000)
            }
        if flow.subject != nil {
            let event = SignInEvent(
                status: .failure, errorCode: error.number, failureReason: "prompt=none and more was needed",
                isInteractive: false, decision: standing.decision)
            try tools.record(event, of: flow.context(origin: browser.origin), at: at, in: tables)
        }
        _ = try tables.spendPushed(request, at: at)
        return .answered(tools.answer(to: request, tenant: flow.tenant.id, error: error.code, number: error.number))
    }
}
