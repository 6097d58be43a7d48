import MartletDirectory
import MartletPolicy
import MartletStore

/// Takes a workload elsewhere from an app; its next assertion is refused.
package struct RemoveFederatedCredential: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// Removes the credential.
    /// - Throws: `ActionError.notFound`, `.forbidden`; `StoreError`.
    package func callAsFunction(
        _ credential: ID<FederatedCredential>, of id: ID<Application>, by caller: Caller
    ) async throws {
        try await tools.change(.clientCredentialRemoved, by: caller) { tables, log in
            let application = try tables.existingApplication(id, in: caller.tenant)
            log.on(application)
            try tables.permit(caller, to: .manageApplications)
            guard let held = try tables.federatedCredentials.list(id).first(where: { $0.id == credential }),
                try tables.federatedCredentials.delete(credential, of: id)
            else { throw ActionError.notFound("credential") }
            log.set("credential", from: "workload \(held.issuer) \(held.subject)", to: nil)
        }
    }
}
