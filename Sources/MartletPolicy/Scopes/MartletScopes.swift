import MartletDirectory

/// The scopes and roles of Martlet's own API, by Graph's names.
package enum MartletScopes {
    /// One permission: a scope where an app acts for a person, a role where it acts for itself.
    package struct Permission: Sendable, Equatable {
        /// What stands in `scp` or `roles`.
        package let value: String
        /// What it lets an app do, in a few words.
        package let title: String
        /// Whether only an administrator can agree to it for a person.
        package let needsAdministrator: Bool
        /// Whether apps can hold it for themselves, and under which identifier.
        package let role: ID<AppRole>?

        fileprivate init(_ value: String, _ title: String, admin: Bool = true, role: String? = nil) {
            self.value = value
            self.title = title
            needsAdministrator = admin
            self.role = role.map { ID($0) }
        }
    }

    /// Every permission there is.
    package static let all: [Permission] = [
        Permission("User.Read", "Sign you in and read your profile", admin: false),
        Permission("User.ReadWrite", "Read and change your profile", admin: false),
        Permission("User.ReadBasic.All", "Read everybody's name", admin: false),
        Permission(
            "User.Read.All", "Read everybody's full profile", role: "47eaa099-2cb6-416d-86dc-283cf0480ff9"),
        Permission(
            "User.ReadWrite.All", "Read and change everybody's profile", role: "1509bb0a-9bf1-4331-8a11-8783593942a4"),
        Permission(
            "Group.Read.All", "Read every group", role: "f5ec52ed-0108-4475-92e1-bc7656670b14"),
        Permission(
            "Group.ReadWrite.All", "Read and change every group", role: "59ba1b0d-5c90-4158-a909-406c2e416788"),
        Permission(
            "GroupMember.Read.All", "Read who is in which group", role: "5d32fe61-985f-44e7-aa09-5ee82bb29976"),
        Permission(
            "Directory.Read.All", "Read the directory", role: "9a1e40b4-5815-4a99-99e2-d15364c7a500"),
        Permission(
            "Directory.ReadWrite.All", "Read and change the directory", role: "68b4aef7-3eaa-4e17-9d8a-4eace693ae2d"),
        Permission(
            "Application.Read.All", "Read every app", role: "142c8364-7806-4577-93e7-83e7eb04b39b"),
        Permission(
            "Application.ReadWrite.All", "Read and change every app", role: "3b041641-1788-44f2-a60d-f25453fe2e85"),
        Permission(
            "AppRoleAssignment.ReadWrite.All", "Give apps permissions", role: "00a154d8-5ed8-4bcc-b5c7-19c2add9ca88"),
        Permission("AuditLog.Read.All", "Read the logs", role: "c0290103-855d-4f55-99ec-8712e8e3574f"),
        Permission("Policy.Read.All", "Read every policy", role: "6e704245-a4ff-41e3-a794-9b80dcb0b82e"),
        Permission(
            "Policy.ReadWrite.SecurityDefaults", "Switch the security defaults",
            role: "de1b1471-320a-48ea-b7a7-88d106762832"),
        Permission(
            "Policy.ReadWrite.ConditionalAccess", "Change Conditional Access policies",
            role: "4350cc17-21e5-4f21-acd5-52a09ddbef12"),
        Permission(
            "Policy.ReadWrite.AuthenticationMethod", "Change which sign-in methods are allowed",
            role: "9ed89edd-d684-4325-b600-e6129ec04ece"),
        Permission(
            "RoleManagement.Read.Directory", "Read who holds which administrator role",
            role: "627bf322-5fac-4cb6-a34a-cb115ee347dd"),
        Permission(
            "RoleManagement.ReadWrite.Directory", "Give and take administrator roles",
            role: "a930d55d-9545-40f3-ae88-9fe46f2c7a8c"),
        Permission(
            "UserAuthenticationMethod.Read.All", "Read everybody's sign-in methods",
            role: "43f2f193-6e85-4f08-b592-7b0fe339d309"),
        Permission(
            "UserAuthenticationMethod.ReadWrite.All", "Change everybody's sign-in methods",
            role: "990d3cd8-381d-422f-850c-86bd84e0164b"),
    ]

    /// The permission with this value.
    package static func find(_ value: String) -> Permission? { byValue[value] }

    /// Whether somebody may hold the value without a management surface being opened: their own basic profile (D9).
    package static func isBasicProfile(_ value: String) -> Bool { value == "User.Read" }

    private static let byValue = Dictionary(uniqueKeysWithValues: all.map { ($0.value, $0) })
}
