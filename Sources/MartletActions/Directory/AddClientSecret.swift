import MartletDirectory
import MartletPolicy
import MartletStore

/// Gives an app another client secret, so that it can change over without an outage.
package struct AddClientSecret: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// The most secrets that work at one time: the old one and the new one.
    package static let mostLive = 2

    /// Makes a secret that stops working after `lifetimeDays` days, 1…3650, or never.
    ///
    /// - Returns: its text, to be shown once, and the record.
    /// - Throws: `ActionError.notFound`, `.forbidden`, `.invalid` naming `secret` for a public app or a third secret, or
    ///   `lifetimeDays`; `StoreError`.
    package func callAsFunction(
        for id: ID<Application>, lifetimeDays: Int? = nil, by caller: Caller
    ) async throws -> NewClientSecret {
        let at = tools.now
        var checks = FieldChecks()
        if let lifetimeDays, !(1...3650).contains(lifetimeDays) { checks.found(.notAllowed, in: "lifetimeDays") }
        let found = checks
        let secret = tools.newClientSecret(
            for: id, in: caller.tenant, at: at, expiresAt: lifetimeDays.map { at + .days(min(max($0, 0), 3650)) })
        return try await tools.change(.clientCredentialAdded, by: caller) { tables, log in
            let application = try tables.existingApplication(id, in: caller.tenant)
            log.on(application)
            try tables.permit(caller, to: .manageApplications)
            try found.done()
            let live = try tables.clientCredentials.list(id).filter {
                $0.kind == .secret && ($0.expiresAt.map { $0 > at } ?? true)
            }
            guard application.kind == .confidential, live.count < Self.mostLive else {
                throw ActionError.invalid([FieldProblem("secret", .notAllowed)])
            }
            try tables.clientCredentials.insert(secret.credential)
            log.set("credential", from: nil, to: "secret \(secret.credential.hint)")
            return secret
        }
    }
}
