import MartletDirectory
import MartletStore

extension Tables {
    /// What follows when somebody has lost a method without wanting to, to an administrator or an authority.
    ///
    /// Their sign-ins end. With the last method the recovery codes go, and no new grace begins: what was taken away is
    /// registered anew (SD-18).
    @discardableResult
    func settleLoss(of user: ID<User>, in tenant: ID<Tenant>, at: Timestamp) throws -> EndedSignIns {
        if try !users.isRegistered(user), var account = try users.find(user, in: tenant) {
            _ = try recoveryCodes.deleteAll(of: user)
            account.registrationGraceStartedAt = User.forfeitedGrace
            try users.update(account)
        }
        return try endSignIns(of: user, in: tenant, at: at, reason: .methodsChanged)
    }

    /// What follows when a person has deleted one of their own methods, whichever it was.
    ///
    /// Other sessions and remembered browsers end (A030, A109). Under the security defaults the last method stays until
    /// there is another (SD-25). With the last method the recovery codes go too: they stand in for a method, they are
    /// none.
    /// - Throws: `ActionError.invalid` naming `method` for the last one under the defaults, `.lastAdministrator` for the
    ///   last usable Global Administrator's last method; `StoreError`.
    func settleMethodRemoval(by user: User, caller: Caller, at: Timestamp) throws {
        try endSignIns(of: user.id, in: caller.tenant, at: at, reason: .methodsChanged, except: caller.session)
        try keepAnAdministrator(in: caller.tenant, whenLosing: user.id, at: at)
        guard let left = try subject(user.id, in: caller.tenant), !left.isRegistered(at: at) else { return }
        if try organization(of: caller).securityDefaults.isEnabled {
            throw ActionError.invalid([FieldProblem("method", .notAllowed)])
        }
        // A passkey of a model that is not allowed any more is no way in, but may become one again.
        if try !users.isRegistered(user.id) { _ = try recoveryCodes.deleteAll(of: user.id) }
    }
}
