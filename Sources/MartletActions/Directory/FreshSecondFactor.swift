import MartletDirectory
import MartletStore

extension Tables {
    /// Wants a second factor proven within the last five minutes in the session in use (MR-4).
    ///
    /// The operator of the machine and Martlet itself have no session: who holds the store holds everything.
    /// - Throws: `ActionError.needsFreshSecondFactor`; `StoreError`.
    package func wantFreshSecondFactor(of caller: Caller, at: Timestamp) throws {
        guard case .user(let user, _, let id) = caller.identity else { return }
        guard try !isMFABlocked(user, at: at), let session = try liveSession(id, of: user, in: caller.tenant, at: at),
            session.proofs.haveFreshSecondFactor(at: at)
        else { throw ActionError.needsFreshSecondFactor }
    }

    /// Wants a second factor proven at any time in the session in use; a remembered browser is none (A022).
    /// - Throws: `ActionError.needsFreshSecondFactor`; `StoreError`.
    package func wantSecondFactor(of caller: Caller, at: Timestamp) throws {
        guard case .user(let user, _, let id) = caller.identity else { return }
        guard try !isMFABlocked(user, at: at), let session = try liveSession(id, of: user, in: caller.tenant, at: at),
            session.proofs.contains(where: session.proofs.isSecondFactor)
        else { throw ActionError.needsFreshSecondFactor }
    }

    /// The session in use, if it is the user's own and has not ended.
    func liveSession(
        _ id: ID<Session>, of user: ID<User>, in tenant: ID<Tenant>, at: Timestamp
    ) throws -> Session? {
        guard let session = try sessions.find(id, in: tenant), session.user == user, session.endedAt == nil,
            session.expiresAt > at, !session.createdAt.isAhead(of: at), !session.lastSeenAt.isAhead(of: at)
        else { return nil }
        return session
    }
}

extension [Proof] {
    /// Whether a second factor among these was proven within the last five minutes.
    func haveFreshSecondFactor(at: Timestamp) -> Bool {
        contains { isSecondFactor($0) && $0.at <= at && $0.at + Lifetimes.freshSecondFactor > at }
    }

    /// Whether one of these is more than a first factor: a certificate of one factor is so only beside the password.
    func isSecondFactor(_ proof: Proof) -> Bool {
        switch proof.method {
        case .password: false
        case .certificate: contains { $0.method == .password }
        case .totp, .recoveryCode, .passkey, .push, .temporaryAccessPass, .passwordlessPush, .multiFactorCertificate:
            true
        }
    }
}
