import MartletDirectory
import MartletPolicy
import MartletStore

/// Shows what an app is beyond its name and addresses, who holds its roles, and how it hears of sign-outs.
package struct ApplicationSettingsDetail: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// What the page shows.
    package struct Detail: Sendable {
        /// The app.
        package let application: Application
        /// Who holds its roles, oldest first.
        package let holders: [Holder]
        /// How the messages of the last thirty days went.
        package let deliveries: LogoutDelivery.Tally
        /// Those that are tried again, soonest first.
        package let waiting: [LogoutDelivery]
        /// The strengths that it may demand: the built-in ones, then the organisation's own.
        package let strengths: [AuthenticationStrength]
        /// Whether the caller may change it.
        package let mayChange: Bool
    }

    /// One assignment of a role, with names.
    package struct Holder: Sendable, Equatable {
        /// The assignment.
        package let assignment: AppRoleAssignment
        /// The name of whoever holds it.
        package let name: String

        /// A holder with every field given.
        package init(assignment: AppRoleAssignment, name: String) {
            self.assignment = assignment
            self.name = name
        }
    }

    private static let shown = 5

    /// Reads the page.
    /// - Throws: `ActionError.notFound`, `.forbidden`; `StoreError`.
    package func callAsFunction(_ id: ID<Application>, by caller: Caller) async throws -> Detail {
        let since = tools.now - .days(30)
        return try await tools.store.read { tables in
            try tables.permit(caller, to: .readDirectory)
            let application = try tables.existingApplication(id, in: caller.tenant)
            let holders = try tables.appRoleAssignments.list(of: id, in: caller.tenant).map { assignment in
                Holder(assignment: assignment, name: try tables.name(of: assignment.principal, in: caller.tenant))
            }
            return Detail(
                application: application, holders: holders,
                deliveries: try tables.logoutDeliveries.tally(of: id, since: since),
                waiting: try tables.logoutDeliveries.waiting(for: id, limit: Self.shown),
                strengths: AuthenticationStrength.all(with: try tables.organization(of: caller).strengths),
                mayChange: try tables.isPermitted(caller, to: .manageApplications))
        }
    }
}

extension Tables {
    /// The name of whoever holds a role; the identifier of one that is gone.
    fileprivate func name(of principal: AppRoleAssignment.Principal, in tenant: ID<Tenant>) throws -> String {
        switch principal {
        case .user(let id): try users.find(id, in: tenant)?.userPrincipalName.text ?? id.rawValue
        case .group(let id): try groups.find(id, in: tenant)?.displayName ?? id.rawValue
        case .application(let id): try applications.find(id, in: tenant)?.displayName ?? id.rawValue
        }
    }
}
