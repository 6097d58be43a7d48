/// How an app proves itself at the token endpoint (RFC 6749 section 2.3, RFC 7591 section 2).
package struct ClientAuthenticationSettings: SparseDocument {
    /// The methods by the names of the registry of RFC 7591.
    package enum Method: String, Sendable, Codable, CaseIterable {
        case clientSecretBasic = "client_secret_basic"
        case clientSecretPost = "client_secret_post"
        case privateKeyJWT = "private_key_jwt"
        case tlsClientAuth = "tls_client_auth"
        case selfSignedTLSClientAuth = "self_signed_tls_client_auth"
        case none
    }

    /// What of a certificate names the app in PKI mutual TLS (RFC 8705 section 2.1.2).
    package struct CertificateName: Sendable, Codable, Equatable {
        /// The five things that a certificate can be named by.
        package enum Kind: String, Sendable, Codable, CaseIterable {
            case subjectDN = "tls_client_auth_subject_dn"
            case dns = "tls_client_auth_san_dns"
            case uri = "tls_client_auth_san_uri"
            case ip = "tls_client_auth_san_ip"
            case email = "tls_client_auth_san_email"
        }

        /// Which of them.
        package var kind: Kind
        /// What it must be.
        package var value: String

        /// A name.
        package init(kind: Kind, value: String) {
            self.kind = kind
            self.value = value
        }
    }

    /// The one method that counts (A185); `nil` lets any that fits the app's kind and credentials count.
    package var method: Method?
    /// The only JWS algorithm of its assertions; `nil` for any that is accepted.
    package var assertionAlgorithm: String?
    /// Its public keys as a JWK set in JSON (RFC 7517).
    package var keySet: String?
    /// Where its public keys are (`jwks_uri`).
    package var keySetURI: String?
    /// Whether one assertion counts until it ends instead of once (Microsoft's libraries send one for minutes).
    package var reusesAssertions: Bool
    /// The name of its certificate, for `tls_client_auth`.
    package var certificateName: CertificateName?
    /// Whether its tokens are bound to the certificate of the connection (RFC 8705 section 3).
    package var bindsTokensToCertificate: Bool
    /// Whether its tokens must be bound to a DPoP key (RFC 9449 section 5.2).
    package var requiresDPoP: Bool
    /// Whether the FAPI 2.0 Security Profile binds it: pushed requests, sender-constrained tokens, PS256, ES256 or EdDSA.
    package var isFAPI: Bool

    /// The defaults.
    package init() {
        reusesAssertions = false
        bindsTokensToCertificate = false
        requiresDPoP = false
        isFAPI = false
    }

    package init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        method = try members.decodeIfPresent(Method.self, forKey: .method)
        assertionAlgorithm = try members.decodeIfPresent(String.self, forKey: .assertionAlgorithm)
        keySet = try members.decodeIfPresent(String.self, forKey: .keySet)
        keySetURI = try members.decodeIfPresent(String.self, forKey: .keySetURI)
        reusesAssertions = try members.decode(.reusesAssertions, or: false)
        certificateName = try members.decodeIfPresent(CertificateName.self, forKey: .certificateName)
        bindsTokensToCertificate = try members.decode(.bindsTokensToCertificate, or: false)
        requiresDPoP = try members.decode(.requiresDPoP, or: false)
        isFAPI = try members.decode(.isFAPI, or: false)
    }
}

extension ClientAuthenticationSettings {
    /// Whether the app may be known by something without a line of its own: a key set, or a name that authorities vouch for.
    package var hasNamelessKeys: Bool { keySet != nil || keySetURI != nil || certificateName != nil }
}
