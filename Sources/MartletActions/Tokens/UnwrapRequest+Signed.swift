import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore

/// Request objects (RFC 9101, OpenID Connect Core section 6).
extension UnwrapRequest {
    /// The kind of document that a `request_uri` leads to; many servers know no type for it.
    private static let document = OutgoingDocument(
        contentTypes: [
            "application/oauth-authz-req+jwt", "application/jwt", "application/octet-stream", "text/plain",
        ], limit: RequestObject.longest)

    /// The request that stands in a request object that came by value.
    func signed(
        _ text: String, of application: Application, beside parameters: [(String, String)]
    ) async throws -> UnwrappedRequest {
        do throws(AuthorizeProblem) {
            return try await unwrap(text, of: application, beside: parameters, unsigned: .requestNotSupported)
        } catch {
            return UnwrappedRequest(parameters: parameters, form: AuthorizeRequestForm(problem: error))
        }
    }

    /// The request that stands in a request object at an address that the app registered; nothing else is fetched (A156).
    func signed(
        at address: String, of application: Application, beside parameters: [(String, String)]
    ) async throws -> UnwrappedRequest {
        do throws(AuthorizeProblem) {
            guard application.settings.requests.requestURIs.contains(where: { $0.utf8.elementsEqual(address.utf8) })
            else {
                throw AuthorizeProblem(.requestURINotSupported, 90023, "this request_uri is not registered")
            }
            // A digest behind a hash sign keeps copies apart and is not sent (OpenID Connect Core section 6.2).
            let bytes: [UInt8]
            do {
                bytes = try await tools.outgoing.get(String(address.prefix { $0 != "#" }), Self.document)
            } catch {
                throw AuthorizeProblem(.invalidRequestURI, 90023, "request_uri could not be fetched")
            }
            let text = String(decoding: bytes, as: UTF8.self).filter { !$0.isWhitespace }
            return try await unwrap(
                text, of: application, beside: parameters, unsigned: .requestURINotSupported)
        } catch {
            return UnwrappedRequest(parameters: parameters, form: AuthorizeRequestForm(problem: error))
        }
    }

    /// The parameters of a verified request object, and none of those beside it: they are not the app's word
    /// (RFC 9101 section 6.3).
    private func unwrap(
        _ text: String, of application: Application, beside outer: [(String, String)],
        unsigned: AuthorizeProblem.Code
    ) async throws(AuthorizeProblem) -> UnwrappedRequest {
        let settings = application.settings
        let isFAPI = settings.authentication.isFAPI
        let parameters: [RequestObject.Parameter]
        do {
            let object = try RequestObject(text)
            var algorithms: Set<JWSAlgorithm> = isFAPI ? .fapi : .all
            if let only = settings.requests.requestObjectAlgorithm {
                algorithms.formIntersection([JWSAlgorithm(rawValue: only)].compactMap(\.self))
            }
            let (certificates, keys) = try await keys(of: application, named: object.unverifiedKeyID)
            try object.verify(with: certificates, keys: keys, algorithms: algorithms, at: tools.now)
            parameters = try object.parameters(
                clientID: application.id.rawValue, issuer: tools.publicURL.issuer(of: application.tenant),
                strictness: isFAPI ? .fapi : .ordinary, at: tools.now)
        } catch {
            let isUnsigned = JWTVerifier.unverifiedAlgorithm(of: text)?.lowercased() == "none"
            throw AuthorizeProblem(
                isUnsigned && !isFAPI ? unsigned : .invalidRequestObject, 90023, "the request object is not right")
        }
        var inner = parameters.map { ($0.name, $0.value) }
        if !inner.contains(where: { $0.0 == "client_id" }) { inner.append(("client_id", application.id.rawValue)) }
        return UnwrappedRequest(parameters: inner, form: AuthorizeRequestForm(isSigned: true))
    }

    private func keys(
        of application: Application, named keyID: String?
    ) async throws -> ([RegisteredCertificate], JSONWebKeySet) {
        let certificates = try await tools.store.read { tables in
            try tables.clientCredentials.list(application.id).filter { $0.kind == .certificate }
                .compactMap { try? RegisteredCertificate(der: $0.certificate) }
        }
        return (certificates, try await tools.keySet(of: application, wanting: keyID, at: tools.now))
    }
}
