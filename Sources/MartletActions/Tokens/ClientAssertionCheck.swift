import MartletCredentials
import MartletDirectory
import MartletStore

/// An app that has proven itself.
struct AuthenticatedClient: Sendable {
    /// The app.
    let application: Application
    /// What is still to be spent: an app that proved itself with an assertion gets nothing before it is.
    let oneTime: ClientAssertion.OneTime?
}

extension Tools {
    /// Finds the tenant of a token request, authenticates the app and spends its assertion, if it sent one (A185).
    func authenticateClient(_ request: TokenRequest, at: Timestamp) async throws -> (Tenant, Application) {
        let publicURL = publicURL
        let (tenant, client) = try await store.read { tables in
            guard let tenant = try tables.tenant(named: request.organization) else {
                throw OAuthError("invalid_request", 90002)
            }
            // The token endpoint by the tenant's id and as it was asked, and the issuer (RFC 7523 section 3).
            let audiences: Set<String> = [
                publicURL.tokenEndpoint(of: tenant.id.rawValue), publicURL.tokenEndpoint(of: request.organization),
                publicURL.issuer(of: tenant.id),
            ]
            return (tenant, try tables.authenticateClient(request, in: tenant, audiences: audiences, at: at))
        }
        if let oneTime = client.oneTime {
            let isFirst = try await store.write { tables in
                try tables.spentAssertions.spend(
                    oneTime.digest, of: client.application.id, in: tenant.id, expiresAt: oneTime.expiresAt)
            }
            guard isFirst else { throw OAuthError("invalid_client", 50012, status: 401) }
        }
        return (tenant, client.application)
    }
}

extension TokenRequest {
    /// The assertion by which the app proves itself, taken apart and not yet believed; `nil` if it sent none.
    ///
    /// Beside any other proof it is refused, whatever either is worth (A184, A185).
    func clientAssertion() throws -> ClientAssertion? {
        let type = value("client_assertion_type")
        guard let text = value("client_assertion") else {
            guard type == nil else { throw OAuthError.unprovenAssertion }
            return nil
        }
        guard basic == nil, value("client_secret") == nil else { throw OAuthError.invalidClient }
        guard type == ClientAssertion.type else { throw OAuthError.unprovenAssertion }
        do { return try ClientAssertion(text) } catch { throw OAuthError(error) }
    }
}

extension Tables {
    /// Verifies an assertion with the certificates of the app that it says it is of, and judges its claims.
    func check(
        _ assertion: ClientAssertion, of application: Application, audiences: Set<String>, at: Timestamp
    ) throws -> ClientAssertion.OneTime {
        guard application.kind == .confidential else { throw OAuthError("invalid_client", 700_025, status: 401) }
        let certificates = try clientCredentials.list(application.id).filter { $0.kind == .certificate }
            .compactMap { try? RegisteredCertificate(der: $0.certificate) }
        do {
            try assertion.verify(with: certificates, at: at)
            return try assertion.judge(client: application.id, audience: .anyOf(audiences), at: at)
        } catch {
            throw OAuthError(error)
        }
    }
}

extension OAuthError {
    /// What a stranger hears of an assertion that no certificate of the app vouches for, or of no app at all (A093).
    static let unprovenAssertion = OAuthError("invalid_client", 700_027, status: 401)

    /// What is said of a refused assertion: only who has the app's key hears more than that it is not right.
    init(_ refused: ClientAssertion.Refused) {
        switch refused {
        case .tooLarge, .malformed, .criticalHeader, .wrongAlgorithm, .wrongType, .unknownKey, .badSignature:
            self = .unprovenAssertion
        case .certificateNotInUse: self.init("invalid_client", 7_000_222, status: 401)
        case .wrongClient, .wrongAudience, .badTime, .expired, .notYetValid, .livesTooLong, .noIdentifier:
            self.init("invalid_client", 50012, status: 401)
        }
    }
}
