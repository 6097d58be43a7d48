/// Every table of the store inside one transaction.
package struct Tables {
    private let connection: any SQLConnection

    /// The tables as `connection` sees them.
    package init(_ connection: any SQLConnection) {
        self.connection = connection
    }

    package var installation: InstallationRows { InstallationRows(connection) }
    package var tenants: TenantRows { TenantRows(connection) }

    package var users: UserRows { UserRows(connection) }
    package var passwords: PasswordRows { PasswordRows(connection) }
    package var totpMethods: TOTPMethodRows { TOTPMethodRows(connection) }
    package var recoveryCodes: RecoveryCodeRows { RecoveryCodeRows(connection) }

    package var groups: GroupRows { GroupRows(connection) }
    package var roleAssignments: RoleAssignmentRows { RoleAssignmentRows(connection) }

    package var applications: ApplicationRows { ApplicationRows(connection) }
    package var clientCredentials: ClientCredentialRows { ClientCredentialRows(connection) }
    package var consents: ConsentRows { ConsentRows(connection) }
    package var signingKeys: SigningKeyRows { SigningKeyRows(connection) }

    package var sessions: SessionRows { SessionRows(connection) }
    package var pendingSignIns: PendingSignInRows { PendingSignInRows(connection) }
    package var authorizationCodes: AuthorizationCodeRows { AuthorizationCodeRows(connection) }
    package var refreshFamilies: RefreshFamilyRows { RefreshFamilyRows(connection) }
    package var refreshTokens: RefreshTokenRows { RefreshTokenRows(connection) }

    package var lockouts: LockoutRows { LockoutRows(connection) }
    package var familiarities: FamiliarityRows { FamiliarityRows(connection) }

    package var signIns: SignInRows { SignInRows(connection) }
    package var audits: AuditRows { AuditRows(connection) }

    package var upkeep: UpkeepRows { UpkeepRows(connection) }
    package var integrity: IntegrityRows { IntegrityRows(connection) }
}
