import MartletDirectory
import MartletPolicy
import MartletStore

/// What machines sign in with that can be copied: accounts whose password is in a program, and apps with a secret. Each
/// has a better way: a certificate, or the credential of where the program runs.
package struct ListWorkloadCredentials: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// An account whose password a program sends.
    package struct Account: Sendable, Equatable {
        /// The line of the report.
        package let entry: ID<LegacyEntry>
        package let user: ID<User>
        package let userPrincipalName: String
        /// The app that the program says it is.
        package let applicationName: String
        package let firstAt: Timestamp
        package let lastAt: Timestamp
        /// Whether it was let in the last time that the password was right.
        package let isLetIn: Bool
    }

    /// A secret of an app.
    package struct Secret: Sendable, Equatable {
        package let application: ID<Application>
        package let applicationName: String
        package let credential: ID<ClientCredential>
        /// The first characters of it.
        package let hint: String
        package let createdAt: Timestamp
        package let expiresAt: Timestamp?
        /// To the hour; `nil` if it was not used, as far as is known.
        package let lastUsedAt: Timestamp?
        /// Whether the app can prove itself with a certificate or the credential of another issuer already.
        package let hasBetter: Bool
    }

    /// Both lists.
    package struct Report: Sendable, Equatable {
        package let accounts: [Account]
        package let secrets: [Secret]
        /// Whether everything was looked at.
        package let isComplete: Bool
    }

    private static let mostEntries = 500
    private static let mostPages = 10

    /// Reads both lists: the accounts that were seen last first, the secrets that were made first first.
    /// - Throws: `ActionError.forbidden`; `StoreError`.
    package func callAsFunction(by caller: Caller) async throws -> Report {
        let at = tools.now
        return try await tools.store.read { tables in
            try tables.permit(caller, to: .readLegacyReport)
            let entries = try tables.legacyEntries.list(
                in: caller.tenant,
                filter: LegacyEntryFilter(door: Door.passwordGrant.name, provenOnly: true, now: at),
                limit: Self.mostEntries)
            let (secrets, isComplete) = try secrets(in: tables, caller.tenant)
            return Report(
                accounts: entries.items.compactMap(Self.account), secrets: secrets,
                isComplete: isComplete && entries.next == nil)
        }
    }

    private static func account(_ entry: LegacyEntry) -> Account? {
        guard let user = entry.key.user, let last = entry.lastProvenAt else { return nil }
        return Account(
            entry: entry.id, user: user, userPrincipalName: entry.userPrincipalName,
            applicationName: entry.applicationName, firstAt: entry.firstSeenAt, lastAt: last,
            isLetIn: entry.lastSucceededAt == last)
    }

    private func secrets(in tables: Tables, _ tenant: ID<Tenant>) throws -> ([Secret], isComplete: Bool) {
        var secrets: [Secret] = []
        var after: String?
        var pages = 0
        repeat {
            let page = try tables.applications.list(in: tenant, after: after, limit: 200)
            for application in page.items where application.kind == .confidential && application.isEnabled {
                secrets += try self.secrets(of: application, in: tables)
            }
            after = page.next
            pages += 1
        } while after != nil && pages < Self.mostPages
        return (secrets.sorted { $0.createdAt < $1.createdAt }, after == nil)
    }

    private func secrets(of application: Application, in tables: Tables) throws -> [Secret] {
        let credentials = try tables.clientCredentials.list(application.id)
        let secrets = credentials.filter { $0.kind == .secret }
        guard !secrets.isEmpty else { return [] }
        let hasBetter =
            try credentials.count > secrets.count || !tables.federatedCredentials.list(application.id).isEmpty
        return secrets.map { secret in
            Secret(
                application: application.id, applicationName: application.displayName, credential: secret.id,
                hint: secret.hint, createdAt: secret.createdAt, expiresAt: secret.expiresAt,
                lastUsedAt: secret.lastUsedAt, hasBetter: hasBetter)
        }
    }
}
