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

    /// An account whose password a program sends: one that comes by the password grant, or is marked as a program's and comes by
    /// any door of a password alone.
    package struct Account: Sendable, Equatable {
        /// The line of the report.
        package let entry: ID<LegacyEntry>
        package let user: ID<User>
        package let userPrincipalName: String
        /// The app that the program says it is.
        package let applicationName: String
        /// The kind of client, as the log names it.
        package let clientApp: String
        /// The door, as `Door` names it.
        package let door: String
        /// Whether administrators have marked the account as a program's.
        package let isMarked: Bool
        /// The way to a certificate or a federated credential.
        package let remedy: LegacyRemedy
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

    /// What an app can prove itself with instead: the way out, and whether it is in use.
    package struct Better: Sendable, Equatable {
        /// What it is.
        package enum Kind: String, Sendable { case certificate, federatedCredential, keySet, authority }

        package let application: ID<Application>
        package let applicationName: String
        package let kind: Kind
        /// The certificate's or the credential's identifier; of a key set the name of the key that was used last, by an
        /// authority the fingerprint of the certificate, both empty where none was.
        package let credential: String
        /// The subject of the certificate, or the name of the credential; the address of a key set, empty for one that was
        /// registered; the name that an authority vouches for.
        package let name: String
        /// The issuer of the credential; `nil` for a certificate.
        package let issuer: String?
        /// When it was made; for a key set and an authority, when the app was.
        package let createdAt: Timestamp
        package let expiresAt: Timestamp?
        /// To the hour; `nil` if it was not used, as far as is known.
        package let lastUsedAt: Timestamp?

        /// Whether it stands for any of many keys.
        package var isNameless: Bool { kind == .keySet || kind == .authority }
    }

    /// The lists.
    package struct Report: Sendable, Equatable {
        package let accounts: [Account]
        package let secrets: [Secret]
        package let better: [Better]
        /// Whether everything was looked at.
        package let isComplete: Bool
    }

    private static let mostEntries = 500
    private static let mostPages = 10

    /// Reads the lists: the accounts that were seen last first, the secrets and what is better that were made first first.
    /// - Throws: `ActionError.forbidden`; `StoreError`.
    package func callAsFunction(by caller: Caller) async throws -> Report {
        let at = tools.now
        return try await tools.store.read { tables in
            try tables.permit(caller, to: .readLegacyReport)
            let entries = try tables.legacyEntries.list(
                in: caller.tenant,
                filter: LegacyEntryFilter(door: Door.passwordGrant.name, provenOnly: true, now: at),
                limit: Self.mostEntries)
            let services = try tables.serviceAccounts(in: caller.tenant)
            let marked = try tables.legacyEntries.ofServices(in: caller.tenant, limit: Self.mostEntries)
            let (found, isComplete) = try credentials(in: tables, caller.tenant)
            return Report(
                accounts: Self.accounts(entries.items, marked, services),
                secrets: found.flatMap(\.secrets).sorted { $0.createdAt < $1.createdAt },
                better: found.flatMap(\.better).sorted { $0.createdAt < $1.createdAt },
                isComplete: isComplete && entries.next == nil && marked.count < Self.mostEntries)
        }
    }

    private static func accounts(
        _ grants: [LegacyEntry], _ marked: [LegacyEntry], _ services: Set<ID<User>>
    ) -> [Account] {
        let known = Set(grants.map(\.id))
        let all = grants + marked.filter { !known.contains($0.id) }
        return all.compactMap { account($0, services) }.sorted { $0.lastAt > $1.lastAt }
    }

    private static func account(_ entry: LegacyEntry, _ services: Set<ID<User>>) -> Account? {
        guard let user = entry.key.user, let last = entry.lastProvenAt else { return nil }
        return Account(
            entry: entry.id, user: user, userPrincipalName: entry.userPrincipalName,
            applicationName: entry.applicationName, clientApp: entry.key.clientApp, door: entry.key.door,
            isMarked: services.contains(user),
            remedy: LegacyRemedy(
                door: entry.key.door, clientApp: entry.key.clientApp, isService: services.contains(user)),
            firstAt: entry.firstSeenAt, lastAt: last,
            isLetIn: entry.lastSucceededAt == last)
    }

    private func credentials(
        in tables: Tables, _ tenant: ID<Tenant>
    ) throws -> ([OfApplication], isComplete: Bool) {
        var found: [OfApplication] = []
        var after: String?
        var pages = 0
        repeat {
            let page = try tables.applications.list(in: tenant, after: after, limit: 200)
            for application in page.items where application.kind == .confidential && application.isEnabled {
                found.append(
                    OfApplication(
                        application, try tables.clientCredentials.list(application.id),
                        try tables.federatedCredentials.list(application.id),
                        application.settings.authentication.hasNamelessKeys
                            ? try tables.clientKeyUses.list(application.id) : []))
            }
            after = page.next
            pages += 1
        } while after != nil && pages < Self.mostPages
        return (found, after == nil)
    }

    /// What one app has.
    private struct OfApplication {
        let secrets: [Secret]
        let better: [Better]

        init(
            _ application: Application, _ credentials: [ClientCredential], _ workloads: [FederatedCredential],
            _ uses: [ClientKeyUse]
        ) {
            let certificates = credentials.filter { $0.kind == .certificate }.map { certificate in
                Better(
                    application: application.id, applicationName: application.displayName, kind: .certificate,
                    credential: certificate.id.rawValue, name: certificate.hint, issuer: nil,
                    createdAt: certificate.createdAt, expiresAt: certificate.expiresAt,
                    lastUsedAt: certificate.lastUsedAt)
            }
            better =
                certificates
                + workloads.map { workload in
                    Better(
                        application: application.id, applicationName: application.displayName,
                        kind: .federatedCredential, credential: workload.id.rawValue, name: workload.name,
                        issuer: workload.issuer, createdAt: workload.createdAt, expiresAt: nil,
                        lastUsedAt: workload.lastUsedAt)
                } + Self.nameless(of: application, uses)
            let hasBetter = !better.isEmpty
            secrets = credentials.filter { $0.kind == .secret }.map { secret in
                Secret(
                    application: application.id, applicationName: application.displayName, credential: secret.id,
                    hint: secret.hint, createdAt: secret.createdAt, expiresAt: secret.expiresAt,
                    lastUsedAt: secret.lastUsedAt, hasBetter: hasBetter)
            }
        }

        /// What has no line of its own in the store, with the key that was used last.
        private static func nameless(of application: Application, _ uses: [ClientKeyUse]) -> [Better] {
            let rules = application.settings.authentication
            let better = { (kind: Better.Kind, source: ClientKeyUse.Source, name: String) in
                let use = uses.first { $0.source == source }
                return Better(
                    application: application.id, applicationName: application.displayName, kind: kind,
                    credential: use?.name ?? "", name: name, issuer: nil, createdAt: application.createdAt,
                    expiresAt: nil, lastUsedAt: use?.lastUsedAt)
            }
            var found: [Better] = []
            if rules.keySet != nil || rules.keySetURI != nil {
                found.append(better(.keySet, .keySet, rules.keySetURI ?? ""))
            }
            // The name alone opens nothing: the app says by its method that an authority vouches for it.
            if rules.method == .tlsClientAuth, let name = rules.certificateName {
                found.append(better(.authority, .authority, name.value))
            }
            return found
        }
    }
}
