import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore

/// Changes a person's own password.
package struct ChangeOwnPassword: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// Changes the password.
    ///
    /// A session that has proven a second factor needs no old password; any other needs it, also one that a temporary
    /// access pass opened (MR-16), and a try at it
    /// counts like a try at the sign-in page. Other sessions, apps and remembered browsers are signed out.
    ///
    /// - Throws: `ActionError.invalid` naming `current-password` or `new-password`, `.notFound`, `.overloaded`;
    ///   `StoreError`.
    package func callAsFunction(
        current: String?, new: String, by caller: Caller, browser: BrowserState
    ) async throws {
        let at = tools.now
        let before = try await tools.store.read { tables in try facts(of: caller, at: at, in: tables) }
        try await check(current, before, by: caller, browser: browser)
        let password = try tools.acceptable(new, context: before.context, field: "new-password")
        // PP 1.3: a change may not keep the current password.
        guard try await !tools.verify(password, against: before.hash) else {
            throw ActionError.invalid([FieldProblem("new-password", .notAllowed)])
        }
        let hash = try await tools.hash(password)
        try await tools.change(.passwordChanged, by: caller) { tables, log in
            let subject = try tables.own(caller, at: at)
            log.on(subject.user)
            // Whoever reset the password meanwhile meant it.
            guard subject.password?.hash == before.hash else { throw ActionError.conflict(.changedMeanwhile) }
            try tables.passwords.save(
                Password(user: subject.user.id, tenant: caller.tenant, hash: hash, changedAt: at))
            if before.mayOmitCurrent {
                try tables.riskDetections.close(subject.user.id, as: .remediated, at: at)
            }
            try tables.endSignIns(
                of: subject.user.id, in: caller.tenant, at: at, reason: .passwordChanged, except: caller.session)
        }
    }

    private struct Facts: Sendable {
        var user: User
        var hash: String?
        var context: PasswordContext
        var mayOmitCurrent: Bool
    }

    private func facts(of caller: Caller, at: Timestamp, in tables: Tables) throws -> Facts {
        let subject = try tables.own(caller, at: at)
        let session = try caller.session.flatMap { try tables.sessions.find($0, in: caller.tenant) }
        return Facts(
            user: subject.user, hash: subject.password?.hash,
            context: PasswordContext(of: subject.user, in: try tables.organization(of: caller)),
            mayOmitCurrent: session?.proofs.letChangePasswordFreely ?? false)
    }

    /// Proves the present password, where nothing stronger was proven. A right one is given its try back whatever comes
    /// of the new one (SL-4), and a wrong one leaves a record (A086).
    private func check(
        _ current: String?, _ facts: Facts, by caller: Caller, browser: BrowserState
    ) async throws {
        guard !facts.mayOmitCurrent else { return }
        guard let current, !current.isEmpty else {
            throw ActionError.invalid([FieldProblem("current-password", .missing)])
        }
        let attempt = try await tools.attemptPassword(
            current, typedName: facts.user.userPrincipalName.text, tenant: facts.user.tenant, origin: browser.origin,
            browser: browser.browser)
        let at = tools.now
        try await tools.store.write { tables in
            try attempt.settle(in: tables, at: at)
            guard attempt.outcome != .correct else { return }
            var log = ChangeLog()
            log.on(facts.user)
            var refused = tools.record(.passwordChanged, by: caller, at: at, log: log)
            refused.succeeded = false
            refused.resultReason = attempt.reasonForLog
            try tables.audits.insert(refused)
        }
        guard attempt.outcome == .correct else {
            throw ActionError.invalid([FieldProblem("current-password", .mismatch)])
        }
    }
}

extension [Proof] {
    /// Whether a session that proved these may set a new password without the old one: a second factor is proven, and no
    /// temporary access pass stands behind it (MR-16).
    var letChangePasswordFreely: Bool { !restOnPass && contains(where: isSecondFactor) }
}
