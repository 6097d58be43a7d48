/// Something that a signed-in person may or may not do to the directory.
package enum Operation: String, Sendable, Hashable, CaseIterable {
    /// See users, groups, roles, apps and how far registration is.
    case readDirectory
    /// See the sign-in and audit logs.
    case readLogs
    /// See the legacy authentication report, and what would break.
    case readLegacyReport
    /// Say who takes care of a line of the legacy authentication report, and what is being done about it.
    case changeLegacyReport
    /// See the state of the security defaults.
    case readSecurityDefaults
    /// See which authentication methods there are, and for whom.
    case readMethodsPolicy
    /// Say which authentication methods there are, and for whom; keep the inventory of tokens.
    case changeMethodsPolicy
    /// Say which authorities' certificates sign people in, and how: whoever may could sign in as anybody.
    case manageCertificateAuthorities
    /// Make, change and delete authentication strengths.
    case changeStrengths
    /// Make a user (no target), or edit, enable, disable or delete one.
    case manageUsers
    /// Give a user a new temporary password, or lift a lock.
    case resetPassword
    /// Remove a user's methods, so that they register again.
    case manageMethods
    /// End a user's sessions and refresh tokens.
    case revokeSessions
    /// Give or take a role, directly or through a group.
    case assignRoles
    /// Make, edit or delete a group, and change who is in it.
    case manageGroups
    /// Register, edit or delete an app, and its secrets.
    case manageApplications
    /// Agree for everybody to what an app asks for, and take that back.
    case consentForOrganization
    /// Switch the security defaults and set the grace (SD-10).
    case changeSecurityDefaults
    /// Make the two emergency accounts (EA rules).
    case createEmergencyAccounts
    /// Replace the keys that tokens are signed with.
    case rotateKeys
    /// Change the organisation's name, its retention and the like.
    case manageOrganization
}
