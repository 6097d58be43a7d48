import Logging
import MartletCredentials
import MartletDirectory
import MartletStore

/// Checks the JWT by which an app proves itself: its own, or that of an issuer which it trusts.
struct AssertionCheck: Sendable {
    let tools: Tools
    let record: ClientRecord
    let request: TokenRequest
    let at: Timestamp

    private var application: Application { record.application }
    private var rules: ClientAuthenticationSettings { application.settings.authentication }

    /// What is left to be spent.
    /// - Throws: `OAuthError`.
    func callAsFunction(_ assertion: ClientAssertion, text: String) async throws -> Spending {
        let issuer = assertion.unverifiedIssuer
        // Whose assertion it is, its issuer says: the app's own has the app's id there.
        if let issuer, issuer != application.id.rawValue, let workload = workload(assertion, issuer: issuer) {
            return try await check(text, of: workload)
        }
        return try await check(assertion)
    }

    private func check(_ assertion: ClientAssertion) async throws -> Spending {
        let keys = try await keySet(wanting: assertion.unverifiedKeyID)
        do {
            let signer = try assertion.verify(
                with: record.certificates, keys: keys, algorithms: algorithms, at: at)
            let oneTime = try assertion.judge(client: application.id, audience: audience, at: at)
            let credential = signer.flatMap { signer in
                record.credentials.first { $0.kind == .certificate && $0.digest == signer.thumbprint }
            }
            let use =
                signer == nil
                ? record.use(of: .keySet, named: assertion.unverifiedKeyID ?? "", at: at)
                : credential.map(Spending.Use.credential)
            return Spending(
                oneTime: rules.reusesAssertions && !rules.isFAPI ? nil : .assertion(oneTime), use: use)
        } catch {
            throw OAuthError(error)
        }
    }

    /// The token endpoint by the tenant's id and as it was asked, the endpoint that was asked, and the issuer (RFC 7523
    /// section 3); for FAPI the issuer alone.
    private var audience: ClientAssertion.Audience {
        let publicURL = tools.publicURL
        let issuer = publicURL.issuer(of: record.tenant.id)
        guard !rules.isFAPI else { return .exactly(issuer) }
        return .anyOf([
            publicURL.tokenEndpoint(of: record.tenant.id.rawValue), publicURL.tokenEndpoint(of: request.organization),
            request.sender.address, issuer,
        ])
    }

    private var algorithms: Set<JWSAlgorithm> {
        let allowed: Set<JWSAlgorithm> = rules.isFAPI ? .fapi : .all
        guard let only = rules.assertionAlgorithm else { return allowed }
        return allowed.intersection(JWSAlgorithm(rawValue: only).map { [$0] } ?? [])
    }

    /// The keys that the app registered, or those at the address that it registered.
    private func keySet(wanting keyID: String?) async throws -> JSONWebKeySet {
        try await tools.keySet(of: application, wanting: keyID, at: at)
    }

    private func workload(_ assertion: ClientAssertion, issuer: String) -> FederatedCredential? {
        record.workloads.first { $0.issuer == issuer && $0.subject == assertion.unverifiedSubject }
    }

    /// Only an issuer that an administrator wrote down is ever asked for its keys.
    private func check(_ text: String, of workload: FederatedCredential) async throws -> Spending {
        let assertion: FederatedAssertion
        do { assertion = try FederatedAssertion(text) } catch { throw OAuthError.unprovenAssertion }
        let keys: JSONWebKeySet
        do {
            keys = try await tools.issuerKeys.keySet(
                of: workload.issuer, wanting: assertion.unverifiedKeyID, now: at)
        } catch {
            tools.logger.notice(
                "the keys of an issuer cannot be had", metadata: ["issuer": "\(workload.issuer)", "cause": "\(error)"])
            throw OAuthError.unprovenAssertion
        }
        do {
            let proven = try assertion.verify(
                with: keys, issuer: workload.issuer, subject: workload.subject, audience: workload.audience,
                algorithms: rules.isFAPI ? .fapi : .all, at: at)
            return Spending(
                oneTime: rules.reusesAssertions && !rules.isFAPI ? nil : .federated(proven), use: .workload(workload))
        } catch {
            throw OAuthError.unprovenAssertion
        }
    }
}

extension Tools {
    /// The public keys of an app: those that it registered, or those at the address that it registered.
    ///
    /// A set at an address may hold keys that are not accepted here; they are left out.
    /// - Throws: `OAuthError` where the address does not answer.
    func keySet(of application: Application, wanting keyID: String?, at: Timestamp) async throws -> JSONWebKeySet {
        let rules = application.settings.authentication
        if let text = rules.keySet {
            return (try? JSONWebKeySet(json: text, unsoundKey: .isLeftOut)) ?? JSONWebKeySet()
        }
        guard let address = rules.keySetURI else { return JSONWebKeySet() }
        do {
            return try await clientKeys.keySet(at: address, wanting: keyID, now: at)
        } catch {
            logger.notice(
                "the keys of an app cannot be had", metadata: ["app": "\(application.id)", "cause": "\(error)"])
            throw OAuthError.unprovenAssertion
        }
    }
}

extension OAuthError {
    /// What a stranger hears of an assertion that no key of the app vouches for, or of no app at all (A093).
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
