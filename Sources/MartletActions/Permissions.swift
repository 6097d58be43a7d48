import MartletDirectory
import MartletPolicy
import MartletStore

extension Tables {
    /// Has the caller's permission judged inside the transaction of the action, on the roles as they are now.
    /// - Throws: `ActionError.forbidden` with what is missing; `StoreError`.
    package func permit(_ caller: Caller, to operation: Operation, target: ID<User>? = nil) throws {
        let facts = try target.map { target in
            TargetFacts(
                roles: Set(try roleAssignments.effectiveRoles(of: target, in: caller.tenant)),
                isInRoleAssignableGroup: try groups.groups(of: target).contains(where: \.isAssignableToRole),
                isCaller: target == caller.user)
        }
        try permit(caller, to: operation, facts: facts)
    }

    /// The same upon a target whose facts are known.
    /// - Throws: `ActionError.forbidden` with what is missing; `StoreError`.
    package func permit(_ caller: Caller, to operation: Operation, facts target: TargetFacts?) throws {
        let roles: Set<ID<DirectoryRole>> =
            switch caller.identity {
            case .user(let id, _, _): Set(try rolesInForce(of: id, in: caller.tenant))
            case .operator, .system: []
            }
        let facts = CallerFacts(roles: roles, isOperator: caller.user == nil)
        let decision = Permission.check(caller: facts, for: operation, target: target)
        guard case .permitted = decision else { throw ActionError.forbidden(decision) }
    }

    /// Whether the caller may do something, without refusing anything.
    func isPermitted(_ caller: Caller, to operation: MartletPolicy.Operation, target: ID<User>) throws -> Bool {
        do {
            try permit(caller, to: operation, target: target)
            return true
        } catch ActionError.forbidden {
            return false
        }
    }

    /// Whether no other Global Administrator than this one is left who could sign in at any time.
    func isLastAdministrator(_ user: User, at: Timestamp) throws -> Bool {
        let holders = try roleAssignments.holders(of: DirectoryRole.globalAdministrator.id, in: user.tenant)
        guard holders.contains(where: { $0.id == user.id }) else { return false }
        let others = holders.filter { $0.id != user.id }
        return try !LastAdministrator.keepsOne(after: others.map { try administratorFacts(of: $0, at: at) })
    }

    /// Refuses a change after which no usable Global Administrator would be left (promise 7, SD-70…72, RO-5).
    ///
    /// Call it at the end of the transaction: it looks at what the change leaves behind, so every path is the same path.
    /// - Throws: `ActionError.lastAdministrator`; `StoreError`.
    package func keepAnAdministrator(in tenant: ID<Tenant>, at: Timestamp) throws {
        let holders = try roleAssignments.holders(of: DirectoryRole.globalAdministrator.id, in: tenant)
        let facts = try holders.map { try administratorFacts(of: $0, at: at) }
        guard LastAdministrator.keepsOne(after: facts) else { throw ActionError.lastAdministrator }
    }

    /// What matters about one Global Administrator.
    func administratorFacts(of user: User, at: Timestamp) throws -> AdministratorFacts {
        AdministratorFacts(
            isEnabled: user.isEnabled, isDeleted: user.deletedAt != nil, isGuest: user.kind == .guest,
            // A temporary password runs out by itself, and its holder with it.
            hasPassword: try passwords.find(user.id).map { $0.expiresAt == nil } ?? false,
            hasSecondFactor: try hasUsableSecondFactor(user, at: at))
    }

    /// Whether somebody has a second factor that the organisation lets them use; what soon runs out by itself is none.
    private func hasUsableSecondFactor(_ user: User, at: Timestamp) throws -> Bool {
        // A block that is over goes with the next upkeep; until then nobody relies on its owner.
        guard try mfaBlocks.find(user.id) == nil else { return false }
        let allowed = try allowedMethods(of: user.id, in: user.tenant)
        if try totpMethods.list(user.id).contains(where: allowed.allow) { return true }
        if try !usablePasskeys(of: user.id, among: allowed).isEmpty { return true }
        return try hasLastingCertificate(user, among: allowed, at: at)
    }

    /// The same for a change of one account: it can only cost an administrator if the account is one.
    /// - Throws: `ActionError.lastAdministrator`; `StoreError`.
    package func keepAnAdministrator(in tenant: ID<Tenant>, whenLosing user: ID<User>, at: Timestamp) throws {
        let roles = try roleAssignments.effectiveRoles(of: user, in: tenant)
        guard roles.contains(DirectoryRole.globalAdministrator.id) else { return }
        try keepAnAdministrator(in: tenant, at: at)
    }

    /// Refuses a removal that cost the caller their own Global Administrator role, through a group too (SD-71).
    ///
    /// Call it after the removal; `losers` are those who may have lost the role.
    /// - Throws: `ActionError.ownAdministratorRole`; `StoreError`.
    func refuseLosingOwnAdministration(_ caller: Caller, among losers: [ID<User>]) throws {
        guard let own = caller.user, losers.contains(own) else { return }
        let left = try roleAssignments.effectiveRoles(of: own, in: caller.tenant)
        guard left.contains(DirectoryRole.globalAdministrator.id) else { throw ActionError.ownAdministratorRole }
    }

    /// The roles of somebody who acts: none once the account is disabled or deleted, even while a request of theirs
    /// is still on its way (A109).
    private func rolesInForce(of user: ID<User>, in tenant: ID<Tenant>) throws -> [ID<DirectoryRole>] {
        guard let account = try users.find(user, in: tenant), account.isEnabled, account.deletedAt == nil else {
            return []
        }
        return try roleAssignments.effectiveRoles(of: user, in: tenant)
    }
}
