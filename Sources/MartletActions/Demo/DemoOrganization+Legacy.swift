import MartletDirectory
import MartletPolicy

extension DemoOrganization {
    /// Somebody has begun to look at the old scanner, and knows of the script.
    func tendLegacyReport(_ summary: DemoSummary, by caller: Caller) async throws {
        let founder = summary.accounts.first?.user.userPrincipalName.text ?? ""
        for line in try await ListLegacyEntries(tools).all(.init(provenOnly: true), by: caller) {
            let request =
                switch line.remedy {
                case .passwordGrant:
                    TendLegacyEntry.Request(
                        owner: "", state: .accepted, acceptedUntil: clock.now + .days(60),
                        note: "Copies the field notes every night. Becomes an app with a certificate.")
                default:
                    TendLegacyEntry.Request(
                        owner: founder, state: .moving, acceptedUntil: nil,
                        note: "The scanner beside the telescope. A new one is ordered.")
                }
            try await TendLegacyEntry(tools)(line.entry.id, request, by: caller)
        }
    }
}
