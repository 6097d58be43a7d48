import MartletDirectory
import MartletStore

extension SignInSubject {
    /// Whether somebody who proved `proofs` may register a method that stays: whoever came in by a one-time pass does it
    /// within ten minutes, or comes in anew (TP-7).
    func mayStillRegister(having proofs: [Proof], at: Timestamp) -> Bool {
        guard let pass, let proof = proofs.last(where: { $0.method == .temporaryAccessPass }) else { return true }
        // Whoever has proven a lasting method beside the pass needs no window.
        guard proofs.allSatisfy({ [.password, .temporaryAccessPass].contains($0.method) }) else { return true }
        return at < pass.registrationEnds(after: proof)
    }
}

extension Tables {
    /// Wants the session in use to be one in which a method may be registered (TP-7).
    /// - Throws: `ActionError.needsFreshSecondFactor`; `StoreError`.
    package func wantRegistrationWindow(of subject: SignInSubject, caller: Caller, at: Timestamp) throws {
        guard let id = caller.session, let session = try sessions.find(id, in: caller.tenant) else { return }
        guard subject.mayStillRegister(having: session.proofs, at: at) else {
            throw ActionError.needsFreshSecondFactor
        }
    }
}
