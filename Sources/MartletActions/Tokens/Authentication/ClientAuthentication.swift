import MartletCredentials
import MartletDirectory
import MartletStore

/// What is known of an app that is to prove itself.
struct ClientRecord: Sendable {
    let tenant: Tenant
    let application: Application
    let credentials: [ClientCredential]
    let workloads: [FederatedCredential]

    /// Its certificates, ready to verify.
    var certificates: [RegisteredCertificate] {
        credentials.filter { $0.kind == .certificate }.compactMap { try? RegisteredCertificate(der: $0.certificate) }
    }
}

/// What a proof leaves to be spent before the app has what it asks for.
enum Spending: Sendable {
    /// Nothing: a certificate is shown every time, and a public app shows none.
    case nothing
    /// Nothing, but when the secret was used is kept for who asks what still works with secrets.
    case secret(ClientCredential)
    /// The `jti` of the app's own assertion.
    case assertion(ClientAssertion.OneTime)
    /// An assertion of another issuer.
    case federated(FederatedAssertion.Proven)
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
                workloads: try tables.federatedCredentials.list(id))
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
        let isFirst =
            switch spending {
            case .nothing: true
            case .secret(let credential): try await noteUse(of: credential, at: at)
            case .assertion(let oneTime):
                try await store.write { tables in
                    try tables.spentAssertions.spend(
                        oneTime.digest, of: application, in: tenant, expiresAt: oneTime.expiresAt)
                }
            case .federated(let proven):
                try await store.write { tables in
                    try tables.spentIdentifiers.spend(
                        proven.digest, for: .federatedAssertion, in: tenant, expiresAt: proven.expiresAt)
                }
            }
        guard isFirst else { throw OAuthError("invalid_client", 50012, status: 401) }
    }

    /// Keeps when a secret was used, to the hour: an app that asks for a token every second costs one write an hour.
    private func noteUse(of credential: ClientCredential, at: Timestamp) async throws -> Bool {
        let earlier = at - .hours(1)
        if let last = credential.lastUsedAt, last >= earlier { return true }
        try await store.write { tables in
            try tables.clientCredentials.noteUse(credential.id, at: at, unlessSince: earlier)
        }
        return true
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
