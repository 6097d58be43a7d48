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

    /// OpenID Connect Discovery 1.0 section 3, RFC 8414.
    @Sendable func configuration(_ visit: Visit) async throws -> Response {
        guard let tenant = try await FindOrganization(doors.tools)(try visit.segment("tenant")) else {
            return OAuthErrorAnswer(visit: visit).respond(OAuthError("invalid_tenant", 90002))
        }
        return visit.json(completed(document(for: tenant)).text, headers: Self.open)
    }

    /// RFC 7517 section 5.
    @Sendable func keys(_ visit: Visit) async throws -> Response {
        guard let tenant = try await FindOrganization(doors.tools)(try visit.segment("tenant")) else {
            return OAuthErrorAnswer(visit: visit).respond(OAuthError("invalid_tenant", 90002))
        }
        let keys = try await doors.tools.keyRing.published(for: tenant, at: doors.tools.now)
        let object: JSONObject = ["keys": .array(keys.map { .raw($0.publicJWK) })]
        return visit.json(object.text, headers: Self.open)
    }

    /// RFC 8705 section 2: by certificate only where one can reach this server.
    private var authenticationMethods: [String] {
        let certificates = ["tls_client_auth", "self_signed_tls_client_auth"]
        return ["client_secret_basic", "client_secret_post", "private_key_jwt"]
            + (doors.options.takesCertificates ? certificates : []) + ["none"]
    }

    private func document(for tenant: ID<Tenant>) -> JSONObject {
        let base = doors.tools.publicURL.text
        let oauth = "\(base)/\(tenant)/oauth2/v2.0"
        return [
            "issuer": .string(doors.tools.publicURL.issuer(of: tenant)),
            "authorization_endpoint": .string("\(oauth)/authorize"),
            "token_endpoint": .string("\(oauth)/token"),
            "end_session_endpoint": .string("\(oauth)/logout"),
            "registration_endpoint": .string(doors.tools.publicURL.registrationEndpoint(of: tenant)),
            "userinfo_endpoint": .string("\(base)/oidc/userinfo"),
            "jwks_uri": .string("\(base)/\(tenant)/discovery/v2.0/keys"),
            "response_types_supported": .strings(["code"]),
            "response_modes_supported": .strings(AuthorizeRequest.ResponseMode.allCases.map(\.rawValue)),
            "grant_types_supported": .strings(["authorization_code", "refresh_token", "password"]),
            "subject_types_supported": .strings(["public"]),
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
    }

    /// The documents hold nothing of a person, so any page may read them; short-lived, so that a rotation is seen.
    private static let open: HTTPFields = [.accessControlAllowOrigin: "*"]
}
