/// What a form just did, shown once on the page that it redirects to.
///
/// The raw value may stand in a URL (`?notice=userDisabled`): it chooses a sentence of ours and carries none.
package enum AdminNotice: String, Sendable, CaseIterable {
    case userSaved, userEnabled, userDisabled, userDeleted, userUnlocked, registrationRequired, sessionsRevoked,
        passkeyRemoved, methodRemoved, personCertificateRemoved, riskDismissed, suspectsWithdrawn, mfaStateSet,
        mfaBlocked, mfaUnblocked
    case roleGiven, roleRemoved
    case groupCreated, groupSaved, groupDeleted, memberAdded, memberRemoved
    case appCreated, appSaved, appEnabled, appDisabled, appDeleted, secretRemoved, certificateAdded, certificateRemoved
    case defaultsOn, defaultsOnRevoked, defaultsOff, graceSaved, legacyEntrySaved
    case passDeleted, methodsSaved, registrationAllowed, tokensImported, tokenAssigned, tokenActivated, tokenDeleted
    case strengthAdded, strengthSaved, strengthDeleted
    case authorityAdded, authorityRemoved, revocationListSet
    case legacyAllowed, modernRequired, mailServersSaved, mailKeysRevoked
    case radiusClientRenamed, radiusClientRemoved
    case nothingChanged

    /// Whether the notice tells of something that weakened or ended something, and is drawn so.
    package var isWarning: Bool {
        switch self {
        case .defaultsOff, .legacyAllowed: true
        default: false
        }
    }
}
