import MartletDirectory

/// Every table of the store inside one transaction.
package struct Tables {
    private let connection: any SQLConnection
    /// The transaction that the tables are seen in, for who counts.
    let occasion: StoreOccasion

    /// The tables as `connection` sees them.
    package init(_ connection: any SQLConnection) {
        self.init(connection, StoreOccasion(measures: Measures(), span: nil))
    }

    /// The tables as `connection` sees them, with somebody who counts.
    init(_ connection: any SQLConnection, _ occasion: StoreOccasion) {
        self.connection = connection
        self.occasion = occasion
    }

    /// The one row about the whole store.
    package var installation: InstallationRows { InstallationRows(connection) }
    /// The boxes that ask by RADIUS.
    package var radiusClients: RADIUSClientRows { RADIUSClientRows(connection) }
    /// The organisations.
    package var tenants: TenantRows { TenantRows(connection) }

    /// The people, deleted ones as tombstones.
    package var users: UserRows { UserRows(connection) }
    /// The users' passwords, as hashes.
    package var passwords: PasswordRows { PasswordRows(connection) }
    /// The users' authenticator apps.
    package var totpMethods: TOTPMethodRows { TOTPMethodRows(connection) }
    /// The users' passkeys.
    package var passkeys: PasskeyRows { PasskeyRows(connection) }
    /// The phones with Martlet Authenticator.
    package var phones: PhoneRows { PhoneRows(connection) }
    /// The phones that are being registered.
    package var phoneEnrolments: PhoneEnrolmentRows { PhoneEnrolmentRows(connection) }
    /// The sign-ins that wait for a phone.
    package var pushRequests: PushRequestRows { PushRequestRows(connection) }
    /// The key by which push services know this installation, sealed.
    package var pushIdentity: PushIdentityRows { PushIdentityRows(connection) }
    /// The authorities that are trusted about the users' certificates.
    package var certificateAuthorities: CertificateAuthorityRows { CertificateAuthorityRows(connection) }
    /// The users' certificates.
    package var personCertificates: PersonCertificateRows { PersonCertificateRows(connection) }
    /// The users' one-time recovery codes.
    package var recoveryCodes: RecoveryCodeRows { RecoveryCodeRows(connection) }
    /// The users' temporary access passes, as hashes.
    package var temporaryAccessPasses: TemporaryAccessPassRows { TemporaryAccessPassRows(connection) }
    /// What is kept about the users and their methods.
    package var methodPreferences: MethodPreferencesRows { MethodPreferencesRows(connection) }
    /// The tokens that show codes, given out or not.
    package var hardwareTokens: HardwareTokenRows { HardwareTokenRows(connection) }

    /// The groups and their members.
    package var groups: GroupRows { GroupRows(connection) }
    /// Who holds which role.
    package var roleAssignments: RoleAssignmentRows { RoleAssignmentRows(connection) }

    /// The apps.
    package var applications: ApplicationRows { ApplicationRows(connection) }
    /// The apps' secrets, as digests, and certificates.
    package var clientCredentials: ClientCredentialRows { ClientCredentialRows(connection) }
    /// The assertions by which apps have proven themselves, as digests.
    package var spentAssertions: SpentAssertionRows { SpentAssertionRows(connection) }
    /// The workloads elsewhere that may prove themselves as apps.
    package var federatedCredentials: FederatedCredentialRows { FederatedCredentialRows(connection) }
    /// When apps last proved themselves with what has no line of its own.
    package var clientKeyUses: ClientKeyUseRows { ClientKeyUseRows(connection) }
    /// What each person allowed each app.
    package var consents: ConsentRows { ConsentRows(connection) }
    /// What administrators allowed apps for everybody.
    package var organizationConsents: OrganizationConsentRows { OrganizationConsentRows(connection) }
    /// Who holds which role of which app.
    package var appRoleAssignments: AppRoleAssignmentRows { AppRoleAssignmentRows(connection) }
    /// Identifiers that count once, as digests.
    package var spentIdentifiers: SpentIdentifierRows { SpentIdentifierRows(connection) }
    /// The permissions to register apps, as digests.
    package var initialAccessTokens: InitialAccessTokenRows { InitialAccessTokenRows(connection) }
    /// The tenants' signing keys, sealed.
    package var signingKeys: SigningKeyRows { SigningKeyRows(connection) }

    /// The signed-in browsers.
    package var sessions: SessionRows { SessionRows(connection) }
    /// The sign-ins that have begun and not ended.
    package var pendingSignIns: PendingSignInRows { PendingSignInRows(connection) }
    /// The authorization codes, as digests.
    package var authorizationCodes: AuthorizationCodeRows { AuthorizationCodeRows(connection) }
    /// The authorization requests that were pushed, by the digests of their names.
    package var pushedRequests: PushedRequestRows { PushedRequestRows(connection) }
    /// The devices that wait for a person, by the digests of their codes.
    package var deviceCodes: DeviceCodeRows { DeviceCodeRows(connection) }
    /// The families of refresh tokens.
    package var refreshFamilies: RefreshFamilyRows { RefreshFamilyRows(connection) }
    /// The refresh tokens, as digests.
    package var refreshTokens: RefreshTokenRows { RefreshTokenRows(connection) }

    /// The messages to apps that sessions have ended.
    package var logoutDeliveries: LogoutDeliveryRows { LogoutDeliveryRows(connection) }

    /// The counters of failures.
    package var lockouts: LockoutRows { LockoutRows(connection) }
    /// What each user has signed in from.
    package var familiarities: FamiliarityRows { FamiliarityRows(connection) }

    /// What is to be looked at because an account may be in other hands.
    package var riskDetections: RiskDetectionRows { RiskDetectionRows(connection) }
    /// Whose second factors do not count.
    package var mfaBlocks: MFABlockRows { MFABlockRows(connection) }
    /// What people said of their own sign-ins.
    package var signInAnswers: SignInAnswerRows { SignInAnswerRows(connection) }

    /// The sign-in log.
    package var signIns: SignInRows { SignInRows(connection) }
    /// The legacy authentication report.
    package var legacyEntries: LegacyEntryRows { LegacyEntryRows(connection) }
    /// The audit log.
    package var audits: AuditRows { AuditRows(connection) }

    /// The end of everything that a store put back from a backup may not go on with.
    package var epoch: EpochRows { EpochRows(connection) }
    /// The removal of what is past its use.
    package var upkeep: UpkeepRows { UpkeepRows(connection) }
    /// Every secret that stands sealed in a row, for sealing them anew.
    package var sealedSecrets: SealedSecretRows { SealedSecretRows(connection) }
    /// The search for broken invariants.
    package var integrity: IntegrityRows { IntegrityRows(connection) }
}
