import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore

/// Gives a box that asks by RADIUS another secret; the old one counts no more from then on.
package struct ReplaceRADIUSSecret: Sendable {
    let tools: Tools

    /// The action on a set of tools.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// Replaces the secret by one of 16 to 128 characters of ASCII, or by a fresh one, and returns it to be shown once.
    /// - Throws: `ActionError.invalid` naming `secret`; `.notFound`, `.forbidden`; `StoreError`.
    package func callAsFunction(
        _ id: ID<RADIUSClient>, secret: String? = nil, by caller: Caller
    ) async throws -> AddRADIUSClient.Added {
        var checks = FieldChecks()
        let secret = tools.radiusSecret(secret, &checks)
        let found = checks
        let sealed = tools.seal(secret, of: id)
        return try await tools.change(.radiusSecretReplaced, by: caller) { tables, log in
            let client = try tables.radiusClients.list(in: caller.tenant).first { $0.id == id }
            log.on(.key, id.rawValue, client?.name ?? "")
            try tables.permit(caller, to: .manageOrganization)
            try found.done()
            guard let client, try tools.replaceSecret(of: client, with: sealed, in: tables) else {
                throw ActionError.notFound("RADIUS client")
            }
            return AddRADIUSClient.Added(client: client, secret: secret)
        }
    }
}
