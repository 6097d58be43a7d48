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
