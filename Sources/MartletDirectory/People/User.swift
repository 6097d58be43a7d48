/// A person, or a thing that signs in like one.
package struct User: Sendable, Equatable {
    /// Whether the account belongs to the organisation or is its guest.
    package enum Kind: String, Sendable, Codable, CaseIterable { case member, guest }

    /// Whether MFA is switched on for this person by name; neither the defaults nor a policy changes it (PU-4).
    package enum PerUserMFA: String, Sendable, Codable, CaseIterable {
        /// It is not.
        case disabled
        /// It is, and the person has not registered since: registering moves them on (PU-1).
        case enabled
        /// It is, and the person has registered.
        case enforced
    }

    /// The object id, `oid` in tokens; never recycled.
    package var id: ID<User>
    /// The tenant that owns the account.
    package var tenant: ID<Tenant>
    /// The sign-in name.
    package var userPrincipalName: UserPrincipalName
    /// The name that people see.
    package var displayName: String
    /// First name, if known.
    package var givenName: String?
    /// Last name, if known.
    package var surname: String?
    /// Member or guest; both are treated alike by the defaults (SD-40).
    package var kind: Kind
    /// Whether the account may sign in.
    package var isEnabled: Bool
    /// Whether this is an emergency access account, whose every sign-in raises an alert (EA-8).
    package var isEmergencyAccess: Bool
    /// When the account was made.
    package var createdAt: Timestamp
    /// When the account was deleted; a deleted account is kept as a tombstone and never signs in.
    package var deletedAt: Timestamp?
    /// Sessions and refresh tokens issued before this are dead (SD-51).
    package var sessionsValidFrom: Timestamp
    /// When the user's registration grace began: the first interactive sign-in after the defaults came on (SD-17).
    package var registrationGraceStartedAt: Timestamp?
    /// The language the person chose (`en`, `ja`), or `nil` for what the browser asks for.
    package var preferredLanguage: String?
    /// Whether MFA is switched on for this person by name (section 2.11).
    package var perUserMFA: PerUserMFA
    /// Whether a program signs in with the account and not a person. It is a note of the administrators for the report of what
    /// moves off passwords; no policy looks at it.
    package var isService: Bool

    /// A user with every field given.
    package init(
        id: ID<User>, tenant: ID<Tenant>, userPrincipalName: UserPrincipalName, displayName: String,
        givenName: String? = nil, surname: String? = nil, kind: Kind = .member, isEnabled: Bool = true,
        isEmergencyAccess: Bool = false, createdAt: Timestamp, deletedAt: Timestamp? = nil,
        sessionsValidFrom: Timestamp, registrationGraceStartedAt: Timestamp? = nil, preferredLanguage: String? = nil,
        perUserMFA: PerUserMFA = .disabled, isService: Bool = false
    ) {
        self.id = id
        self.tenant = tenant
        self.userPrincipalName = userPrincipalName
        self.displayName = displayName
        self.givenName = givenName
        self.surname = surname
        self.kind = kind
        self.isEnabled = isEnabled
        self.isEmergencyAccess = isEmergencyAccess
        self.createdAt = createdAt
        self.deletedAt = deletedAt
        self.sessionsValidFrom = sessionsValidFrom
        self.registrationGraceStartedAt = registrationGraceStartedAt
        self.preferredLanguage = preferredLanguage
        self.perUserMFA = perUserMFA
        self.isService = isService
    }

    /// Stands in `registrationGraceStartedAt` when an administrator required a new registration: the grace is over for
    /// this person, and switching the defaults off and on again does not bring it back.
    package static let forfeitedGrace = Timestamp(milliseconds: 0)
}
