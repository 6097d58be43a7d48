import MartletDirectory
import MartletPolicy
import MartletStore

/// Lists apps, with search and paging.
package struct ListApplications: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// One app in the list.
    package struct Line: Sendable {
        /// The app.
        package let application: Application
        /// Sign-ins to it in the last thirty days; 0 for somebody who may not read the logs.
        package let signIns: Int
        /// When the first of its credentials expires, if any does.
        package let credentialExpiresAt: Timestamp?
        /// Whether that is within thirty days or past.
        package let credentialExpiresSoon: Bool
    }

    /// A page of the list.
    package struct Listing: Sendable {
        /// The apps by name.
        package let page: Page<Line>
        /// Whether the caller may register apps.
        package let mayAdd: Bool
    }

    /// A page of apps by name.
    /// - Throws: `ActionError.forbidden`; `StoreError`.
    package func callAsFunction(
        matching text: String? = nil, after: String? = nil, limit: Int = 50, by caller: Caller
    ) async throws -> Listing {
        let at = tools.now
        let readsLogs = try await tools.store.read { tables in
            try tables.permit(caller, to: .readDirectory)
            return try tables.isPermitted(caller, to: .readLogs)
        }
        let counts = readsLogs ? try await counts(of: caller.tenant, at: at) : [:]
        return try await tools.store.read { tables in
            try tables.permit(caller, to: .readDirectory)
            let page = try tables.applications.list(in: caller.tenant, matching: text, after: after, limit: limit)
            let lines = try page.items.map { application in
                let end = try tables.clientCredentials.list(application.id).compactMap(\.expiresAt).min()
                return Line(
                    application: application, signIns: counts[application.id] ?? 0, credentialExpiresAt: end,
                    credentialExpiresSoon: end.map { $0 <= at + .days(30) } ?? false)
            }
            return Listing(
                page: Page(items: lines, next: page.next),
                mayAdd: try tables.isPermitted(caller, to: .manageApplications))
        }
    }

    func counts(of tenant: ID<Tenant>, at: Timestamp) async throws -> [ID<Application>: Int] {
        try await tools.figures.figure(.applications, of: tenant, at: at, in: tools.store) { tables in
            let counts = try tables.signIns.countsByApplication(in: tenant, from: at - .days(30))
            return (counts, counts.values.reduce(0, +))
        }.value
    }
}
