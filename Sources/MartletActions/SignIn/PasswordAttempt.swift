import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore

/// One try of one password, by any door: counted before it is evaluated, and settled in the transaction of its effect.
///
/// Whatever the name and the account, the same work is done: one charge, one hash, one settlement (A089, A090).
package struct PasswordAttempt: Sendable {
    /// What came of it; a stranger is told only whether it was `correct`.
    package enum Outcome: String, Sendable {
        case correct, wrong, locked, unknownUser, noPassword, temporaryPasswordExpired
        /// Right, but from a place that is unknown to the person, while the same password is tried on many names (A079).
        case sprayed
        /// Not looked at: the address was stopped for its many names, and this one is no regular there (A079).
        case stopped
    }

    /// What came of it.
    package let outcome: Outcome
    /// The user whose name it is, if it is anybody's.
    package let user: User?
    /// The password record that matched.
    package let password: Password?
    /// The counter that was charged.
    let counterKind: LockoutCounter.Kind
    let subject: String
    let tenant: ID<Tenant>
    let digest: [UInt8]
    /// What the try says about the password over all names; `nil` for one that was not looked at.
    let spray: SprayTrace?

    /// The AADSTS number for the log (section 4.2).
    package var errorCode: Int {
        switch outcome {
        case .correct: 0
        case .wrong: 50126
        case .locked, .sprayed, .stopped: 50053
        case .unknownUser: 50034
        case .noPassword: 50056
        case .temporaryPasswordExpired: 50055
        }
    }

    /// Whether a password was looked at and did not open.
    var isWrongTry: Bool { outcome != .correct && outcome != .locked && outcome != .stopped }

    /// The password record as it is now, if it still is the one that the try proved.
    ///
    /// A reset may have been committed while the hash was computed; what was right before it is wrong after it.
    func currentPassword(in tables: Tables) throws -> Password? {
        guard outcome == .correct, let password, let current = try tables.passwords.find(password.user),
            current.hash == password.hash
        else { return nil }
        return current
    }

    /// Takes back the charge of a correct try, or turns the charge of a wrong one into a failure (SL-4).
    ///
    /// Run it in the transaction that records the try.
    package func settle(in tables: Tables, at: Timestamp) throws {
        guard outcome != .locked, outcome != .stopped,
            let counter = try tables.lockouts.find(in: tenant, subject: subject, kind: counterKind)
        else { return }
        if outcome == .correct {
            try tables.lockouts.save(Lockout.afterCorrect(counter, at: at))
        } else {
            try tables.lockouts.save(Lockout.afterWrong(counter, digest: digest, at: at))
            // A right password that is refused for the trail leaves no trail: it would keep itself shut for ever.
            if outcome != .sprayed { try spray?.note(in: tables, at: at) }
        }
    }
}

extension Tools {
    /// Tries `text` as the password of `typedName`; `isPersonsOwn` says whether the origin's address is that of who types
    /// and not of a box between. Where that address was stopped for its many names, `stopped` is its place, and only the
    /// regulars of the place are looked at (`NameBudget`).
    /// - Throws: `ActionError.overloaded` when the hashing pool is full (N-6.1.1, A084); `StoreError`.
    package func attemptPassword(
        _ text: String, typedName: String, tenant: ID<Tenant>, origin: Origin, browser: OpaqueToken?,
        isPersonsOwn: Bool = true, stopped: String? = nil
    ) async throws -> PasswordAttempt {
        let at = now
        let canonical = UserPrincipalName.canonicalForm(ofTyped: typedName)
        let candidate = NormalizedPassword(text)
        let trace = sprayTrace(of: candidate, on: canonical, tenant: tenant, origin: origin, at: at)
        let (charged, isSprayed) = try await store.write { tables in
            let charged = try charge(
                canonical, tenant: tenant, origin: origin, browser: browser, isPersonsOwn: isPersonsOwn,
                stopped: stopped, at: at, in: tables)
            // Past its budget of names an address is nobody's own place: what is tried there on many opens nothing (A079).
            let isStrange = charged.kind == .unfamiliar || stopped != nil
            return (charged, try isStrange && trace.isOn(in: tables, at: at))
        }
        let stored = charged.unseen == nil ? charged.password : nil
        // An unknown name, a locked account, a stopped address and an unusable text cost one hash like everybody else.
        let matches: Bool
        do {
            matches = try await verify(candidate, against: stored?.hash)
        } catch {
            // Nothing was looked at, so nothing is counted: who must come again has all their tries (A084).
            if charged.unseen == nil { try await giveBack(charged, tenant: tenant, at: at) }
            throw error
        }
        let outcome: PasswordAttempt.Outcome =
            if let unseen = charged.unseen { unseen } else if charged.user == nil { .unknownUser } else if stored == nil
            {
                .noPassword
            } else if !matches { .wrong } else if isSprayed { .sprayed } else if let end = stored?.expiresAt, end <= at
            {
                .temporaryPasswordExpired
            } else { .correct }
        return PasswordAttempt(
            outcome: outcome, user: charged.user, password: outcome == .correct ? stored : nil,
            counterKind: charged.kind, subject: charged.subject, tenant: tenant,
            digest: sealer.mac(Array(text.utf8), context: "wrong-password:\(charged.subject)"),
            spray: candidate == nil || charged.unseen != nil ? nil : trace)
    }

