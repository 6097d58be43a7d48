import HTTPTypes
import Hummingbird
import MartletActions
import MartletCredentials
import MartletDirectory

/// Where apps register themselves and look after their registration (RFC 7591, RFC 7592, OpenID Connect Dynamic Client
/// Registration 1.0).
struct RegistrationEndpoints: Sendable {
    let doors: Doors

    @Sendable func register(_ visit: Visit) async throws -> Response {
        try await answer(visit, .created) {
            try await RegisterClient(doors.tools)(
                try await visit.jsonObject(), in: try visit.segment("tenant"), token: visit.bearerToken,
                from: visit.origin)
        }
    }

    @Sendable func read(_ visit: Visit) async throws -> Response {
        try await answer(visit, .ok) {
            try await ReadClientRegistration(doors.tools)(
                try visit.segment("client"), in: try visit.segment("tenant"), token: visit.bearerToken)
        }
    }

    @Sendable func replace(_ visit: Visit) async throws -> Response {
        try await answer(visit, .ok) {
            try await ReplaceClientRegistration(doors.tools)(
                try await visit.jsonObject(), of: try visit.segment("client"), in: try visit.segment("tenant"),
                token: visit.bearerToken, from: visit.origin)
        }
    }

    @Sendable func delete(_ visit: Visit) async throws -> Response {
        do {
            try await DeleteClientRegistration(doors.tools)(
                try visit.segment("client"), in: try visit.segment("tenant"), token: visit.bearerToken,
                from: visit.origin)
            return Response(status: .noContent, headers: [.cacheControl: "no-store"])
        } catch let error as RegistrationError {
            return refuse(visit, error)
        }
    }

    private func answer(
        _ visit: Visit, _ status: HTTPResponse.Status, _ body: () async throws -> ClientRegistration
    ) async throws -> Response {
        do {
            return visit.json(try await body().document(at: doors.tools.publicURL).text, status: status)
        } catch let error as RegistrationError {
            return refuse(visit, error)
        }
    }

    /// RFC 7591 section 3.2.2, and RFC 6750 section 3.1 for the tokens. Of what was sent, member names alone are said.
    private func refuse(_ visit: Visit, _ error: RegistrationError) -> Response {
        switch error {
        case .noOrganization: return OAuthErrorAnswer(visit: visit).respond(OAuthError("invalid_tenant", 90002))
        case .invalidToken:
            let isMissing = visit.request.headers[.authorization] == nil
            let challenge = "Bearer realm=\"martlet\"" + (isMissing ? "" : ", error=\"invalid_token\"")
            return refuse(
                visit, "invalid_token", "A token for registering apps is wanted.", .unauthorized,
                [.wwwAuthenticate: challenge])
        case .forbidden: return refuse(visit, "access_denied", "The app is disabled.", .forbidden)
        case .redirectURI(let problem):
            return refuse(visit, "invalid_redirect_uri", "redirect_uris cannot be registered: \(problem)")
        case .metadata(let member):
            return refuse(visit, "invalid_client_metadata", "\(member) is not right, or not offered here")
        case .softwareStatement:
            return refuse(visit, "unapproved_software_statement", "Software statements are not accepted.")
        }
    }

    private func refuse(
        _ visit: Visit, _ error: String, _ description: String, _ status: HTTPResponse.Status = .badRequest,
        _ headers: HTTPFields = [:]
    ) -> Response {
        let object: JSONObject = ["error": .string(error), "error_description": .string(description)]
        return visit.json(object.text, status: status, headers: headers)
    }
}

extension Visit {
    /// The token of an `Authorization: Bearer` header (RFC 6750 section 2.1).
    var bearerToken: String? {
        let headers = request.headers[values: .authorization]
        guard headers.count == 1 else { return nil }
        return headers.first.flatMap { BearerToken(header: $0) }?.text
    }

    /// The JSON object of a body of at most 64 KiB.
    /// - Throws: `RegistrationError.metadata`, `Stop.tooLarge`, `Stop.timedOut`, `Stop.unsupportedMediaType`.
    fileprivate func jsonObject() async throws -> JSONObject {
        let type = (request.headers[.contentType] ?? "").prefix { $0 != ";" }.lowercased()
        guard type == "application/json" else { throw Stop.unsupportedMediaType }
        guard let object = try? JSONReader.object(try await boundedBody()) else {
            throw RegistrationError.metadata("body")
        }
        return object
    }
}
