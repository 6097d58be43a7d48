import MartletDirectory
import MartletPolicy
import MartletStore

@testable import MartletActions

extension Organization {
    /// Knocks with a name and a password alone; whether it was let in.
    @discardableResult
    func knock(
        _ name: String, _ password: String = Organization.password, address: String = "192.0.2.7",
        agent: String = "ScanStation/2.1", tools other: Tools? = nil
    ) async throws -> Bool {
        clock.advance(.seconds(1))
        return try await CheckBasic(other ?? tools)(
            organization: "contoso.example", name: "\(name)@contoso.example", password: password,
            origin: Origin(address: address, userAgent: agent)) != nil
    }

    /// Counts a right password of somebody at the password grant.
    func noteGrant(of user: User) async throws {
        let at = clock.now
        let sighting = LegacySighting(
            key: LegacyEntry.Key(
                user: user.id, application: nil, door: Door.passwordGrant.name,
                clientApp: ClientApp.mobileAppsAndDesktopClients.logName, protocolName: "ropc", network: "192.0.2.0/24",
                userAgent: "sync/1"),
            tenant: user.tenant, userPrincipalName: user.userPrincipalName.folded, userDisplayName: user.displayName,
            applicationName: "Sync", address: "192.0.2.7", at: at, isProven: true, isSuccess: true)
        try await tools.store.write { tables in
            try tables.noteLegacy(sighting, id: ID<LegacyEntry>("0d0d0d0d-0000-4000-8000-000000000001"))
        }
    }

    /// The report, those that were seen last first.
    func legacyEntries() async throws -> [LegacyEntry] {
        try await ListLegacyEntries(tools).all(by: `operator`).map(\.entry)
    }

    /// Switches the defaults off, and lets a password alone in at web pages.
    func switchOff() async throws {
        try await SwitchSecurityDefaults(tools).off(reason: .tooManyPrompts, text: "", by: `operator`)
        try await SetLegacySurface(tools)(.web, .both, by: `operator`)
    }
}
