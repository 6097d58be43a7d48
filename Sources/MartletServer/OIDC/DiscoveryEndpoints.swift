import HTTPTypes
import Hummingbird
import MartletActions
import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore

/// What an app reads before it begins: the discovery document and the key set.
struct DiscoveryEndpoints: Sendable {
    let doors: Doors
    private let last = LastDocuments()

    init(doors: Doors) { self.doors = doors }

    /// OpenID Connect Discovery 1.0 section 3, RFC 8414.
    @Sendable func configuration(_ visit: Visit) async throws -> Response {
        try await answer(visit, "configuration") { found in completed(document(for: found)).text }
    }

    /// RFC 7517 section 5.
    @Sendable func keys(_ visit: Visit) async throws -> Response {
        try await answer(visit, "keys") { found in
            var keys: [JSONValue] = []
            for tenant in found.tenants {
                let published = try await doors.tools.keyRing.published(for: tenant, at: doors.tools.now)
                keys += published.map { .raw($0.publicJWK) }
            }
            let object: JSONObject = ["keys": .array(keys)]
            return object.text
        }
    }

    /// A document of the organisation that the address names, made by `make`.
    private func answer(
        _ visit: Visit, _ kind: String, _ make: @escaping @Sendable (FindOrganization.Found) async throws -> String
    ) async throws -> Response {
        let segment = try visit.segment("tenant")
        let text = try await last.document("\(kind) \(segment)") {
            guard let found = try await FindOrganization(doors.tools).behind(segment) else { return nil }
            return try await make(found)
        }
        guard let text else { return OAuthErrorAnswer(visit: visit).respond(.unknownOrganization) }
        return visit.json(text)
    }

    /// RFC 8705 section 2: by certificate only where one can reach this server.
    private var authenticationMethods: [String] {
        let certificates = ["tls_client_auth", "self_signed_tls_client_auth"]
        return ["client_secret_basic", "client_secret_post", "private_key_jwt"]
            + (doors.options.takesCertificates ? certificates : []) + ["none"]
    }

    /// The document of the second version of the endpoints.
    func document(for found: FindOrganization.Found) -> JSONObject {
        let base = doors.tools.publicURL.text
        let tenant = found.segment
        let oauth = "\(base)/\(tenant)/oauth2/v2.0"
        var document: JSONObject = [
            "issuer": .string("\(base)/\(found.issuerSegment)/v2.0"),
            "authorization_endpoint": .string("\(oauth)/authorize"),
            "token_endpoint": .string("\(oauth)/token"),
            "device_authorization_endpoint": .string("\(oauth)/devicecode"),
            "end_session_endpoint": .string("\(oauth)/logout"),
            "registration_endpoint": .string("\(oauth)/register"),
            "frontchannel_logout_supported": true, "frontchannel_logout_session_supported": true,
            "backchannel_logout_supported": true, "backchannel_logout_session_supported": true,
            "userinfo_endpoint": .string("\(base)/oidc/userinfo"),
            "jwks_uri": .string("\(base)/\(tenant)/discovery/v2.0/keys"),
            "response_types_supported": .strings(["code"]),
            "response_modes_supported": .strings(AuthorizeRequest.ResponseMode.allCases.map(\.rawValue)),
            "grant_types_supported": .strings(ExchangeToken.grantTypes),
            "id_token_signing_alg_values_supported": .strings(SigningKey.Algorithm.allCases.map(\.rawValue)),
            "token_endpoint_auth_methods_supported": .strings(authenticationMethods),
            "dpop_signing_alg_values_supported": .strings(DPoPProof.algorithmNames),
            "tls_client_certificate_bound_access_tokens": .bool(doors.options.takesCertificates),
            "token_endpoint_auth_signing_alg_values_supported": .strings(JWSAlgorithm.allCases.map(\.rawValue)),
            "code_challenge_methods_supported": .strings(["S256"]),
            "scopes_supported": .strings(SupportedScopes.all.values),
            "acr_values_supported": .strings(Clearance.Assurance.allCases.map(\.acr)),
            "prompt_values_supported": .strings(AuthorizeRequest.Prompt.allCases.map(\.rawValue)),
            "ui_locales_supported": .strings(Language.allCases.map(\.rawValue)),
            "claims_supported": .strings([
                "sub", "iss", "aud", "exp", "iat", "auth_time", "acr", "amr", "nonce", "at_hash", "sid", "oid", "tid",
                "ver", "name", "preferred_username", "given_name", "family_name", "email", "locale",
            ]),
            "claims_parameter_supported": false, "request_parameter_supported": false,
            "request_uri_parameter_supported": false, "authorization_response_iss_parameter_supported": true,
        ]
        // Who registers an app says for which organisation.
        if case .one(let tenant) = found {
            document["registration_endpoint"] = .string(doors.tools.publicURL.registrationEndpoint(of: tenant))
        }
        return document
    }
}

extension FindOrganization.Found {
    /// The first segment of its addresses.
    var segment: String {
        switch self {
        case .one(let tenant): tenant.rawValue
        case .any(let word, _): word
        }
    }

    /// What stands for the organisation in the issuer: for any of them Entra's placeholder, since every token names one.
    var issuerSegment: String {
        switch self {
        case .one(let tenant): tenant.rawValue
        case .any: "{tenantid}"
        }
    }

    /// The organisations behind it.
    var tenants: [ID<Tenant>] {
        switch self {
        case .one(let tenant): [tenant]
        case .any(_, let all): all
        }
    }
}
