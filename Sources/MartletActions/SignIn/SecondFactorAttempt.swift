import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore

/// What came of one try of a second factor.
package enum SecondFactorOutcome: String, Sendable {
    case correct, wrong, replayed, locked
}

/// One try with what it was made with, where strengths tell that apart.
struct SecondFactorTry: Sendable {
    let outcome: SecondFactorOutcome
    /// The model that its proof carries.
    var model: String?

    init(_ outcome: SecondFactorOutcome, model: String? = nil) {
        self.outcome = outcome
        self.model = model
    }
}

extension Tools {
    /// Tries a code of an authenticator app, counted per account and method, never per session (A040).
    ///
    /// Runs inside the transaction of its effect: the step is spent by one conditional write (A037–A039).
    func tryTOTP(
        _ typed: String, of subject: SignInSubject, at: Timestamp, in tables: Tables
    ) throws -> SecondFactorTry {
        guard var counter = try chargeSecondFactor(of: subject.user, at: at, in: tables) else {
            return SecondFactorTry(.locked)
        }
        guard let code = TOTP.parse(typed) else {
            counter = Lockout.afterWrong(counter, digest: nil, at: at)
            try tables.lockouts.save(counter)
            return SecondFactorTry(.wrong)
        }
        var replayed = false
        for method in subject.authenticators where subject.allowed.allow(method) {
            let secret = try secret(of: method)
            guard let step = TOTP.match(code: code, secret: secret, at: at, after: 0, period: method.periodSeconds)
            else { continue }
            guard try tables.totpMethods.acceptStep(method.id, step: step) else {
                replayed = true
                continue
            }
            try tables.lockouts.save(Lockout.afterCorrect(counter, at: at))
            return SecondFactorTry(.correct, model: method.isHardware ? Proof.hardwareToken : nil)
        }
        try tables.lockouts.save(Lockout.afterWrong(counter, digest: nil, at: at))
        return SecondFactorTry(replayed ? .replayed : .wrong)
    }

    /// Tries a recovery code; the same counter as the authenticator app's (A031).
    func tryRecoveryCode(
        _ typed: String, of subject: SignInSubject, at: Timestamp, in tables: Tables
    ) throws -> SecondFactorOutcome {
        guard let counter = try chargeSecondFactor(of: subject.user, at: at, in: tables) else { return .locked }
        let user = subject.user.id
        if let canonical = RecoveryCodes.canonical(typed),
            try tables.recoveryCodes.spend(
                user, hash: RecoveryCodes.hash(canonical, user: user, sealer: sealer), at: at)
        {
            try tables.lockouts.save(Lockout.afterCorrect(counter, at: at))
            return .correct
        }
        try tables.lockouts.save(Lockout.afterWrong(counter, digest: nil, at: at))
        return .wrong
    }

    /// Counts a wrong second factor that nobody could guess, so that not even such tries go on for ever (A040).
    func countWrongSecondFactor(of user: User, at: Timestamp, in tables: Tables) throws {
        guard let counter = try chargeSecondFactor(of: user, at: at, in: tables) else { return }
        try tables.lockouts.save(Lockout.afterWrong(counter, digest: nil, at: at))
    }

    /// Charges one try of a code or number to the account; `nil` where nothing is tried now.
    func chargeSecondFactor(of user: User, at: Timestamp, in tables: Tables) throws -> LockoutCounter? {
        let counter = try tables.lockouts.find(
            in: user.tenant, subject: user.id.rawValue, kind: .secondFactor)
        let charge = Lockout.charge(
            counter, tenant: user.tenant, subject: user.id.rawValue, kind: .secondFactor, at: at)
        guard case .proceed(let charged) = charge else { return nil }
        return charged
    }
}

extension Tables {
    /// Whether codes of a user are being refused unseen.
    func isLockedForCodes(_ user: User, at: Timestamp) throws -> Bool {
        Lockout.isLocked(
            try lockouts.find(in: user.tenant, subject: user.id.rawValue, kind: .secondFactor), at: at)
    }
}
