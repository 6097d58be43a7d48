import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore

/// Makes a token with which apps may register themselves; without one, none may (A196, N-10.4.7).
package struct AddInitialAccessToken: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// A token that was made.
    package struct Added: Sendable {
        /// The record.
        package let token: InitialAccessToken
        /// Its text, to be shown once.
        package let text: String
    }

    /// Makes a token for `uses` (1…1000) apps that works for `lifetimeDays` (1…365) days.
    /// - Throws: `ActionError.invalid` naming `name`, `uses` or `lifetimeDays`; `.forbidden`; `StoreError`.
    package func callAsFunction(
        name: String, uses: Int = 1, lifetimeDays: Int = 7, by caller: Caller
    ) async throws -> Added {
        let at = tools.now
        var checks = FieldChecks()
        let clean = checks.name(name, in: "name", limit: 120)
        if !(1...1000).contains(uses) { checks.found(.notAllowed, in: "uses") }
        if !(1...365).contains(lifetimeDays) { checks.found(.notAllowed, in: "lifetimeDays") }
        try checks.done()
        let text = tools.newToken(.initialAccess)
        let creator =
            switch caller.identity {
            case .user(_, let name, _): name
            case .operator: "operator"
            case .system: "martlet"
            }
        let token = InitialAccessToken(
            id: tools.ambient.newID(), tenant: caller.tenant, hash: text.digest, name: clean, usesLeft: uses,
            createdBy: creator, createdAt: at, expiresAt: at + .days(lifetimeDays))
        return try await tools.change(.registrationTokenAdded, by: caller) { tables, log in
            log.on(.key, token.id.rawValue, token.name)
            try tables.permit(caller, to: .manageApplications)
            log.set("uses", from: nil, to: String(uses))
            log.set("lifetimeDays", from: nil, to: String(lifetimeDays))
            try tables.initialAccessTokens.insert(token)
            return Added(token: token, text: text.text)
        }
    }
}
