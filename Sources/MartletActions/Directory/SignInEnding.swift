import MartletDirectory
import MartletStore

/// What an ending took with it.
package struct EndedSignIns: Sendable, Equatable {
    /// Sessions that ended.
    package var sessions: Int
    /// Families of refresh tokens that were revoked.
    package var families: Int
}

extension Tables {
    /// Ends everything that keeps a user signed in, or is about to sign them in: sessions, refresh tokens, remembered
    /// browsers, questions to phones and the answers to them (A030, A109).
    ///
    /// With `spared`, that one session lives on, because its holder is the one who acts; the apps sign in again.
    @discardableResult
    package func endSignIns(
        of user: ID<User>, in tenant: ID<Tenant>, at: Timestamp, reason: Session.EndReason,
        except spared: ID<Session>? = nil
    ) throws -> EndedSignIns {
        let sessions = try sessions.endAll(user, at: at, reason: reason, except: spared)
        let families = try refreshFamilies.revokeAll(user, at: at)
        // Where a stranger was in, their browser and place are among the familiar ones; the person's own come back with
        // the next sign-in.
        if reason == .reported {
            try familiarities.deleteAll(of: user)
        } else {
            try familiarities.forgetRemembered(user)
        }
        // A sign-in that waits for its next step rests on what was just taken away (A029, A109).
        try pendingSignIns.deleteAll(of: user)
        // Before a phone that stands alone has said yes, its sign-in is nobody's: it is not among those.
        try pushRequests.endAll(of: user, at: at)
        try phoneEnrolments.deleteAll(of: user)
        if spared == nil, var account = try users.find(user, in: tenant) {
            // SD-51: whatever was issued before this moment is dead, wherever it may be cached.
            account.sessionsValidFrom = at
            try users.update(account)
        }
        return EndedSignIns(sessions: sessions, families: families)
    }
}
