import MartletDirectory
import MartletPolicy
import MartletStore

/// Everything about one user that the decision needs, read in one go.
package struct SignInSubject: Sendable {
    /// The user.
    package let user: User
    /// The password record, if there is one.
    package let password: Password?
    /// The registered authenticator apps.
    package let authenticators: [TOTPMethod]
    /// The passkeys that the organisation lets the user sign in with.
    package let passkeys: [Passkey]
    /// The person's phones, where the organisation has the Martlet Authenticator.
    package let phones: [Phone]
    /// The certificates that the user has shown here and can sign in with.
    let certificates: [UsableCertificate]
    /// The person's line on the block list, if there is one.
    package let mfaBlock: MFABlock?
    /// How many recovery codes are left.
    package let recoveryCodesLeft: Int
    /// The temporary access pass, valid or not.
    package let pass: TemporaryAccessPass?
    /// What the organisation lets this person use.
    package let allowed: AllowedMethods
    /// The second factor to be asked for first; `nil` for the strongest (MR-12, SP-2).
    package let preferred: Method?
    /// The active roles, direct or through a group (D5).
    package let roles: [ID<DirectoryRole>]

    /// The methods that can be used at `at`.
    package func registered(at: Timestamp) -> MethodSet {
        var set: MethodSet = []
        if let password, password.expiresAt.map({ $0 > at }) ?? true { set.insert(.password) }
        if authenticators.contains(where: allowed.allow) { set.insert(.totp) }
        if passkeys.contains(where: allowed.allow) { set.insert(.passkey) }
        if !phones.isEmpty { set.insert(.push) }
        if phones.contains(where: \.hasPIN) { set.insert(.passwordlessPush) }
        set.formUnion(MethodSet(certificates.filter { $0.endsAt > at }.map(\.method)))
        if recoveryCodesLeft > 0 { set.insert(.recoveryCode) }
        if pass?.usability(at: at) == .usable { set.insert(.temporaryAccessPass) }
        return set.intersection(allowed.methods)
    }

    /// The same for somebody who has proven `proofs`: a pass that was good for one sign-in is still theirs in it.
    func registered(at: Timestamp, having proofs: [Proof]) -> MethodSet {
        var set = registered(at: at)
        if proofs.contains(where: { bears($0, at: at) && $0.method == .temporaryAccessPass }) {
            set.insert(.temporaryAccessPass)
        }
        return set.intersection(allowed.methods)
    }

    /// Whether what was proven still counts; what an older pass proved ended with it (TP-8).
    func bears(_ proof: Proof, at: Timestamp) -> Bool {
        proof.method != .temporaryAccessPass || pass?.bears(proof, at: at) == true
    }

    /// Whether there is a second factor that can be asked for at `at`.
    package func isRegistered(at: Timestamp) -> Bool { !registered(at: at).isDisjoint(with: .registering) }

    /// Whether no second factor of theirs counts at `at` (PN-14).
    package func isMFABlocked(at: Timestamp) -> Bool { mfaBlock?.isInForce(at: at) ?? false }

    /// The roles as the decision sees them.
    package var decisionRoles: SignInFacts.Roles {
        var set: SignInFacts.Roles = []
        for role in roles {
            if role == DirectoryRole.directorySynchronizationAccounts.id { set.insert(.directorySynchronization) }
            if DirectoryRole.find(role)?.isAdministrator == true { set.insert(.administrator) }
        }
        return set
    }

    /// Whether the person holds one of the seventeen roles.
    package var isAdministrator: Bool { decisionRoles.contains(.administrator) }
}

extension Tables {
    /// Reads the subject of a decision; `nil` if no such user ever was.
    package func subject(_ id: ID<User>, in tenant: ID<Tenant>) throws -> SignInSubject? {
        guard let user = try users.find(id, in: tenant) else { return nil }
        return try subject(
            of: user, under: try tenants.find(tenant)?.methodsPolicy ?? AuthenticationMethodsPolicy())
    }

    /// The same under a policy that may be another than the one that stands.
    func subject(of user: User, under policy: AuthenticationMethodsPolicy) throws -> SignInSubject {
        let (id, tenant) = (user.id, user.tenant)
        let allowed = try allowedMethods(of: id, under: policy)
        return SignInSubject(
            user: user, password: try passwords.find(id), authenticators: try totpMethods.list(id),
            passkeys: try usablePasskeys(of: id, among: allowed),
            phones: policy.authenticator.isEnabled ? try phones.list(id) : [],
            certificates: try usableCertificates(of: id, in: tenant, under: policy.certificates),
            mfaBlock: try mfaBlocks.find(id),
            recoveryCodesLeft: try recoveryCodes.countUnspent(id), pass: try temporaryAccessPasses.find(id),
            allowed: allowed,
            preferred: policy.prefersStrongest ? nil : try methodPreferences.find(id, in: tenant).defaultMethod,
            roles: try roleAssignments.effectiveRoles(of: id, in: tenant))
    }
}

extension Tables {
    /// What the organisation lets a person use.
    func allowedMethods(of user: ID<User>, in tenant: ID<Tenant>) throws -> AllowedMethods {
        try allowedMethods(of: user, under: try tenants.find(tenant)?.methodsPolicy ?? AuthenticationMethodsPolicy())
    }

    /// The same under a policy that was read; the person's groups are read only where they matter (MP-1).
    func allowedMethods(
        of user: ID<User>, under policy: AuthenticationMethodsPolicy
    ) throws -> AllowedMethods {
        let groups = policy.looksAtGroups ? Set(try groups.groups(of: user).map(\.id)) : []
        return AllowedMethods(policy, memberOf: groups)
    }
}
