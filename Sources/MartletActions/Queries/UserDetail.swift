import MartletDirectory
import MartletPolicy
import MartletStore

/// Shows one account.
package struct UserDetail: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// What the page shows; no secret, no hash (A044).
    package struct Detail: Sendable {
        /// The account.
        package let user: User
        /// How far its registration is.
        package let registration: RegistrationState
        /// When the password was last changed; `nil` without one.
        package let passwordChangedAt: Timestamp?
        /// Whether it must be changed at the next sign-in.
        package let mustChangePassword: Bool
        /// When a temporary password stops working.
        package let passwordExpiresAt: Timestamp?
        /// The registered authenticator apps.
        package let authenticators: [MethodLine]
        /// The passkeys.
        package let passkeys: [PasskeyLine]
        /// The certificates, bound or shown.
        package let certificates: [CertificateLine]
        /// The temporary access pass, valid or not; never its text (TP-4).
        package let pass: PassLine?
        /// Whether the person needs an administrator's word to register a first method.
        package let wantsApproval: Bool
        /// Until when they have it.
        package let registrationApprovedUntil: Timestamp?
        /// When and from where the first method was registered; `nil` where none was, or none that a person registered.
        package let firstRegistered: FirstRegistered?
        /// What passes may be like.
        package let passSettings: TemporaryAccessPassSettings
        /// Recovery codes that are left.
        package let recoveryCodesLeft: Int
        /// The roles, direct and through groups.
        package let roles: [RoleHolding]
        /// The groups.
        package let groups: [Group]
        /// The live sessions.
        package let sessions: [OwnSessions.Line]
        /// The failure counters that are not at rest.
        package let lockouts: [LockoutCounter]
        /// What is open about the account, newest first.
        package let risks: [RiskDetection]
        /// What was registered since a sign-in that the person has reported, oldest first.
        package let suspects: [SuspectMethod]
        /// The line on the block list, while it is in force.
        package let mfaBlock: MFABlock?
        /// The newest sign-ins; empty for somebody who may not read the logs.
        package let signIns: [SignInRecord]
        /// What the caller may do here.
        package let permitted: Set<Operation>
    }

    private static let shownSignIns = 10
    private static let shownRisks = 50
    private static let offered: [Operation] = [
        .manageUsers, .resetPassword, .manageMethods, .revokeSessions, .assignRoles,
    ]

    /// Reads the page.
    /// - Throws: `ActionError.notFound`, `.forbidden`; `StoreError`.
    package func callAsFunction(_ id: ID<User>, by caller: Caller) async throws -> Detail {
        let at = tools.now
        return try await tools.store.read { tables in
            try tables.permit(caller, to: .readDirectory)
            let tenant = try tables.organization(of: caller)
            _ = try tables.existingUser(id, in: tenant.id)
            guard let subject = try tables.subject(id, in: tenant.id) else { throw ActionError.notFound("user") }
            return try detail(of: subject, tenant: tenant, caller: caller, at: at, in: tables)
        }
    }

    private func detail(
        of subject: SignInSubject, tenant: Tenant, caller: Caller, at: Timestamp, in tables: Tables
    ) throws -> Detail {
        let id = subject.user.id
        let counters = try tables.lockouts.list(in: tenant.id, subject: id.rawValue)
        let readsLogs = try tables.isPermitted(caller, to: .readLogs)
        let preferences = try tables.methodPreferences.find(id, in: tenant.id)
        let filter = SignInFilter(user: id)
        let signIns =
            readsLogs
            ? try tables.signIns.list(in: tenant.id, filter: filter, after: nil, limit: Self.shownSignIns).items : []
        return Detail(
            user: subject.user,
            registration: RegistrationState(
                of: subject.user, isRegistered: subject.isRegistered(at: at),
                isSynchronizationAccount: subject.decisionRoles.contains(.directorySynchronization),
                setting: tenant.securityDefaults, at: at),
            passwordChangedAt: subject.password?.changedAt, mustChangePassword: subject.password?.mustChange ?? false,
            passwordExpiresAt: subject.password?.expiresAt,
            authenticators: subject.authenticators.map { MethodLine($0, phones: subject.phones) },
            passkeys: try tables.passkeys.list(id).map { PasskeyLine($0, under: subject.allowed) },
            certificates: try tables.personCertificates.list(id).map { CertificateLine($0, of: subject, at: at) },
            pass: subject.pass.map {
                PassLine($0, isAllowed: subject.allowed.methods.contains(.temporaryAccessPass), at: at)
            },
            wantsApproval: try !subject.isRegistered(at: at)
                && tables.firstRegistration(of: subject, under: tenant.methodsPolicy, at: at) == .approval,
            registrationApprovedUntil: preferences.registrationApprovedUntil.flatMap { $0 > at ? $0 : nil },
            firstRegistered: preferences.firstRegisteredAt.map {
                FirstRegistered(at: $0, address: preferences.firstRegisteredFrom)
            },
            passSettings: tenant.methodsPolicy.temporaryAccessPass,
            recoveryCodesLeft: subject.recoveryCodesLeft, roles: try tables.holdings(of: id, in: tenant.id),
            groups: try tables.groups.groups(of: id),
            sessions: try tables.sessions.list(id, liveAt: at).map { try tables.line(of: $0, current: caller.session) },
            lockouts: counters.filter { $0.failures > 0 || Lockout.isLocked($0, at: at) },
            risks: try tables.riskDetections.list(of: id, limit: Self.shownRisks).filter { $0.state == .atRisk },
            suspects: try tables.suspectMethods(of: id, in: tenant.id),
            mfaBlock: subject.isMFABlocked(at: at) ? subject.mfaBlock : nil, signIns: signIns,
            permitted: Set(try Self.offered.filter { try tables.isPermitted(caller, to: $0, target: id) }))
    }
}
