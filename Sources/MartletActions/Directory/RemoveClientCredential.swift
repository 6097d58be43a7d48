import MartletDirectory
import MartletPolicy
import MartletStore

/// Takes a secret or a certificate from an app.
package struct RemoveClientCredential: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// Removes the credential; it stops working at once.
    ///
    /// - Returns: what was removed.
    /// - Throws: `ActionError.notFound`, `.forbidden`; `StoreError`.
    @discardableResult
    package func callAsFunction(
        _ credential: ID<ClientCredential>, of id: ID<Application>, by caller: Caller
    ) async throws -> ClientCredential {
        try await tools.change(.clientCredentialRemoved, by: caller) { tables, log in
            let application = try tables.existingApplication(id, in: caller.tenant)
            log.on(application)
            try tables.permit(caller, to: .manageApplications)
            guard let held = try tables.clientCredentials.list(id).first(where: { $0.id == credential }),
                try tables.clientCredentials.delete(credential, of: id)
            else { throw ActionError.notFound("credential") }
            log.set("credential", from: "\(held.kind.rawValue) \(held.hint)", to: nil)
            return held
        }
    }
}
