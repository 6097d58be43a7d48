import MartletDirectory
import MartletPolicy
import MartletStore

extension Tables {
    /// Wants a second factor proven within five minutes (MR-4, PK-2) by something that was not added late in the same
    /// session: whoever has taken over an old session may add an app to the account (MR-4), and must not make of its code
    /// a way in that needs no password.
    ///
    /// What was added within five minutes of the sign-in stood beside a fresh proof, and a first method beside none that
    /// there could have been.
    /// - Throws: `ActionError.needsFreshSecondFactor`, `.invalid` naming `session` where only a new sign-in helps;
    ///   `StoreError`.
    func wantFreshSecondFactorFromBefore(of subject: SignInSubject, caller: Caller, at: Timestamp) throws {
        try wantFreshSecondFactor(of: caller, at: at)
        guard case .user(let user, _, let id) = caller.identity,
            let session = try liveSession(id, of: user, in: caller.tenant, at: at)
        else { return }
        let first = try methodPreferences.find(user, in: caller.tenant).firstRegisteredAt
        let late = subject.authenticators.map(\.createdAt).filter {
            $0 > session.createdAt + Lifetimes.freshSecondFactor && $0 != first
        }
        guard let since = late.min() else { return }
        let isGood = session.proofs.contains { proof in
            guard session.proofs.isSecondFactor(proof), proof.at <= at, proof.at + Lifetimes.freshSecondFactor > at
            else {
                return false
            }
            return proof.method == .passkey || proof.method == .temporaryAccessPass || proof.at < since
        }
        guard isGood else { throw ActionError.invalid([FieldProblem("session", .notAllowed)]) }
    }
}
