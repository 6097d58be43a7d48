import MartletCredentials
import MartletDirectory

extension ClientRegistration {
    /// The client information response: who the app is now, and all of its metadata as it is kept.
    package func document(at publicURL: PublicURL) -> JSONObject {
        let settings = application.settings
        var object: JSONObject = [
            "client_id": .string(application.id.rawValue),
            "client_id_issued_at": .integer(application.createdAt.seconds),
            "registration_access_token": .string(token),
            "registration_client_uri": .string(publicURL.registration(of: application)),
            "client_name": .string(application.displayName),
            "redirect_uris": .strings(application.redirectURIs),
            "grant_types": .strings(
                ["authorization_code"] + (settings.grants.allowsRefreshTokens ? ["refresh_token"] : [])),
            "response_types": ["code"],
        ]
        if let clientSecret { object["client_secret"] = .string(clientSecret) }
        // RFC 7591 section 3.2.1: 0 says that it does not expire.
        if clientSecret != nil { object["client_secret_expires_at"] = 0 }
        object.put("post_logout_redirect_uris", application.postLogoutRedirectURIs)
        Self.put(settings.authentication, in: &object)
        Self.put(settings.requests, in: &object)
        Self.put(settings.tokens, in: &object)
        object.put("sector_identifier_uri", settings.registration?.sectorIdentifierURI)
        Self.put(settings.presentation, in: &object)
        Self.put(settings.logout, in: &object)
        return object
    }

    private static func put(_ settings: ClientAuthenticationSettings, in object: inout JSONObject) {
        object.put("token_endpoint_auth_method", settings.method?.rawValue)
        object.put("token_endpoint_auth_signing_alg", settings.assertionAlgorithm)
        object.put("jwks_uri", settings.keySetURI)
        if let keySet = settings.keySet { object["jwks"] = .raw(keySet) }
        if let name = settings.certificateName { object[name.kind.rawValue] = .string(name.value) }
        object["tls_client_certificate_bound_access_tokens"] = .bool(settings.bindsTokensToCertificate)
        object["dpop_bound_access_tokens"] = .bool(settings.requiresDPoP)
    }

    private static func put(_ settings: RequestSettings, in object: inout JSONObject) {
        object["require_pushed_authorization_requests"] = .bool(settings.requiresPushing)
        object["require_signed_request_object"] = .bool(settings.requiresSigning)
        object.put("request_object_signing_alg", settings.requestObjectAlgorithm)
        object.put("request_uris", settings.requestURIs)
        if let age = settings.defaultMaxAge { object["default_max_age"] = .integer(Int64(age)) }
        object["require_auth_time"] = .bool(settings.requiresAuthenticationTime)
        object.put("default_acr_values", settings.defaultACRValues)
        object["authorization_signed_response_alg"] = .string(settings.responseAlgorithm.rawValue)
    }

    private static func put(_ settings: TokenSettings, in object: inout JSONObject) {
        object["id_token_signed_response_alg"] = .string(settings.idTokenAlgorithm.rawValue)
        object.put("userinfo_signed_response_alg", settings.userInfoAlgorithm?.rawValue)
        object.put("introspection_signed_response_alg", settings.introspectionAlgorithm?.rawValue)
        object["subject_type"] = .string(settings.subjectType.rawValue)
    }

    private static func put(_ settings: PresentationSettings, in object: inout JSONObject) {
        object.put("client_uri", settings.homepageURI)
        object.put("logo_uri", settings.logoURI)
        object.put("policy_uri", settings.policyURI)
        object.put("tos_uri", settings.termsURI)
        object.put("initiate_login_uri", settings.initiateLoginURI)
        object.put("contacts", settings.contacts)
    }

    private static func put(_ settings: LogoutSettings, in object: inout JSONObject) {
        object.put("frontchannel_logout_uri", settings.frontChannelURI)
        object["frontchannel_logout_session_required"] = .bool(settings.frontChannelNeedsSession)
        object.put("backchannel_logout_uri", settings.backChannelURI)
        object["backchannel_logout_session_required"] = .bool(settings.backChannelNeedsSession)
    }
}

extension JSONObject {
    /// A member that is left out where there is nothing to say.
    fileprivate mutating func put(_ name: String, _ text: String?) {
        if let text { self[name] = .string(text) }
    }

    /// The same for a list.
    fileprivate mutating func put(_ name: String, _ texts: [String]) {
        if !texts.isEmpty { self[name] = .strings(texts) }
    }
}

extension PublicURL {
    /// Where apps register themselves.
    package func registrationEndpoint(of tenant: ID<Tenant>) -> String { "\(text)/\(tenant)/oauth2/v2.0/register" }

    /// Where an app finds its own registration.
    package func registration(of application: Application) -> String {
        "\(registrationEndpoint(of: application.tenant))/\(application.id)"
    }
}
