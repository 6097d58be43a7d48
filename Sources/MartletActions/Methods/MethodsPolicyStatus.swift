import MartletDirectory
import MartletPolicy
import MartletStore

/// Shows the methods policy, and what a change of it would do.
package struct MethodsPolicyStatus: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// What the page shows.
    package struct Status: Sendable {
        /// The policy as it stands.
        package let policy: AuthenticationMethodsPolicy
        /// The groups that a method can be for, by name; the first hundred.
        package let groups: [Group]
        /// Whether the caller may change it.
        package let mayChange: Bool
    }

    /// What a change would do.
    package struct Effect: Sendable, Equatable {
        /// How many people who have a method would have none that they may use.
        package let stranded: Int
        /// The names of some of them.
        package let names: [String]
        /// Whether everybody who has a method was looked at; an organisation may be too large for that.
        package let isComplete: Bool
        /// Whether no usable Global Administrator would be left, so that the change is refused.
        package let losesAdministrators: Bool
    }

    private static let looked = 5_000
    private static let named = 10

    /// Reads the policy.
    /// - Throws: `ActionError.forbidden`; `StoreError`.
    package func callAsFunction(by caller: Caller) async throws -> Status {
        try await tools.store.read { tables in
            try tables.permit(caller, to: .readMethodsPolicy)
            let tenant = try tables.organization(of: caller)
            return Status(
                policy: tenant.methodsPolicy, groups: try tables.groups.list(in: tenant.id, limit: 100).items,
                mayChange: try tables.isPermitted(caller, to: .changeMethodsPolicy))
        }
    }

    /// Tells what `settings` would do, without doing it.
    /// - Throws: `ActionError.invalid` naming settings, `.forbidden`; `StoreError`.
    package func effect(of settings: [(name: String, text: String)], by caller: Caller) async throws -> Effect {
        let at = tools.now
        return try await tools.store.read { tables in
            try tables.permit(caller, to: .changeMethodsPolicy)
            let tenant = try tables.organization(of: caller)
            let policy = try tables.methodsPolicy(tenant.methodsPolicy, with: settings, in: tenant)
            let all = try tables.users.registered(in: tenant.id, limit: Self.looked + 1)
            var stranded: [User] = []
            for id in all.prefix(Self.looked) {
                guard let subject = try tables.subject(id, in: tenant.id), subject.user.deletedAt == nil else {
                    continue
                }
                let after = try tables.subject(of: subject.user, under: policy)
                if subject.isRegistered(at: at), !after.isRegistered(at: at) { stranded.append(subject.user) }
            }
            let holders = try tables.roleAssignments.holders(
                of: DirectoryRole.globalAdministrator.id, in: tenant.id)
            let lost = Set(stranded.map(\.id))
            let before = try holders.map { try tables.administratorFacts(of: $0, at: at) }
            let after = try holders.filter { !lost.contains($0.id) }.map {
                try tables.administratorFacts(of: $0, at: at)
            }
            return Effect(
                stranded: stranded.count, names: stranded.prefix(Self.named).map(\.userPrincipalName.text),
                isComplete: all.count <= Self.looked,
                losesAdministrators: LastAdministrator.keepsOne(after: before)
                    && !LastAdministrator.keepsOne(after: after))
        }
    }
}