    /// Takes back a charge whose password was never looked at.
    private func giveBack(_ charged: Charged, tenant: ID<Tenant>, at: Timestamp) async throws {
        try await store.write { tables in
            guard let counter = try tables.lockouts.find(in: tenant, subject: charged.subject, kind: charged.kind)
            else { return }
            try tables.lockouts.save(Lockout.afterCorrect(counter, at: at))
        }
    }

    /// Verifies on the hashing pool; `nil` on either side costs the same and never matches.
    func verify(_ candidate: NormalizedPassword?, against hash: String?) async throws -> Bool {
        do {
            let dummy = hashing.dummyHash
            let stand = candidate ?? Self.placeholder
            let matches = try await hashing.verify(stand, against: hash ?? dummy)
            return matches && candidate != nil && hash != nil
        } catch let overloaded as HashingPool.Overloaded {
            throw ActionError.overloaded(retryAfterSeconds: overloaded.retryAfterSeconds)
        }
    }

    /// Stands in for a text that cannot be a password, so that it costs the same.
    private static let placeholder = NormalizedPassword("-") ?? { preconditionFailure("one character is a password") }()

    /// Hashes a new password on the pool.
    /// - Throws: `ActionError.overloaded`.
    package func hash(_ password: NormalizedPassword) async throws -> String {
        do {
            return try await hashing.hash(password, salt: ambient.randomBytes(16))
        } catch let overloaded as HashingPool.Overloaded {
            throw ActionError.overloaded(retryAfterSeconds: overloaded.retryAfterSeconds)
        }
    }

    /// A name whose try is charged, or refused unseen.
    struct Charged: Sendable {
        var user: User?
        var password: Password?
        var subject: String
        var kind: LockoutCounter.Kind
        /// Why the password is not looked at, if it is not; then nothing was charged either.
        var unseen: PasswordAttempt.Outcome?
    }

    /// Charges one try of a first factor to the counter of a typed name, whosever it is (A076, A077).
    ///
    /// Through a box that does not tell whom it asks for nobody is familiar: who shares a network with it would be shut
    /// out of their own browser by the tries of anybody who reaches the box (A080).
    func charge(
        _ canonical: String, tenant: ID<Tenant>, origin: Origin, browser: OpaqueToken?, isPersonsOwn: Bool = true,
        stopped: String? = nil, at: Timestamp, in tables: Tables
    ) throws -> Charged {
        let user = try tables.users.find(upn: UserPrincipalName(stored: canonical), in: tenant)
        let password = try user.flatMap { try tables.passwords.find($0.id) }
        // A name that belongs to nobody is counted under a digest, so its answers lock like anybody's (A076, A089).
        let subject =
            user?.id.rawValue
            ?? Hexadecimal.text(of: sealer.mac(Array(canonical.utf8), context: "unknown-name").prefix(16))
        let isFamiliar = try user.map { user in
            try tables.isFamiliar(origin: origin, browser: browser, to: user.id, at: at)
        }
        let kind: LockoutCounter.Kind = isPersonsOwn && isFamiliar == true ? .familiar : .unfamiliar
        var charged = Charged(user: user, password: password, subject: subject, kind: kind)
        if let stopped {
            let isHeard = try user.map { try tables.isRegular($0.id, at: stopped, now: at) } ?? false
            let failed = try tables.lockouts.find(in: tenant, subject: stopped, kind: .regularsOfAddress)
            guard isHeard, NameBudget.refusal(of: failed, at: at) == nil else {
                charged.unseen = .stopped
                return charged
            }
        }
        let counter = try tables.lockouts.find(in: tenant, subject: subject, kind: kind)
        let charge = Lockout.charge(counter, tenant: tenant, subject: subject, kind: kind, at: at)
        switch charge {
        case .refused: charged.unseen = .locked
        case .proceed(let counter): try tables.lockouts.save(counter)
        }
        return charged
    }
}

extension Tables {
    /// Forgets the wrong passwords of a user who is in; wrong codes are another matter (A040).
    func clearPasswordFailures(of user: User) throws {
        for kind in [LockoutCounter.Kind.familiar, .unfamiliar] {
            try lockouts.clear(in: user.tenant, subject: user.id.rawValue, kind: kind)
        }
    }

    /// Whether a user has fully signed in from this browser or network within 30 days (SL-6).
    func isFamiliar(origin: Origin, browser: OpaqueToken?, to user: ID<User>, at: Timestamp) throws -> Bool {
        let since = at - .days(30)
        if let browser,
            let known = try familiarities.find(user, kind: .browser, key: Hexadecimal.text(of: browser.digest)),
            known.lastSeenAt >= since
        {
            return true
        }
        let network = try familiarities.find(user, kind: .network, key: PlaceKey.network(of: origin.address))
        return network.map { $0.lastSeenAt >= since } ?? false
    }
}
