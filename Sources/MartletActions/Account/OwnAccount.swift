import MartletDirectory
import MartletStore

extension Tables {
    /// The person who acts on their own account, with what the decision knows about them.
    ///
    /// There is no permission to ask for, but the account must still be there and enabled, and the session still live:
    /// both may have ended while the request was on its way (A109).
    /// - Throws: `ActionError.notFound`; `StoreError`.
    func own(_ caller: Caller, at: Timestamp) throws -> SignInSubject {
        guard case .user(let id, _, let session) = caller.identity,
            let subject = try subject(id, in: caller.tenant), subject.user.isEnabled, subject.user.deletedAt == nil,
            try liveSession(session, of: id, in: caller.tenant, at: at) != nil
        else { throw ActionError.notFound("account") }
        return subject
    }
}
