import MartletCredentials
import MartletDirectory
import MartletStore

/// What is known of an app that is to prove itself.
struct ClientRecord: Sendable {
    let tenant: Tenant
    let application: Application
    let credentials: [ClientCredential]
    let workloads: [FederatedCredential]
    /// Read only of apps that have a key set or a name that authorities vouch for.
    let keyUses: [ClientKeyUse]

    /// Its certificates, ready to verify.
    var certificates: [RegisteredCertificate] {
        credentials.filter { $0.kind == .certificate }.compactMap { try? RegisteredCertificate(der: $0.certificate) }
    }
}

/// What a proof leaves to be spent before the app has what it asks for, and what it was made with.
struct Spending: Sendable {
    /// What counts once.
    enum OneTime: Sendable {
        /// The `jti` of the app's own assertion.
        case assertion(ClientAssertion.OneTime)
        /// An assertion of another issuer.
        case federated(FederatedAssertion.Proven)
    }

    /// What was used: when is kept, for who asks what still works with secrets, and whether its way out is in use.
    enum Use: Sendable {
        case credential(ClientCredential)
        case workload(FederatedCredential)
        case key(ClientKeyUse)

        /// When it was used the last time, as the record has it.
        func lastAt(in record: ClientRecord) -> Timestamp? {
            switch self {
            case .credential(let credential): credential.lastUsedAt
            case .workload(let workload): workload.lastUsedAt
            case .key(let use):
                record.keyUses.first { $0.source == use.source && $0.name == use.name }?.lastUsedAt
            }
        }
    }

    /// `nil` for a secret, a certificate of the connection, or where there is nothing to prove.
    var oneTime: OneTime?
    /// `nil` where there is nothing to prove.
    var use: Use?
}

extension Tools {
    /// Finds the tenant of a request, authenticates the app and spends its assertion, if it sent one (RFC 6749 section
    /// 2.3, RFC 9700 section 2.5, A185).
    ///
    /// One thing is shown and one method is tried: the one that the app declared (`settings.authentication.method`),
    /// else the one that what is shown belongs to. An unknown app is told the same as a wrong secret or assertion
    /// (A093).
    func authenticateClient(_ request: TokenRequest, at: Timestamp) async throws -> (Tenant, Application) {
        let (tenant, known) = try await store.read { tables in
            guard let tenant = try tables.tenant(named: request.organization, clues: request.clues) else {
                throw OAuthError.unknownOrganization
            }
            let shown = try request.shownCredential()
            let clientID = try request.clientID(shown)
            guard let id = ID<Application>(parsing: clientID),
                let application = try tables.applications.find(id, in: tenant.id)
            else { throw OAuthError.unknownClient(shown) }
            let record = ClientRecord(
                tenant: tenant, application: application, credentials: try tables.clientCredentials.list(id),
                workloads: try tables.federatedCredentials.list(id),
                keyUses: application.settings.authentication.hasNamelessKeys ? try tables.clientKeyUses.list(id) : [])
            return (tenant, (record: record, shown: shown))
        }
        let (record, shown) = known
        let spending = try await ClientProofCheck(tools: self, record: record, request: request, at: at)(shown)
        guard record.application.isEnabled else { throw OAuthError("unauthorized_client", 7_000_112) }
        try await spend(spending, of: record, at: at)
        return (tenant, record.application)
    }

    private func spend(_ spending: Spending, of record: ClientRecord, at: Timestamp) async throws {
        let (tenant, application) = (record.tenant.id, record.application.id)
        // To the hour: an app that asks for a token every second costs one write an hour for it.
        let earlier = at - .hours(1)
        let use = spending.use.flatMap { use in use.lastAt(in: record).map { $0 >= earlier } ?? false ? nil : use }
        guard spending.oneTime != nil || use != nil else { return }
        let isFirst = try await store.write { tables in
            let isFirst =
                switch spending.oneTime {
                case nil: true
                case .assertion(let oneTime):
                    try tables.spentAssertions.spend(
                        oneTime.digest, of: application, in: tenant, expiresAt: oneTime.expiresAt)
                case .federated(let proven):
                    try tables.spentIdentifiers.spend(
                        proven.digest, for: .federatedAssertion, in: tenant, expiresAt: proven.expiresAt)
                }
            guard isFirst else { return false }
            switch use {
            case nil: break
            case .credential(let credential):
                try tables.clientCredentials.noteUse(credential.id, at: at, unlessSince: earlier)
            case .workload(let workload):
                try tables.federatedCredentials.noteUse(workload.id, at: at, unlessSince: earlier)
            case .key(let use):
                try tables.clientKeyUses.note(use, unlessSince: earlier)
            }
            return true
        }
        guard isFirst else { throw OAuthError("invalid_client", 50012, status: 401) }
    }
}

extension ClientRecord {
    /// A use of something that has no line of its own.
    func use(of source: ClientKeyUse.Source, named name: String, at: Timestamp) -> Spending.Use {
        .key(
            ClientKeyUse(
                application: application.id, tenant: tenant.id, source: source, name: name, lastUsedAt: at))
    }
}

extension OAuthError {
    /// What is told of an app that is not there: the same as of a wrong proof.
    fileprivate static func unknownClient(_ shown: ShownCredential) -> OAuthError {
        switch shown {
        case .assertion: .unprovenAssertion
        case .nothing: .noProof
        case .basic, .posted: .invalidClient
        }
    }

    /// An app that must prove itself and shows nothing.
    static let noProof = OAuthError("invalid_client", 7_000_218, status: 401)
    /// A public app that shows a secret or an assertion.
    static let needlessProof = OAuthError("invalid_client", 700_025, status: 401)
}
