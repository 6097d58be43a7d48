import MartletDirectory
import MartletPolicy
import MartletStore

/// Gives an app a certificate to prove itself with.
package struct AddClientCertificate: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// Adds the certificate in `pem`.
    /// - Throws: `ActionError.notFound`, `.forbidden`, `.invalid` naming `certificate` for a public app, an unreadable
    ///   or expired certificate, or one that is there; `StoreError`.
    @discardableResult
    package func callAsFunction(
        _ pem: String, for id: ID<Application>, by caller: Caller
    ) async throws -> ClientCredential {
        try await tools.judge(.clientCredentialAdded, by: caller) { tables, _ in
            try tables.permit(caller, to: .manageApplications)
        }
        let credential = try tools.certificate(pem, for: id, in: caller.tenant, at: tools.now)
        return try await tools.change(.clientCredentialAdded, by: caller) { tables, log in
            let application = try tables.existingApplication(id, in: caller.tenant)
            log.on(application)
            try tables.permit(caller, to: .manageApplications)
            let present = try tables.clientCredentials.list(id).map(\.digest)
            guard application.kind == .confidential, !present.contains(credential.digest) else {
                throw ActionError.invalid([FieldProblem("certificate", .notAllowed)])
            }
            try tables.clientCredentials.insert(credential)
            log.set("credential", from: nil, to: "certificate \(credential.hint)")
            return credential
        }
    }
}
