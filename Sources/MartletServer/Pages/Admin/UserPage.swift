import MartletActions
import MartletDirectory

/// Everything about one user.
package struct UserPage: Sendable, Equatable {
    /// What the viewer may do to this user; a form that may not be sent is not shown.
    package struct Permissions: OptionSet, Sendable, Equatable {
        /// One bit a permission.
        package let rawValue: Int

        /// The set with the given bits.
        package init(rawValue: Int) { self.rawValue = rawValue }

        /// Edit the names.
        package static let edit = Permissions(rawValue: 1)
        /// Enable and disable.
        package static let enable = Permissions(rawValue: 2)
        /// Reset the password.
        package static let resetPassword = Permissions(rawValue: 4)
        /// Remove all methods and require registration.
        package static let requireRegistration = Permissions(rawValue: 8)
        /// End all sessions.
        package static let revokeSessions = Permissions(rawValue: 16)
        /// Give and remove roles.
        package static let assignRoles = Permissions(rawValue: 32)
        /// Lift a lockout.
        package static let unlock = Permissions(rawValue: 64)
        /// Delete the account.
        package static let delete = Permissions(rawValue: 128)
        /// Everything.
        package static let all = Permissions(rawValue: 255)
    }

    /// A lockout counter that is not at rest.
    package struct Lockout: Sendable, Equatable {
        /// What it counts.
        package let kind: LockoutCounter.Kind
        /// Failures since the last success.
        package let failures: Int
        /// Until when it refuses everything, if it does.
        package let lockedUntil: Timestamp?

        /// A lockout with every field given.
        package init(
            kind: LockoutCounter.Kind, failures: Int, lockedUntil: Timestamp?
        ) {
            self.kind = kind
            self.failures = failures
            self.lockedUntil = lockedUntil
        }
    }

    /// A group the user is in.
    package struct Membership: Sendable, Equatable {
        /// The group.
        package let group: ID<Group>
        /// Its name.
        package let name: String

        /// A membership in `group`.
        package init(
            group: ID<Group>, name: String
        ) {
            self.group = group
            self.name = name
        }
    }

    /// A registered method other than the password.
    package struct RegisteredMethod: Sendable, Equatable {
        /// What it is.
        package let method: Method
        /// The name the user gave it.
        package let name: String
        /// When it was registered.
        package let createdAt: Timestamp
        /// When somebody last signed in with it, where that is kept.
        package let lastUsedAt: Timestamp?
        /// The passkey that can be removed by itself, where it is one.
        package let passkey: PasskeyLine?
        /// The authenticator app that can be removed by itself, where it is one.
        package let app: ID<TOTPMethod>?

        /// A method with every field given.
        package init(
            method: Method, name: String, createdAt: Timestamp, lastUsedAt: Timestamp? = nil,
            passkey: PasskeyLine? = nil, app: ID<TOTPMethod>? = nil
        ) {
            self.method = method
            self.name = name
            self.createdAt = createdAt
            self.lastUsedAt = lastUsedAt
            self.passkey = passkey
            self.app = app
        }
    }

    /// A method that was registered since a sign-in that the person has reported.
    package struct Suspect: Sendable, Equatable {
        /// What it is; `nil` for a certificate.
        package let kind: Method?
        /// The name that it has.
        package let name: String
        /// When it was registered.
        package let createdAt: Timestamp

        /// A method with every field given.
        package init(kind: Method?, name: String, createdAt: Timestamp) {
            self.kind = kind
            self.name = name
            self.createdAt = createdAt
        }
    }

    /// An administrator's word for a first registration.
    package struct Approval: Sendable, Equatable {
        /// Until when it holds, if it was given.
        package let until: Timestamp?

        /// A word that holds until then.
        package init(until: Timestamp?) { self.until = until }
    }

    /// The state of the password.
    package struct PasswordState: Sendable, Equatable {
        /// When it was set.
        package let changedAt: Timestamp
        /// Whether it is temporary.
        package let mustChange: Bool
        /// When a temporary one stops working.
        package let expiresAt: Timestamp?

        /// A state with every field given.
        package init(
            changedAt: Timestamp, mustChange: Bool, expiresAt: Timestamp?
        ) {
            self.changedAt = changedAt
            self.mustChange = mustChange
            self.expiresAt = expiresAt
        }
    }

    /// The account.
    package let user: User
    /// Whether the viewer looks at themself.
    package let isViewer: Bool
    /// How far the user is with registration.
    package let registration: RegistrationState
    /// The counters that are not at rest.
    package let lockouts: [Lockout]
    /// What is open about the account.
    package let risks: [RiskDetection]
    /// What was registered since a sign-in that the person has reported.
    package let suspects: [Suspect]
    /// The person's line on the block list, while it is in force.
    package let mfaBlock: MFABlock?
    /// The roles held.
    package let roles: [HeldRole]
    /// The groups the user is in.
    package let groups: [Membership]
    /// The password, if there is one.
    package let password: PasswordState?
    /// The other methods.
    package let methods: [RegisteredMethod]
    /// The certificates, bound or shown.
    package let certificates: [CertificateLine]
    /// The temporary access pass, if there is one.
    package let pass: PassState?
    /// Until when an administrator lets the person register a first method; `nil` where that is not wanted.
    package let approval: Approval?
    /// When and from where the first method was registered.
    package let firstRegistered: FirstMethodNote?
    /// The form for a new pass, where the viewer may make one.
    package let passForm: PassForm?
    /// Recovery codes that are not spent, 0…10.
    package let recoveryCodesLeft: Int
    /// The live sessions.
    package let sessions: [SessionRow]
    /// The last few rows of the sign-in log.
    package let signIns: [SignInRow]
    /// What the viewer may do.
    package let permissions: Permissions
    /// What a form just did.
    package let notice: AdminNotice?

    /// A page with every field given.
    package init(
        user: User, isViewer: Bool, registration: RegistrationState, lockouts: [Lockout],
        risks: [RiskDetection] = [], suspects: [Suspect] = [], mfaBlock: MFABlock? = nil, roles: [HeldRole],
        groups: [Membership],
        password: PasswordState?,
        methods: [RegisteredMethod], certificates: [CertificateLine] = [], pass: PassState? = nil,
        approval: Approval? = nil, firstRegistered: FirstMethodNote? = nil, passForm: PassForm? = nil,
        recoveryCodesLeft: Int, sessions: [SessionRow], signIns: [SignInRow], permissions: Permissions,
        notice: AdminNotice? = nil
    ) {
        self.user = user
        self.isViewer = isViewer
        self.registration = registration
        self.lockouts = lockouts
        self.risks = risks
        self.suspects = suspects
        self.mfaBlock = mfaBlock
        self.roles = roles
        self.groups = groups
        self.password = password
        self.methods = methods
        self.certificates = certificates
        self.pass = pass
        self.approval = approval
        self.firstRegistered = firstRegistered
        self.passForm = passForm
        self.recoveryCodesLeft = recoveryCodesLeft
        self.sessions = sessions
        self.signIns = signIns
        self.permissions = permissions
        self.notice = notice
    }
}
