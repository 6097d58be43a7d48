import MartletDirectory

/// The stable names of everything that the audit log records (D22).
package enum AuditActivity: String, Sendable, CaseIterable {
    case organizationSetUp = "Set up organization"
    case storeRestored = "Restore from backup"
    case storeFailedOver = "Sign everybody out after a database failover"
    case userAdded = "Add user"
    case userUpdated = "Update user"
    case userEnabled = "Enable user"
    case userDisabled = "Disable user"
    case userDeleted = "Delete user"
    case userUnlocked = "Unlock user"
    case passwordReset = "Reset password"
    case passwordChanged = "Change own password"
    case methodRegistered = "Register authentication method"
    case methodDeleted = "Delete authentication method"
    case methodRenamed = "Rename authentication method"
    case passkeyCloneSuspected = "Possible clone of a passkey detected"
    case defaultMethodChanged = "Change default authentication method"
    case passGiven = "Create temporary access pass"
    case passDeleted = "Delete temporary access pass"
    case firstRegistrationAllowed = "Allow first registration"
    case hardwareTokensImported = "Import hardware tokens"
    case hardwareTokenAssigned = "Assign hardware token"
    case hardwareTokenActivated = "Activate hardware token"
    case hardwareTokenDeleted = "Delete hardware token"
    case methodsPolicyChanged = "Change authentication methods policy"
    case perUserMFAChanged = "Switch multifactor authentication of user"
    case mfaBlocked = "Block user for MFA"
    case mfaUnblocked = "Unblock user for MFA"
    case strengthAdded = "Add authentication strength"
    case strengthChanged = "Change authentication strength"
    case strengthDeleted = "Delete authentication strength"
    case certificateAuthorityAdded = "Add certificate authority"
    case certificateAuthorityRemoved = "Remove certificate authority"
    case revocationListSet = "Set certificate revocation list"
    case certificateBound = "Bind certificate to user"
    case certificateWithdrawn = "Withdraw certificate from user"
    case recoveryCodesMade = "Make recovery codes"
    case reregistrationRequired = "Require re-registration of authentication methods"
    case suspectMethodsWithdrawn = "Withdraw methods registered since reported sign-in"
    case sessionsRevoked = "Revoke sign-in sessions"
    case sessionEnded = "End own session"
    case radiusClientAdded = "Add RADIUS client"
    case radiusClientRenamed = "Rename RADIUS client"
    case radiusSecretReplaced = "Replace RADIUS secret"
    case radiusClientRemoved = "Remove RADIUS client"
    case roleAssigned = "Add member to role"
    case roleRemoved = "Remove member from role"
    case synchronizationRoleAssigned = "Assign directory synchronization role"
    case groupAdded = "Add group"
    case groupUpdated = "Update group"
    case groupDeleted = "Delete group"
    case memberAdded = "Add member to group"
    case memberRemoved = "Remove member from group"
    case applicationAdded = "Add application"
    case applicationUpdated = "Update application"
    case applicationEnabled = "Enable application"
    case applicationDisabled = "Disable application"
    case applicationDeleted = "Delete application"
    case clientCredentialAdded = "Add application credential"
    case clientCredentialRemoved = "Remove application credential"
    case registrationTokenAdded = "Add initial access token"
    case registrationTokenRevoked = "Revoke initial access token"
    case appRoleAssigned = "Add app role assignment"
    case appRoleRemoved = "Remove app role assignment"
    case consentGiven = "Consent to application"
    case consentRevoked = "Revoke consent to application"
    case organizationConsentGiven = "Consent to application for organization"
    case organizationConsentRevoked = "Revoke consent to application for organization"
    case securityDefaultsEnabled = "Enable security defaults"
    case securityDefaultsDisabled = "Disable security defaults"
    case securityDefaultsGraceChanged = "Change registration grace"
    case legacyAuthenticationAllowed = "Allow legacy authentication"
    case modernAuthenticationRequired = "Require modern authentication"
    case mailServerChanged = "Change mail server"
    case mailKeyMade = "Make mail proxy key"
    case mailKeysRevoked = "Revoke mail proxy key"
    case legacyEntryUpdated = "Update legacy authentication report"
    case emergencyAccountsMade = "Make emergency access accounts"
    case emergencyAccountUsed = "Emergency access account signed in"
    case signingKeyRotated = "Rotate signing key"
    case signingKeyRevoked = "Revoke signing key"
    case sealingKeyRotated = "Rotate sealing key"
    case refreshTokenReused = "Refresh token reuse detected"
    case signInConfirmed = "Confirm own sign-in"
    case riskDismissed = "Dismiss user risk"
    case authorizationCodeReused = "Authorization code reuse detected"
    case tokenRevoked = "Revoke token"
    case languageChanged = "Change own language"
    case passwordSprayNoticed = "Password spray detected"
    case signInReported = "Report suspicious sign-in"
    case phoneSubscribed = "Change where phone takes messages"
    case phonePINSet = "Let phone sign in without password"
    case phonePINRemoved = "Stop phone from signing in without password"
    case pushPaused = "Pause requests to phones"
    case logoutGivenUp = "Give up logout notification"

    /// The filter that the activity falls under.
    package var category: AuditRecord.Category {
        switch self {
        case .organizationSetUp, .storeRestored, .storeFailedOver, .radiusClientAdded, .radiusClientRenamed,
            .radiusSecretReplaced, .radiusClientRemoved:
            .directoryManagement
        case .userAdded, .userUpdated, .userEnabled, .userDisabled, .userDeleted, .userUnlocked, .passwordReset,
            .passwordChanged, .methodRegistered, .methodDeleted, .methodRenamed, .defaultMethodChanged, .passGiven,
            .passDeleted, .firstRegistrationAllowed, .phoneSubscribed, .phonePINSet, .phonePINRemoved,
            .hardwareTokensImported, .certificateBound, .certificateWithdrawn,
            .hardwareTokenAssigned, .hardwareTokenActivated, .hardwareTokenDeleted, .recoveryCodesMade,
            .reregistrationRequired, .suspectMethodsWithdrawn,
            .sessionsRevoked, .sessionEnded, .emergencyAccountsMade, .languageChanged, .perUserMFAChanged,
            .mfaBlocked, .mfaUnblocked:
            .userManagement
        case .roleAssigned, .roleRemoved, .synchronizationRoleAssigned: .roleManagement
        case .groupAdded, .groupUpdated, .groupDeleted, .memberAdded, .memberRemoved: .groupManagement
        case .applicationAdded, .applicationUpdated, .applicationEnabled, .applicationDisabled, .applicationDeleted,
            .clientCredentialAdded, .clientCredentialRemoved, .registrationTokenAdded, .registrationTokenRevoked,
            .appRoleAssigned, .appRoleRemoved, .consentGiven, .consentRevoked,
            .organizationConsentGiven, .organizationConsentRevoked,
            .logoutGivenUp:
            .applicationManagement
        case .securityDefaultsEnabled, .securityDefaultsDisabled, .securityDefaultsGraceChanged, .methodsPolicyChanged,
            .strengthAdded, .strengthChanged, .strengthDeleted, .certificateAuthorityAdded,
            .certificateAuthorityRemoved, .revocationListSet, .legacyAuthenticationAllowed,
            .modernAuthenticationRequired,
            .mailServerChanged, .mailKeyMade, .mailKeysRevoked, .legacyEntryUpdated:
            .policy
        case .emergencyAccountUsed, .refreshTokenReused, .authorizationCodeReused, .tokenRevoked,
            .passkeyCloneSuspected, .passwordSprayNoticed, .signInReported, .pushPaused, .signInConfirmed,
            .riskDismissed:
            .authentication
        case .signingKeyRotated, .signingKeyRevoked, .sealingKeyRotated: .keyManagement
        }
    }

    /// Whether an administrator should see it at once (SD-48, EA-8).
    package var isAlert: Bool {
        switch self {
        case .synchronizationRoleAssigned, .securityDefaultsDisabled, .legacyAuthenticationAllowed,
            .emergencyAccountUsed, .refreshTokenReused,
            .authorizationCodeReused, .emergencyAccountsMade, .signingKeyRevoked,
            .storeRestored, .storeFailedOver, .passkeyCloneSuspected, .signInReported,
            .passwordSprayNoticed, .pushPaused, .certificateAuthorityAdded:
            true
        default: false
        }
    }
}
