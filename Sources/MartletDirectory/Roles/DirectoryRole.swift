/// A built-in role of the directory.
///
/// The list is data with a version (SD-29, D23); ids are the template ids that Graph uses.
package struct DirectoryRole: Sendable, Hashable {
    /// The template id, which is also the id of the definition (RO-2).
    package let id: ID<DirectoryRole>
    /// The English name, as Graph prints it.
    package let displayName: String
    /// Whether the security defaults ask its holders for MFA at every sign-in (section 1.5, 17 roles).
    package let isAdministrator: Bool

    /// The version of the list below; raised whenever a role enters or leaves the seventeen.
    package static let listVersion = 3
}

extension DirectoryRole {
    package static let globalAdministrator = admin("62e90394-69f5-4237-9190-012177145e10", "Global Administrator")
    package static let applicationAdministrator = admin(
        "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3", "Application Administrator")
    package static let authenticationAdministrator = admin(
        "c4e39bd9-1100-46d3-8c65-fb160da0071f", "Authentication Administrator")
    package static let billingAdministrator = admin("b0f54661-2d74-4c50-afa3-1ec803f12efe", "Billing Administrator")
    package static let cloudApplicationAdministrator = admin(
        "158c047a-c907-4556-b7ef-446551a6b5f7", "Cloud Application Administrator")
    package static let conditionalAccessAdministrator = admin(
        "b1be1c3e-b65d-4f19-8427-f6fa0d97feb9", "Conditional Access Administrator")
    package static let exchangeAdministrator = admin("29232cdf-9323-42fd-ade2-1d097af3e4de", "Exchange Administrator")
    package static let helpdeskAdministrator = admin("729827e3-9c14-49f7-bb1b-9608f156bbb8", "Helpdesk Administrator")
    package static let passwordAdministrator = admin("966707d0-3269-4727-9be2-8c3a10f19b9d", "Password Administrator")
    package static let privilegedAuthenticationAdministrator = admin(
        "7be44c8a-adaf-4e2a-84d6-ab2649e08a13", "Privileged Authentication Administrator")
    package static let privilegedRoleAdministrator = admin(
        "e8611ab8-c189-46e8-94e1-60213ab1f814", "Privileged Role Administrator")
    package static let securityAdministrator = admin("194ae4cb-b126-40b2-bd5b-6091b380977d", "Security Administrator")
    package static let sharePointAdministrator = admin(
        "f28a1f50-f6e7-4571-818b-6a12f2af6b6c", "SharePoint Administrator")
    package static let userAdministrator = admin("fe930be7-5e62-47db-91af-98c3a49a38b1", "User Administrator")
    package static let authenticationPolicyAdministrator = admin(
        "0526716b-113d-4c15-b2c8-68e3c22b9f80", "Authentication Policy Administrator")
    package static let identityGovernanceAdministrator = admin(
        "45d8d3c5-c802-45c6-b32a-1d70b5e1e86e", "Identity Governance Administrator")
    package static let teamsAdministrator = admin("69091246-20e8-4a56-aa4d-066075b2a7a8", "Teams Administrator")

    package static let globalReader = other("f2ef992c-3afb-46b9-b7cf-a126ee74c451", "Global Reader")
    package static let securityReader = other("5d6b6bb7-de71-4623-b4af-96380a352509", "Security Reader")
    package static let reportsReader = other("4a5d8f65-41da-4de4-8968-e035b65339cf", "Reports Reader")
    /// Exempt from the defaults, hence guarded: only Global and Privileged Role Administrators give it,
    /// the picker does not offer it, and giving it is audited loudly (SD-46…48).
    package static let directorySynchronizationAccounts = other(
        "d29b2b05-8046-44ba-8758-1e26182fcf32", "Directory Synchronization Accounts")

    /// Every role that can be held, the seventeen first.
    package static let all: [DirectoryRole] = [
        globalAdministrator, applicationAdministrator, authenticationAdministrator, billingAdministrator,
        cloudApplicationAdministrator, conditionalAccessAdministrator, exchangeAdministrator, helpdeskAdministrator,
        passwordAdministrator, privilegedAuthenticationAdministrator, privilegedRoleAdministrator,
        securityAdministrator, sharePointAdministrator, userAdministrator, authenticationPolicyAdministrator,
        identityGovernanceAdministrator, teamsAdministrator,
        globalReader, securityReader, reportsReader, directorySynchronizationAccounts,
    ]

    private static let byID = Dictionary(uniqueKeysWithValues: all.map { ($0.id, $0) })

    /// The role with this template id, or `nil`.
    package static func find(_ id: ID<DirectoryRole>) -> DirectoryRole? { byID[id] }

    /// The role with this English name in any case, or with this template id, or `nil`; for the command line.
    package static func find(named text: String) -> DirectoryRole? {
        let folded = text.lowercased()
        return all.first { $0.displayName.lowercased() == folded || $0.id.rawValue == folded }
    }

    private static func admin(_ id: String, _ name: String) -> DirectoryRole {
        DirectoryRole(id: ID(id), displayName: name, isAdministrator: true)
    }

    private static func other(_ id: String, _ name: String) -> DirectoryRole {
        DirectoryRole(id: ID(id), displayName: name, isAdministrator: false)
    }
}
