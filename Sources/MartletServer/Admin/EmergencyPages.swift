import Hummingbird
import MartletActions
import MartletDirectory

/// Emergency access: the accounts, and the making of them.
struct EmergencyPages: Sendable {
    let doors: Doors

    @Sendable func show(_ visit: Visit) async throws -> Response {
        try await visit.admin { inside in
            let listing = try await ListEmergencyAccounts(doors.tools)(by: inside.caller)
            let accounts = listing.accounts.map {
                EmergencyPage.Account(
                    id: $0.user.id, userPrincipalName: $0.user.userPrincipalName.text, createdAt: $0.user.createdAt,
                    lastUsedAt: $0.lastUsedAt, isReady: $0.isReady, drillIsDue: $0.drillIsDue)
            }
            return try inside.page(EmergencyPage(accounts: accounts, mayMake: listing.mayMake))
        }
    }

    /// Makes the missing accounts; what belongs into the safe is shown once, and only here.
    @Sendable func make(_ visit: Visit) async throws -> Response {
        try await visit.admin { inside in
            _ = try await inside.form()
            let accounts = try await MakeEmergencyAccounts(doors.tools)(by: inside.caller)
            let sheets = accounts.map {
                EmergencySheetPage.Sheet(
                    userPrincipalName: $0.user.userPrincipalName.text, password: $0.password,
                    key: $0.authenticator.manualKey, qrCode: $0.authenticator.qrCode, recoveryCodes: $0.recoveryCodes)
            }
            return try inside.page(
                EmergencySheetPage(
                    signInURL: "\(doors.tools.publicURL.text)/admin", madeOn: doors.tools.now.dateForm, sheets: sheets))
        }
    }
}
