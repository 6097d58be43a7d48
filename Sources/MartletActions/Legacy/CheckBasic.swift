import MartletDirectory
import MartletPolicy
import MartletStore

/// HTTP Basic at the forward-auth endpoint: legacy authentication, for a web server that asks Martlet before it serves.
///
/// Refused under the security defaults whatever the password, and logged as what it was (SD-41…44, T12, T13).
package struct CheckBasic: Sendable {
    let tools: Tools

    /// The action on a set of tools.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// Whom the web server may let in.
    package struct Entrant: Sendable, Equatable {
        package var user: ID<User>
        package var userPrincipalName: String
        package var displayName: String
    }

    /// Answers one request; `nil` is every refusal, an unknown organisation included.
    ///
    /// `clientApp` is a label for the log: it comes from what the client says of itself, and decides nothing.
    /// `isPersonsOwn` says whether the address is the one that the web server was asked from, and not its own.
    /// - Throws: `ActionError.overloaded`, also for an address that tried too many names (A079); `StoreError`.
    package func callAsFunction(
        organization: String, name: String, password: String, clientApp: ClientApp = .otherClients, origin: Origin,
        isPersonsOwn: Bool = false
    ) async throws -> Entrant? {
        let tenant = try await tools.store.read { try $0.tenant(named: organization) }
        guard let tenant else { return nil }
        let knock = PasswordOnlyKnock(
            door: .legacyBasic, clientApp: clientApp.isLegacy ? clientApp : .otherClients, protocolName: "basic",
            application: nil, origin: origin, isPersonsOwn: isPersonsOwn)
        return try await tools.knock(knock, name: name, password: password, tenant: tenant) {
            clearance, subject, _ in
            let entrant = Entrant(
                user: clearance.subject, userPrincipalName: subject.user.userPrincipalName.text,
                displayName: subject.user.displayName)
            return (entrant, session: nil)
        }.entrance()
    }
}
