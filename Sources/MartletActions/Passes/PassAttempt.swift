import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore

/// One try of a temporary access pass as the first factor, counted by the lockout of passwords.
struct PassAttempt: Sendable {
    /// What came of it; a stranger is told only whether it was `correct`.
    enum Outcome: String, Sendable {
        case correct, wrong, locked, unknownUser, noPass, notAllowed, expired, notYetValid, alreadyUsed,
            accountDisabled,
            blocked
    }

    let outcome: Outcome
    /// The user whose name it is, if it is anybody's.
    let user: User?
    /// The user's pass, if there is one.
    let pass: TemporaryAccessPass?

    /// The AADSTS number for the log: as with a password.
    var errorCode: Int {
        switch outcome {
        case .correct: 0
        case .locked: 50053
        case .unknownUser: 50034
        case .accountDisabled: 50057
        case .blocked: Denial.mfaBlocked.errorCode
        default: 50126
        }
    }

    /// One English sentence for the log.
    var reasonForLog: String {
        switch outcome {
        case .correct: ""
        case .wrong: "wrong temporary access pass"
        case .locked: "too many failures; the account is locked for this kind of place"
        case .unknownUser: "no such user in the organisation"
        case .noPass: "the account has no temporary access pass"
        case .notAllowed: "the organisation does not let this account use temporary access passes"
        case .expired: "the temporary access pass has expired"
        case .notYetValid: "the temporary access pass is not valid yet"
        case .alreadyUsed: "the one-time temporary access pass was used before"
        case .accountDisabled: "the account is disabled"
        case .blocked: Denial.mfaBlocked.reasonForLog
        }
    }
}

extension Tools {
    /// Tries `typed` as the pass of `typedName`, in the transaction of its effect: a one-time pass is spent by one
    /// conditional write, and a counter that is not charged lets nobody in.
    ///
    /// The same is read, computed and written whether or not the name has an owner and the owner a pass (A089, A090);
    /// the caller has spent the work of a password on top.
    func tryPass(
        _ typed: String, typedName: String, tenant: Tenant, origin: Origin, browser: OpaqueToken, at: Timestamp,
        in tables: Tables
    ) throws -> PassAttempt {
        let canonicalName = UserPrincipalName.canonicalForm(ofTyped: typedName)
        let charged = try charge(
            canonicalName, tenant: tenant.id, origin: origin, browser: browser, at: at, in: tables)
        let owner = charged.user?.id ?? ID("")
        let pass = try tables.temporaryAccessPasses.find(owner)
        let hash = AccessPassText.hash(AccessPassText.canonical(typed) ?? "", user: owner, sealer: sealer)
        let matches = ConstantTime.areEqual(hash, pass?.hash ?? Array(repeating: 0, count: hash.count))
        let outcome = try outcome(of: charged, pass: pass, matches: matches && pass != nil, at: at, in: tables)
        if outcome != .locked,
            let counter = try tables.lockouts.find(in: tenant.id, subject: charged.subject, kind: charged.kind)
        {
            let digest = sealer.mac(Array(typed.utf8), context: "wrong-password:\(charged.subject)")
            try tables.lockouts.save(
                outcome == .correct
                    ? Lockout.afterCorrect(counter, at: at) : Lockout.afterWrong(counter, digest: digest, at: at))
        }
        return PassAttempt(outcome: outcome, user: charged.user, pass: pass)
    }

    private func outcome(
        of charged: Charged, pass: TemporaryAccessPass?, matches: Bool, at: Timestamp, in tables: Tables
    ) throws -> PassAttempt.Outcome {
        if charged.unseen != nil { return .locked }
        guard let user = charged.user else { return .unknownUser }
        guard let pass else { return .noPass }
        guard matches else { return .wrong }
        guard try tables.mayUsePass(user) else { return .notAllowed }
        switch pass.usability(at: at) {
        case .usable: break
        case .expired: return .expired
        case .notYetValid: return .notYetValid
        case .oneTimeUsed: return .alreadyUsed
        case .disabled: return .notAllowed
        }
        guard user.isEnabled, user.deletedAt == nil else { return .accountDisabled }
        // A pass is two factors, and none of a person on the block list counts (PN-14).
        guard try !tables.isMFABlocked(user.id, at: at) else { return .blocked }
        guard pass.isOneTime else { return .correct }
        // Promise 6: whoever comes second with the same pass finds it spent.
        return try tables.temporaryAccessPasses.spend(user.id, hash: pass.hash, at: at) ? .correct : .alreadyUsed
    }
}
