import MartletActions
import MartletDirectory
import MartletPolicy

extension UserPage {
    /// The page of an account for somebody who looks at it.
    init(_ detail: UserDetail.Detail, viewer: ID<User>, now: Timestamp, notice: AdminNotice?) {
        self.init(
            user: detail.user, isViewer: detail.user.id == viewer,
            registration: RegistrationState(detail.registration, now: now),
            lockouts: detail.lockouts.map {
                Lockout(kind: $0.kind, failures: $0.failures, lockedUntil: $0.lockedUntil)
            },
            risks: detail.risks,
            suspects: detail.suspects.map { Suspect(kind: $0.kind, name: $0.name, createdAt: $0.createdAt) },
            mfaBlock: detail.mfaBlock, roles: detail.roles.map(HeldRole.init),
            groups: detail.groups.map { Membership(group: $0.id, name: $0.displayName) },
            password: detail.passwordChangedAt.map {
                PasswordState(
                    changedAt: $0, mustChange: detail.mustChangePassword, expiresAt: detail.passwordExpiresAt)
            },
            methods: detail.authenticators.map {
                RegisteredMethod(method: $0.kind, name: $0.name, createdAt: $0.createdAt, app: $0.id)
            }
                + detail.passkeys.map {
                    RegisteredMethod(
                        method: .passkey, name: $0.name, createdAt: $0.createdAt, lastUsedAt: $0.lastUsedAt, passkey: $0
                    )
                },
            certificates: detail.certificates, pass: detail.pass.map(PassState.init),
            approval: detail.permitted.contains(.manageMethods) && detail.wantsApproval
                ? Approval(until: detail.registrationApprovedUntil) : nil,
            firstRegistered: detail.firstRegistered.map(FirstMethodNote.init),
            passForm: detail.permitted.contains(.manageMethods) ? PassForm(detail.passSettings) : nil,
            recoveryCodesLeft: detail.recoveryCodesLeft, sessions: detail.sessions.map(SessionRow.init),
            signIns: detail.signIns.map(SignInRow.init), permissions: Permissions(detail.permitted), notice: notice)
    }
}

extension UserPage.Permissions {
    /// The forms that stand for what is permitted.
    fileprivate init(_ permitted: Set<Operation>) {
        self = []
        if permitted.contains(.manageUsers) { formUnion([.edit, .enable, .delete]) }
        if permitted.contains(.resetPassword) { formUnion([.resetPassword, .unlock]) }
        if permitted.contains(.manageMethods) { insert(.requireRegistration) }
        if permitted.contains(.revokeSessions) { insert(.revokeSessions) }
        if permitted.contains(.assignRoles) { insert(.assignRoles) }
    }
}

extension HeldRole {
    /// A role as the actions tell of it.
    init(_ holding: RoleHolding) {
        self.init(
            role: holding.role.id, assignment: holding.assignment, since: holding.createdAt, group: holding.group?.id,
            groupName: holding.group?.displayName)
    }
}

extension SessionRow {
    /// A session as the actions tell of it.
    init(_ line: OwnSessions.Line) {
        self.init(
            id: line.id, origin: line.origin, createdAt: line.createdAt, lastSeenAt: line.lastSeenAt,
            methods: line.methods)
    }
}

extension SignInRow {
    /// A row of the log, with the judgement whether its client is a legacy one.
    init(_ record: SignInRecord) {
        self.init(record, isLegacy: record.isOfLegacyClient)
    }
}

extension SignInRecord {
    /// Whether the client that the record names cannot do modern authentication.
    var isOfLegacyClient: Bool {
        ClientApp.allCases.first { $0.logName == clientAppUsed }?.isLegacy ?? false
    }
}
