import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore

/// Gives an account a temporary access pass, in the place of whatever pass it has (TP-2).
package struct GivePass: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// What is wanted of a pass; what is left out is as the policy says.
    package struct Wish: Sendable, Equatable {
        /// From when on; at once where it is left out or past.
        package var startsAt: Timestamp?
        /// How long, in minutes.
        package var minutes: Int?
        /// Whether it is good for one sign-in.
        package var isOneTime: Bool

        /// A wish with every field given.
        package init(startsAt: Timestamp? = nil, minutes: Int? = nil, isOneTime: Bool = false) {
            self.startsAt = startsAt
            self.minutes = minutes
            self.isOneTime = isOneTime
        }
    }

    /// A pass that was made.
    package struct Given: Sendable {
        /// The pass, to be shown once and nowhere else (TP-4).
        package let text: String
        /// What is stored of it.
        package let pass: TemporaryAccessPass
        /// Whether its owner can use it as the policy stands (TP-3).
        package let isUsable: Bool
    }

    /// How far ahead a pass may begin.
    package static let furthestStart: Duration = .days(30)

    /// Makes the pass. What came in by an older one ends with that (TP-8).
    /// - Throws: `ActionError.notFound`, `.forbidden` by TP-6, `.invalid` naming `minutes` or `start`; `StoreError`.
    package func callAsFunction(_ id: ID<User>, _ wish: Wish = Wish(), by caller: Caller) async throws -> Given {
        let at = tools.now
        // As many as the longest pass takes: drawn before the transaction, which may run again.
        let random = tools.ambient.randomBytes(TemporaryAccessPassSettings.lengths.upperBound)
        return try await tools.change(.passGiven, by: caller) { tables, log in
            let user = try tables.existingUser(id, in: caller.tenant)
            log.on(user)
            try tables.permit(caller, to: .manageMethods, target: id)
            let settings = try tables.organization(of: caller).methodsPolicy.temporaryAccessPass
            let (startsAt, endsAt) = try Self.life(of: wish, settings, at: at)
            let text = AccessPassText.generate(from: Array(random.prefix(settings.length)))
            let pass = TemporaryAccessPass(
                user: id, tenant: caller.tenant, hash: AccessPassText.hash(text, user: id, sealer: tools.sealer),
                startsAt: startsAt, endsAt: endsAt, isOneTime: wish.isOneTime || settings.isAlwaysOneTime,
                createdAt: at)
            let old = try tables.temporaryAccessPasses.find(id)
            try tables.endWhatPassesLetIn(of: user, at: at)
            try tables.temporaryAccessPasses.save(pass)
            log.set("replacedPass", from: nil, to: old.map { String($0.usability(at: at).rawValue) })
            log.set("startDateTime", from: nil, to: startsAt.rfc3339)
            log.set("lifetimeInMinutes", from: nil, to: String(pass.lifetimeInMinutes))
            log.set("isUsableOnce", from: nil, to: String(pass.isOneTime))
            return Given(text: text, pass: pass, isUsable: try tables.mayUsePass(user))
        }
    }

    private static func life(
        of wish: Wish, _ settings: TemporaryAccessPassSettings, at: Timestamp
    ) throws -> (Timestamp, Timestamp) {
        var checks = FieldChecks()
        let minutes = wish.minutes ?? settings.defaultMinutes
        if !(settings.minimumMinutes...max(settings.minimumMinutes, settings.maximumMinutes)).contains(minutes) {
            checks.found(.notAllowed, in: "minutes")
        }
        let startsAt = max(at, wish.startsAt ?? at)
        if startsAt - furthestStart > at { checks.found(.notAllowed, in: "start") }
        try checks.done()
        return (startsAt, startsAt + .minutes(minutes))
    }
}

extension Tables {
    /// Whether the organisation's policy lets somebody sign in with a pass (TP-3).
    func mayUsePass(_ user: User) throws -> Bool {
        try allowedMethods(of: user.id, in: user.tenant).methods.contains(.temporaryAccessPass)
    }

    /// Ends what rests on the pass of a user: sessions, refresh tokens, sign-ins under way (TP-8).
    func endWhatPassesLetIn(of user: User, at: Timestamp) throws {
        for session in try sessions.list(user.id, liveAt: at) where session.proofs.restOnPass {
            _ = try sessions.end(session.id, in: user.tenant, at: at, reason: .methodsChanged)
            try refreshFamilies.revokeAll(session: session.id, at: at)
        }
        // A family may have been handed to a session that another proof opened.
        try refreshFamilies.revokeAll(user.id, provenBy: .temporaryAccessPass, at: at)
        for pending in try pendingSignIns.list(user.id) where pending.proofs.restOnPass {
            _ = try pendingSignIns.delete(handleHash: pending.handleHash)
        }
    }
}

extension [Proof] {
    /// Whether a temporary access pass is among them: what is made of these ends with the pass (TP-8).
    var restOnPass: Bool { contains { $0.method == .temporaryAccessPass } }
}
