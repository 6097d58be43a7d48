import MartletDirectory
import MartletPolicy
import MartletStore

/// Shows what an app is allowed, for everybody and by each person.
package struct ListGrants: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// The most people that are listed.
    package static let most = 1000

    /// What one app is allowed.
    package struct Grants: Sendable {
        /// What an administrator allowed for everybody.
        package let organization: OrganizationConsent?
        /// What people allowed for themselves, by name.
        package let people: [Line]
    }

    /// What one person allowed.
    package struct Line: Sendable, Equatable {
        /// The person.
        package let user: ID<User>
        /// Their sign-in name.
        package let name: String
        /// What they allowed.
        package let scopes: ScopeSet
        /// When they last did.
        package let grantedAt: Timestamp
    }

    /// What the app is allowed.
    /// - Throws: `ActionError.forbidden`, `.notFound`; `StoreError`.
    package func callAsFunction(_ id: ID<Application>, by caller: Caller) async throws -> Grants {
        try await tools.store.read { tables in
            try tables.permit(caller, to: .readDirectory)
            _ = try tables.existingApplication(id, in: caller.tenant)
            let consents = try tables.consents.list(of: id, in: caller.tenant, limit: Self.most)
            let lines = try consents.map { consent in
                let user = try tables.users.find(consent.user, in: caller.tenant)
                return Line(
                    user: consent.user, name: user?.userPrincipalName.text ?? consent.user.rawValue,
                    scopes: consent.scopes, grantedAt: consent.grantedAt)
            }
            return Grants(
                organization: try tables.organizationConsents.find(id), people: lines.sorted { $0.name < $1.name })
        }
    }
}
