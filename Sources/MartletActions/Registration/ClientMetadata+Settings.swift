import MartletCredentials
import MartletDirectory
import MartletPolicy

/// The parts of an app's settings, each from the members that say it.
extension ClientMetadata {
    static func authentication(
        _ reader: MetadataReader, method: ClientAuthenticationSettings.Method
    ) throws(RegistrationError) -> ClientAuthenticationSettings {
        var settings = ClientAuthenticationSettings()
        settings.method = method
        settings.assertionAlgorithm = try algorithm("token_endpoint_auth_signing_alg", reader)
        settings.keySetURI = try reader.address("jwks_uri")
        settings.keySet = try keySet(reader)
        // RFC 7591 section 2: one or the other.
        guard settings.keySet == nil || settings.keySetURI == nil else { throw .metadata("jwks") }
        var names: [ClientAuthenticationSettings.CertificateName] = []
        for kind in ClientAuthenticationSettings.CertificateName.Kind.allCases {
            guard let value = try reader.text(kind.rawValue, limit: 1024) else { continue }
            names.append(.init(kind: kind, value: value))
        }
        settings.certificateName = names.first
        switch method {
        case .privateKeyJWT, .selfSignedTLSClientAuth:
            guard settings.keySet != nil || settings.keySetURI != nil else { throw .metadata("jwks_uri") }
        case .tlsClientAuth:
            // RFC 8705 section 2.1.2: exactly one of the five.
            guard names.count == 1 else { throw .metadata("tls_client_auth_subject_dn") }
        case .clientSecretBasic, .clientSecretPost, .none: break
        }
        guard names.count <= 1 else { throw .metadata("tls_client_auth_subject_dn") }
        settings.bindsTokensToCertificate = try reader.flag("tls_client_certificate_bound_access_tokens")
        settings.requiresDPoP = try reader.flag("dpop_bound_access_tokens")
        return settings
    }

    static func requests(_ reader: MetadataReader) throws(RegistrationError) -> RequestSettings {
        var settings = RequestSettings()
        settings.requiresPushing = try reader.flag("require_pushed_authorization_requests")
        settings.requiresSigning = try reader.flag("require_signed_request_object")
        settings.requestObjectAlgorithm = try algorithm("request_object_signing_alg", reader)
        settings.requestURIs = try reader.texts("request_uris", most: 10, limit: OutgoingURL.longest) ?? []
        for text in settings.requestURIs where (try? OutgoingURL(text))?.isSecure != true {
            throw .metadata("request_uris")
        }
        settings.defaultMaxAge = try reader.seconds("default_max_age")
        settings.requiresAuthenticationTime = try reader.flag("require_auth_time")
        settings.defaultACRValues = try reader.texts("default_acr_values", most: 10) ?? []
        settings.responseAlgorithm = try reader.word("authorization_signed_response_alg") ?? .rs256
        return settings
    }

    static func tokens(_ reader: MetadataReader) throws(RegistrationError) -> TokenSettings {
        var settings = TokenSettings()
        // `none` is no algorithm here (A169).
        settings.idTokenAlgorithm = try reader.word("id_token_signed_response_alg") ?? .rs256
        settings.userInfoAlgorithm = try reader.word("userinfo_signed_response_alg")
        settings.introspectionAlgorithm = try reader.word("introspection_signed_response_alg")
        settings.subjectType = try reader.word("subject_type") ?? .public
        return settings
    }

    static func presentation(_ reader: MetadataReader) throws(RegistrationError) -> PresentationSettings {
        var settings = PresentationSettings()
        settings.homepageURI = try reader.address("client_uri")
        settings.logoURI = try reader.address("logo_uri")
        settings.policyURI = try reader.address("policy_uri")
        settings.termsURI = try reader.address("tos_uri")
        settings.initiateLoginURI = try reader.address("initiate_login_uri")
        settings.contacts = try reader.texts("contacts", most: 10) ?? []
        return settings
    }

    static func logout(
        _ reader: MetadataReader, redirectURIs: [String]
    ) throws(RegistrationError) -> LogoutSettings {
        var settings = LogoutSettings()
        if let uri = try reader.text("frontchannel_logout_uri", limit: OutgoingURL.longest) {
            // OpenID Connect Front-Channel Logout 1.0 section 2: of the origin of a redirect address.
            guard RedirectURICheck.isAcceptable(toRegister: uri, for: .confidential) == nil,
                let origin = RedirectURICheck.origin(of: uri),
                redirectURIs.contains(where: { RedirectURICheck.origin(of: $0) == origin })
            else { throw .metadata("frontchannel_logout_uri") }
            settings.frontChannelURI = uri
        }
        settings.frontChannelNeedsSession = try reader.flag("frontchannel_logout_session_required")
        if let uri = try reader.text("backchannel_logout_uri", limit: OutgoingURL.longest) {
            // http is for hosts that the operator allowed; the guard of outgoing requests decides.
            guard (try? OutgoingURL(uri)) != nil else { throw .metadata("backchannel_logout_uri") }
            settings.backChannelURI = uri
        }
        settings.backChannelNeedsSession = try reader.flag("backchannel_logout_session_required")
        return settings
    }

    private static func algorithm(_ name: String, _ reader: MetadataReader) throws(RegistrationError) -> String? {
        let algorithm: JWSAlgorithm? = try reader.word(name)
        return algorithm?.rawValue
    }

    private static func keySet(_ reader: MetadataReader) throws(RegistrationError) -> String? {
        switch reader.object["jwks"] {
        case nil, .null: return nil
        case .object(let object):
            // What is kept is written anew: public keys of known kinds and nothing else.
            guard let set = try? JSONWebKeySet(object), !set.keys.isEmpty, set.json.utf8.count <= JSONWebKey.longest
            else { throw .metadata("jwks") }
            return set.json
        default: throw .metadata("jwks")
        }
    }
}
