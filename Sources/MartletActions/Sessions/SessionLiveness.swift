import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore

extension Tables {
    /// Finds the live session of a browser; anything doubtful about the cookies is an anonymous browser (A110).
    func liveSession(of browser: BrowserState, at: Timestamp) throws -> (session: Session, subject: SignInSubject)? {
        guard let secret = browser.session, let session = try sessions.find(secretHash: secret.digest),
            ConstantTime.areEqual(session.browserHash, browser.browser.digest),
            let subject = try subject(session.user, in: session.tenant),
            isLive(session, of: subject.user, at: at)
        else { return nil }
        return (session, subject)
    }

    /// Whether a session still counts: not ended, not run out, not rested too long, not revoked (A109, A111); nor begun or
    /// used at a time that has not come yet (A306).
    func isLive(_ session: Session, of user: User, at: Timestamp) -> Bool {
        guard session.endedAt == nil, session.expiresAt > at, session.createdAt >= user.sessionsValidFrom,
            !session.createdAt.isAhead(of: at), !session.lastSeenAt.isAhead(of: at), user.isEnabled,
            user.deletedAt == nil
        else { return false }
        return session.isPersistent || session.lastSeenAt + Lifetimes.sessionIdle > at
    }
}

extension Session {
    /// What the session still proves at a door.
    ///
    /// A kept session carries no second factor of an administrator (D6); a management surface drops everything after
    /// half an hour of rest and second factors after twelve hours (N-N22); `notBefore` is what `max_age` asks.
    func proofs(
        at door: Door, isManagementSurface: Bool, subject: SignInSubject, notBefore: Timestamp?, now: Timestamp
    ) -> [Proof] {
        if isManagementSurface || door == .adminCenter {
            guard lastSeenAt + Lifetimes.managementIdle > now else { return [] }
        }
        return proofs.filter { proof in
            if let notBefore, proof.at < notBefore { return false }
            guard proof.method != .password else { return true }
            if isPersistent, subject.isAdministrator { return false }
            if isManagementSurface || door == .adminCenter { return proof.at + Lifetimes.managementProof > now }
            return true
        }
    }
}
