import MartletDirectory
import MartletPolicy
import MartletStore

/// Shows one app.
package struct ApplicationDetail: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// What the page shows.
    package struct Detail: Sendable {
        /// The app.
        package let application: Application
        /// Its credentials, oldest first; a secret by its hint only.
        package let credentials: [ClientCredential]
        /// The newest sign-ins to it; empty for somebody who may not read the logs.
        package let signIns: [SignInRecord]
        /// Whether the caller may change it.
        package let mayChange: Bool
        /// The issuer to configure in the app.
        package let issuer: String
    }

    private static let shownSignIns = 10

    /// Reads the page.
    /// - Throws: `ActionError.notFound`, `.forbidden`; `StoreError`.
    package func callAsFunction(_ id: ID<Application>, by caller: Caller) async throws -> Detail {
        let issuer = tools.publicURL.issuer(of: caller.tenant)
        return try await tools.store.read { tables in
            try tables.permit(caller, to: .readDirectory)
            let application = try tables.existingApplication(id, in: caller.tenant)
            let filter = SignInFilter(application: id)
            let signIns =
                try tables.isPermitted(caller, to: .readLogs)
                ? try tables.signIns.list(in: caller.tenant, filter: filter, after: nil, limit: Self.shownSignIns).items
                : []
            return Detail(
                application: application,
                credentials: try tables.clientCredentials.list(id).sorted { $0.createdAt < $1.createdAt },
                signIns: signIns, mayChange: try tables.isPermitted(caller, to: .manageApplications), issuer: issuer)
        }
    }
}
