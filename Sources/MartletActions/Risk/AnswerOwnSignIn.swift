import MartletDirectory
import MartletPolicy
import MartletStore

/// Takes a person's word on one of their own sign-ins: it was me, or it was not.
package struct AnswerOwnSignIn: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// What the answer led to.
    package enum Outcome: Sendable, Equatable {
        /// It is kept, and nothing else.
        case kept
        /// Everybody is signed out; the next sign-in replaces the password.
        case signedOut
        /// Everybody is signed out, and only an administrator can give a new password.
        case passwordWithdrawn
    }

    /// Keeps the answer.
    ///
    /// *Not me* means that somebody else has the password at least. Everybody is signed out, here too, whoever asked;
    /// methods that were registered since go, and the password must be replaced at the next sign-in, behind the second
    /// factor. "It was me" does not keep "it was not me" from counting: a stranger may have been quicker.
    ///
    /// Without a second factor whoever knows the password could replace it as well: then it ends at once, and an
    /// administrator gives a new one. The same where something was registered since, and this session has not proven
    /// anything older: it may be the owner's or a stranger's, so it takes no method away (A022). The administrators are
    /// told in any case (PN-12, PN-13).
    ///
    /// - Throws: `ActionError.notFound` for a sign-in that is not theirs or not to be answered,
    ///   `.conflict(.alreadyDone)` for one that is answered; `StoreError`.
    @discardableResult
    package func callAsFunction(
        _ id: ID<SignInRecord>, wasOwn: Bool, by caller: Caller
    ) async throws -> Outcome {
        let at = tools.now
        let detection = tools.ambient.newID(of: RiskDetection.self)
        let activity: AuditActivity = wasOwn ? .signInConfirmed : .signInReported
        return try await tools.change(activity, by: caller) { tables, log in
            let subject = try tables.own(caller, at: at)
            log.on(subject.user)
            guard let signIn = try tables.signIns.find(id, in: caller.tenant), signIn.user == subject.user.id,
                signIn.passedPassword
            else { throw ActionError.notFound("sign-in") }
            log.set("signIn", from: nil, to: id.rawValue)
            guard try tables.signInAnswers.insert(signIn, of: subject.user.id, wasOwn: wasOwn, at: at) else {
                throw ActionError.conflict(.alreadyDone)
            }
            guard !wasOwn else { return .kept }
            try tables.riskDetections.insert(
                RiskDetection(
                    id: detection, tenant: caller.tenant, user: subject.user.id,
                    kind: .userReportedSuspiciousActivity, level: .high, signIn: id, detectedAt: at))
            let isProven = try tables.hasProven(MethodSet(Method.allCases), caller: caller, at: at)
            let isSettled = try tables.removeMethods(of: subject, since: signIn.createdAt, caller: caller, at: at, &log)
            try tables.endSignIns(of: subject.user.id, in: caller.tenant, at: at, reason: .reported)
            // Whoever knows no more than the password must not take the owner's second factors away (PN-11).
            if isProven {
                try tools.blockReporter(subject.user, by: caller, at: at, in: tables)
            }
            let left = try tables.subject(subject.user.id, in: caller.tenant) ?? subject
            return try tables.withdrawPassword(of: left, isSettled: isSettled, at: at, &log)
                ? .passwordWithdrawn : .signedOut
        }
    }
}

extension Tables {
    /// Removes the methods that somebody has registered since a sign-in that was not the person's: whoever was in may have
    /// added one of their own. A last Global Administrator keeps what nobody could give back (promise 7).
    ///
    /// Answers whether nothing of theirs is left: `false` where the session has not proven a factor from before (A022).
    fileprivate func removeMethods(
        of subject: SignInSubject, since: Timestamp, caller: Caller, at: Timestamp, _ log: inout ChangeLog
    ) throws -> Bool {
        let user = subject.user
        let (apps, keys) = (try totpMethods.list(user.id), try passkeys.list(user.id))
        let certificates = try personCertificates.list(user.id)
        let (newApps, newKeys) = (apps.filter { $0.createdAt >= since }, keys.filter { $0.createdAt >= since })
        // What an administrator bound is none of theirs.
        let newCertificates = certificates.filter { $0.createdAt >= since && !$0.isBound }
        guard !newApps.isEmpty || !newKeys.isEmpty || !newCertificates.isEmpty else { return true }
        var older: MethodSet = .temporaryAccessPass
        if newApps.count < apps.count { older.formUnion([.totp, .push, .passwordlessPush]) }
        if newKeys.count < keys.count { older.insert(.passkey) }
        if newCertificates.count < certificates.count { older.formUnion(.certificates) }
        guard try hasProven(older, caller: caller, at: at) else { return false }
        let leavesNone =
            newApps.count == apps.count && newKeys.count == keys.count && newCertificates.count == certificates.count
        if leavesNone, try isLastAdministrator(user, at: at) { return true }
        for app in newApps {
            log.set("method", from: try delete(.authenticator(app.id), of: user.id)?.kind, to: nil)
        }
        for key in newKeys {
            _ = try passkeys.delete(key.id, of: user.id)
            log.set("method", from: Method.passkey.name, to: nil)
        }
        for certificate in newCertificates {
            log.set("method", from: try delete(.certificate(certificate.id), of: user.id)?.kind, to: nil)
        }
        // Codes that were made since stand in for a method that goes.
        _ = try recoveryCodes.deleteAll(of: user.id)
        return true
    }

    /// Whether the session in use has proven a second factor, with one of these.
    fileprivate func hasProven(_ methods: MethodSet, caller: Caller, at: Timestamp) throws -> Bool {
        guard case .user(let user, _, let id) = caller.identity,
            let session = try liveSession(id, of: user, in: caller.tenant, at: at)
        else { return false }
        return session.proofs.contains { methods.contains(MethodSet($0.method)) && session.proofs.isSecondFactor($0) }
    }

    /// Makes a password that others know worth nothing by itself; answers whether it is gone altogether.
    fileprivate func withdrawPassword(
        of subject: SignInSubject, isSettled: Bool, at: Timestamp, _ log: inout ChangeLog
    ) throws -> Bool {
        guard var password = subject.password else { return false }
        password.mustChange = true
        // The last Global Administrator would have nobody to give them a new one (promise 7).
        if !subject.isRegistered(at: at) || !isSettled, try !isLastAdministrator(subject.user, at: at) {
            password.expiresAt = at
        }
        try passwords.save(password)
        log.set("forceChangePasswordNextSignIn", from: nil, to: "true")
        guard password.expiresAt == at else { return false }
        log.set("password", from: nil, to: "withdrawn")
        return true
    }
}

extension SignInRecord {
    /// Whether whoever tried it had the password, or more: such a sign-in is worth a person's word.
    package var passedPassword: Bool {
        isInteractive && (status == .success || details.contains { $0.succeeded && $0.result == "correct" })
    }
}
