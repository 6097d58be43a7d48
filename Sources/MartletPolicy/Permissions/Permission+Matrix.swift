import MartletDirectory

/// The rows and columns of the matrix, as data.
extension Permission {
    /// Which roles let one begin each operation.
    static let allowedRoles: [Operation: Set<ID<DirectoryRole>>] = [
        .readDirectory: Set(DirectoryRole.all.filter(\.isAdministrator).map(\.id))
            .union(ids(.globalReader, .securityReader)),
        .readLogs: ids(
            .globalAdministrator, .securityAdministrator, .globalReader, .securityReader, .reportsReader),
        // It is made of the log, so who reads the log reads it, and who moves people off it.
        .readLegacyReport: ids(
            .globalAdministrator, .securityAdministrator, .globalReader, .securityReader, .reportsReader
        ).union(legacyMovers),
        .changeLegacyReport: legacyMovers,
        .readSecurityDefaults: ids(
            .globalAdministrator, .securityAdministrator, .conditionalAccessAdministrator, .globalReader,
            .securityReader),
        // OT-7, RC-12: who edits the policy, who gives out methods, and who reads settings anyway.
        .readMethodsPolicy: ids(
            .globalAdministrator, .authenticationPolicyAdministrator, .authenticationAdministrator,
            .privilegedAuthenticationAdministrator, .securityAdministrator, .conditionalAccessAdministrator,
            .globalReader, .securityReader),
        .changeMethodsPolicy: ids(.globalAdministrator, .authenticationPolicyAdministrator),
        .manageCertificateAuthorities: ids(.globalAdministrator, .privilegedAuthenticationAdministrator),
        .changeStrengths: ids(
            .globalAdministrator, .authenticationPolicyAdministrator, .conditionalAccessAdministrator),
        .manageUsers: sensitiveColumns,
        .resetPassword: passwordColumns,
        .manageMethods: methodColumns,
        .revokeSessions: passwordColumns,
        .assignRoles: roleGivers,
        .manageGroups: roleGivers.union(ids(.userAdministrator, .identityGovernanceAdministrator)),
        .manageApplications: ids(
            .globalAdministrator, .applicationAdministrator, .cloudApplicationAdministrator),
        .consentForOrganization: ids(
            .globalAdministrator, .privilegedRoleAdministrator, .applicationAdministrator,
            .cloudApplicationAdministrator),
        .changeSecurityDefaults: ids(
            .globalAdministrator, .securityAdministrator, .conditionalAccessAdministrator),
        .createEmergencyAccounts: ids(.globalAdministrator),
        .rotateKeys: ids(.globalAdministrator),
        .manageOrganization: ids(.globalAdministrator),
    ]

    /// Who moves an organisation off legacy authentication.
    static let legacyMovers = ids(
        .globalAdministrator, .securityAdministrator, .conditionalAccessAdministrator, .authenticationAdministrator,
        .privilegedAuthenticationAdministrator, .authenticationPolicyAdministrator)
    /// Who gives and takes roles; the synchronization role too, for it is a way round MFA (SD-48).
    static let roleGivers = ids(.globalAdministrator, .privilegedRoleAdministrator)
    /// Who makes users.
    static let userMakers = ids(.globalAdministrator, .userAdministrator)
    /// The columns of "password reset / revoke tokens".
    static let passwordColumns = ids(
        .passwordAdministrator, .helpdeskAdministrator, .authenticationAdministrator, .userAdministrator,
        .privilegedAuthenticationAdministrator, .globalAdministrator)
    /// The columns of "sensitive actions" (RO-10).
    static let sensitiveColumns = ids(
        .authenticationAdministrator, .userAdministrator, .privilegedAuthenticationAdministrator,
        .globalAdministrator)
    /// Who changes other people's methods.
    static let methodColumns = ids(
        .authenticationAdministrator, .privilegedAuthenticationAdministrator, .globalAdministrator)
    /// The columns that reach everybody.
    static let unlimited = ids(.privilegedAuthenticationAdministrator, .globalAdministrator)

    /// Which roles a target may hold for the other columns to reach them; somebody without a role is always reached.
    static let reach: [ID<DirectoryRole>: Set<ID<DirectoryRole>>] = [
        DirectoryRole.passwordAdministrator.id: ids(.passwordAdministrator),
        DirectoryRole.helpdeskAdministrator.id: ids(.passwordAdministrator, .reportsReader, .helpdeskAdministrator),
        DirectoryRole.authenticationAdministrator.id: ids(
            .passwordAdministrator, .reportsReader, .authenticationAdministrator),
        DirectoryRole.userAdministrator.id: ids(
            .passwordAdministrator, .reportsReader, .helpdeskAdministrator, .userAdministrator),
    ]

    private static func ids(_ roles: DirectoryRole...) -> Set<ID<DirectoryRole>> { Set(roles.map(\.id)) }
}
