import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore

/// A request with a name and a password at a door that can carry nothing else.
struct PasswordOnlyKnock: Sendable {
    let door: Door
    let clientApp: ClientApp
    let protocolName: String
    let application: Application?
    let origin: Origin
    /// Whether the address is the person's. That of a box is not, where it does not tell who is behind it: the failures
    /// of everybody there are no strangers' less for the box standing in the office (SL-6).
    let isPersonsOwn: Bool
    /// Whether what is asked for manages something, whatever the app is (D9).
    var opensManagement = false
    /// The API that a token would be for, where it is not the app itself.
    var api: ID<Application>?
}

/// What comes of a knock.
enum KnockAnswer<Entrance: Sendable>: Sendable {
    /// Let in.
    case entered(Entrance)
    /// Every refusal.
    case refused
    /// Every refusal at an address that has tried too many names; whole seconds until it is heard again.
    case stopped(retryAfterSeconds: Int)

    /// The entrance; `nil` is a refusal.
    /// - Throws: `ActionError.overloaded` for an address that has tried too many names.
    func entrance() throws(ActionError) -> Entrance? {
        switch self {
        case .entered(let entrance): entrance
        case .refused: nil
        case .stopped(let seconds): throw .overloaded(retryAfterSeconds: seconds)
        }
    }
}

extension Tools {
    /// Puts a name and a password before the gate, and runs `enter` if it lets them through; `enter` tells the session
    /// that it opened, if it opened one, so that the log row names it.
    ///
    /// The same work is done and one log row written whatever comes of it; all refusals are one (SD-44, A213), and are told
    /// on a beat. Many names from one address are somebody trying passwords on a directory: for a while nothing from there
    /// is looked at but the names of its regulars (A079). A regular who is refused hears what everybody hears: who could
    /// tell them apart would know who exists (A089).
    /// - Throws: `ActionError.overloaded`; `StoreError`.
    func knock<Entrance: Sendable>(
        _ knock: PasswordOnlyKnock, name: String, password: String, tenant: Tenant,
        enter: @escaping @Sendable (Clearance, SignInSubject, Tables) throws -> (Entrance, session: ID<Session>?)
    ) async throws -> KnockAnswer<Entrance> {
        let stopped = try await nameRefusal(of: knock.origin, in: tenant.id)
        let entrance = try await refusalBeat.keeping {
            let entrance = try await answer(
                to: knock, name: name, password: password, tenant: tenant, isStopped: stopped != nil, enter: enter)
            // Who goes one name too far hears of it with the next. Regulars count like everybody: what counted fewer would
            // tell who they are.
            if entrance == nil, stopped == nil { try await chargeName(name, from: knock.origin, in: tenant.id) }
            return entrance
        }
        if let entrance { return .entered(entrance) }
        return stopped.map { .stopped(retryAfterSeconds: $0) } ?? .refused
    }

    private func answer<Entrance: Sendable>(
        to knock: PasswordOnlyKnock, name: String, password: String, tenant: Tenant, isStopped: Bool,
        enter: @escaping @Sendable (Clearance, SignInSubject, Tables) throws -> (Entrance, session: ID<Session>?)
    ) async throws -> Entrance? {
        let place = place(of: knock.origin)
        let attempt = try await attemptPassword(
            password, typedName: name, tenant: tenant.id, origin: knock.origin, browser: nil,
            isPersonsOwn: knock.isPersonsOwn, stopped: isStopped ? place : nil)
        let at = now
        return try await store.write { tables in
            try attempt.settle(in: tables, at: at)
            let canonical = UserPrincipalName.canonicalForm(ofTyped: String(name.prefix(256)))
            if isStopped, attempt.isWrongTry {
                try chargeName(canonical, of: .regularsOfAddress, from: knock.origin, in: tenant.id, at: at, tables)
            }
            var context = SignInContext(
                tenant: tenant.id, correlationID: newCorrelationID(), user: attempt.user, typedName: canonical,
                application: knock.application, resource: knock.application?.displayName ?? "Legacy authentication",
                door: knock.door, clientApp: knock.clientApp, protocolName: knock.protocolName, origin: knock.origin)
            // Tenant, app and password are read again: a switch or a reset may have been committed during the hash.
            guard let password = try attempt.currentPassword(in: tables), let user = attempt.user,
                let tenant = try tables.tenants.find(tenant.id),
                let opened = try opened(by: knock, in: tables),
                let subject = try tables.subject(user.id, in: tenant.id)
            else {
                let detail = SignInRecord.Detail(
                    method: Method.password.name, at: at, succeeded: false, result: attempt.outcome.rawValue)
                let event = SignInEvent(
                    status: .failure, errorCode: attempt.errorCode, failureReason: attempt.reasonForLog,
                    details: [detail])
                try record(event, of: context, at: at, in: tables)
                return nil
            }
            context.user = user
            let facts = try tables.facts(
                of: subject,
                attempt: Attempt(
                    door: knock.door, clientApp: knock.clientApp, origin: knock.origin,
                    isManagementSurface: opened.contains(where: \.isManagement) || knock.opensManagement,
                    proofs: [Proof(method: .password, at: at)], flowBegan: at,
                    strengths: tenant.strengths(demandedBy: opened)),
                tenant: tenant, at: at)
            let decision = tables.judging {
                decide(facts, under: .compiled(for: tenant.securityDefaults, legacy: tenant.legacyAuthentication))
            }
            let detail = SignInRecord.Detail(method: Method.password.name, at: at, succeeded: true, result: "correct")
            // A temporary password must be replaced before it opens anything, and nobody can replace it here.
            let isAssigned = try opened.allSatisfy { try tables.isAssigned(user.id, to: $0) }
            guard let clearance = decision.clearance, !password.mustChange, isAssigned else {
                // Somebody who is not assigned must not learn from it that the password was right (T12): the log does.
                let number =
                    decision.clearance == nil
                    ? decision.oauthError.number : isAssigned ? 50055 : OAuthError.notAssigned.number
                let event = SignInEvent(
                    status: .failure, errorCode: number, failureReason: AADSTS.sentence(for: number),
                    details: [detail], decision: decision)
                try record(event, of: context, at: at, in: tables)
                return nil
            }
            // The right try was given back; what others guessed in between stays counted: a program that comes in
            // every minute would otherwise wipe a guesser's slate (A088).
            let (entrance, session) = try enter(clearance, subject, tables)
            let event = SignInEvent(
                status: .success, errorCode: 0, details: [detail], decision: decision, session: session)
            try record(event, of: context, at: at, in: tables)
            try tables.rememberRegular(subject.user, at: place, now: at)
            return entrance
        }
    }

    /// The app and the API as they are now; `nil` where the app is gone or disabled (A187).
    private func opened(by knock: PasswordOnlyKnock, in tables: Tables) throws -> [Application]? {
        guard let application = knock.application else { return [] }
        guard let current = try tables.applications.find(application.id, in: application.tenant), current.isEnabled
        else { return nil }
        guard let id = knock.api, id != application.id else { return [current] }
        guard let api = try tables.applications.find(id, in: application.tenant) else { return nil }
        return [current, api]
    }
}
