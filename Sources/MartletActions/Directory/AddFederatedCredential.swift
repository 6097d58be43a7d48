import MartletDirectory
import MartletPolicy
import MartletStore

/// Lets a workload elsewhere prove itself as an app by what its own issuer signs.
package struct AddFederatedCredential: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// The most workloads that an app trusts.
    package static let most = 20

    /// Adds one. Issuer, subject and audience are compared letter for letter.
    /// - Throws: `ActionError.notFound`, `.forbidden`, `.invalid` naming `name`, `issuer`, `subject`, `audience`, or
    ///   `credential` for a public app, one that is there, or one too many; `StoreError`.
    @discardableResult
    package func callAsFunction(
        name: String, issuer: String, subject: String, audience: String, for id: ID<Application>, by caller: Caller
    ) async throws -> FederatedCredential {
        let at = tools.now
        var checks = FieldChecks()
        let name = checks.name(name, in: "name", limit: 120)
        for (field, value, limit) in [("issuer", issuer, 600), ("subject", subject, 600), ("audience", audience, 600)] {
            if value.isEmpty { checks.found(.missing, in: field) }
            if value.utf8.count > limit { checks.found(.tooLong, in: field) }
            if value.unicodeScalars.contains(where: { $0.value <= 0x20 || $0.value == 0x7f }) {
                checks.found(.malformed, in: field)
            }
        }
        // Its keys are fetched from there.
        if !issuer.hasPrefix("https://") { checks.found(.malformed, in: "issuer") }
        try checks.done()
        let credential = FederatedCredential(
            id: tools.ambient.newID(), application: id, tenant: caller.tenant, name: name, issuer: issuer,
            subject: subject, audience: audience, createdAt: at)
        return try await tools.change(.clientCredentialAdded, by: caller) { tables, log in
            let application = try tables.existingApplication(id, in: caller.tenant)
            log.on(application)
            try tables.permit(caller, to: .manageApplications)
            let present = try tables.federatedCredentials.list(id)
            guard application.kind == .confidential, present.count < Self.most,
                !present.contains(where: { $0.issuer == issuer && $0.subject == subject })
            else { throw ActionError.invalid([FieldProblem("credential", .notAllowed)]) }
            try tables.federatedCredentials.insert(credential)
            log.set("credential", from: nil, to: "workload \(issuer) \(subject)")
            return credential
        }
    }
}
