/// A sign that somebody else may have an account, kept until somebody has looked at it.
package struct RiskDetection: Sendable, Equatable {
    /// What was noticed.
    package enum Kind: String, Sendable, Codable, CaseIterable {
        /// The person said of a sign-in that it was not theirs (PN-12).
        case userReportedSuspiciousActivity
    }

    /// How sure it is that the account is in other hands.
    package enum Level: String, Sendable, Codable, CaseIterable { case low, medium, high }

    /// What became of it.
    package enum State: String, Sendable, Codable, CaseIterable {
        /// Nobody has done anything yet.
        case atRisk
        /// The password was changed with a second factor, or by an administrator. Whoever was in may have done the former,
        /// and may have registered what outlives the latter.
        case remediated
        /// An administrator gave a new password when nothing was left that was registered since.
        case settled
        /// An administrator found that there is nothing to it.
        case dismissed
    }

    /// Its identifier.
    package var id: ID<RiskDetection>
    /// The tenant of the user.
    package var tenant: ID<Tenant>
    /// Whose account it is.
    package var user: ID<User>
    /// What was noticed.
    package var kind: Kind
    /// How sure it is.
    package var level: Level
    /// What became of it.
    package var state: State
    /// The sign-in that it is about, if it is about one; the log may have forgotten it.
    package var signIn: ID<SignInRecord>?
    /// When it was noticed.
    package var detectedAt: Timestamp
    /// When it was closed.
    package var closedAt: Timestamp?

    /// A detection with every field given.
    package init(
        id: ID<RiskDetection>, tenant: ID<Tenant>, user: ID<User>, kind: Kind, level: Level, state: State = .atRisk,
        signIn: ID<SignInRecord>?, detectedAt: Timestamp, closedAt: Timestamp? = nil
    ) {
        self.id = id
        self.tenant = tenant
        self.user = user
        self.kind = kind
        self.level = level
        self.state = state
        self.signIn = signIn
        self.detectedAt = detectedAt
        self.closedAt = closedAt
    }
}
