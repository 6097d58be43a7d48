import MartletCredentials
import MartletDirectory
import MartletPolicy

/// What an app says of itself when it registers (RFC 7591 section 2, OpenID Connect Dynamic Client Registration 1.0
/// section 2, RFC 8705, RFC 9126, RFC 9449, the logout specifications).
package struct ClientMetadata: Sendable {
    /// The name that people see; `nil` where it gave none.
    var displayName: String?
    /// How it proves itself.
    var method: ClientAuthenticationSettings.Method
    /// Where codes may be sent.
    var redirectURIs: [String]
    /// Where people may be sent after signing out.
    var postLogoutRedirectURIs: [String]
    /// Whether it wants refresh tokens.
    var wantsRefreshTokens: Bool
    /// Where the list of the addresses of its sector is.
    var sectorIdentifierURI: String?
    /// The settings of an app that are said by metadata; all others are at their defaults.
    var settings: ApplicationSettings

    /// Whether it is public.
    var kind: Application.Kind { method == .none ? .public : .confidential }

    /// The grants that an app can have which registers itself (A196).
    static let grants = ["authorization_code", "refresh_token"]

    /// Members that change what Martlet would have to do in ways that it does not: an app that asks for them would be
    /// disappointed later.
    private static let unknown = [
        "id_token_encrypted_response_alg", "id_token_encrypted_response_enc", "userinfo_encrypted_response_alg",
        "userinfo_encrypted_response_enc", "request_object_encryption_alg", "request_object_encryption_enc",
        "authorization_encrypted_response_alg", "authorization_encrypted_response_enc",
        "introspection_encrypted_response_alg", "introspection_encrypted_response_enc",
    ]

    /// Reads metadata. Members that nobody knows are ignored, as RFC 7591 section 2 wants it.
    /// - Throws: the first thing that is wrong.
    package init(_ object: JSONObject) throws(RegistrationError) {
        // A196: whoever signed it, it would say what an administrator has to say.
        guard object["software_statement"] == nil else { throw .softwareStatement }
        for name in Self.unknown where object[name] != nil && object[name] != .null { throw .metadata(name) }
        let reader = MetadataReader(object: object)
        displayName = try reader.text("client_name", limit: 120)
        method = try reader.word("token_endpoint_auth_method") ?? .clientSecretBasic
        wantsRefreshTokens = try Self.readGrants(reader)
        guard try reader.texts("response_types", most: 8) ?? ["code"] == ["code"] else {
            throw .metadata("response_types")
        }
        redirectURIs = []
        postLogoutRedirectURIs = []
        settings = ApplicationSettings()
        sectorIdentifierURI = try reader.address("sector_identifier_uri")
        try readAddresses(reader)
        settings.authentication = try Self.authentication(reader, method: method)
        settings.requests = try Self.requests(reader)
        settings.tokens = try Self.tokens(reader)
        settings.presentation = try Self.presentation(reader)
        settings.logout = try Self.logout(reader, redirectURIs: redirectURIs)
        settings.tokens.sector = try sector()
    }

    private static func readGrants(_ reader: MetadataReader) throws(RegistrationError) -> Bool {
        let grants = try reader.texts("grant_types", most: 8) ?? ["authorization_code"]
        guard grants.contains("authorization_code"), grants.allSatisfy(Self.grants.contains) else {
            throw .metadata("grant_types")
        }
        return grants.contains("refresh_token")
    }

    private mutating func readAddresses(_ reader: MetadataReader) throws(RegistrationError) {
        let most = ApplicationDetails.mostRedirectURIs
        redirectURIs =
            try reader.texts("redirect_uris", most: most, limit: OutgoingURL.longest) ?? []
        guard !redirectURIs.isEmpty else { throw .redirectURI("missing") }
        for text in redirectURIs {
            if let problem = RedirectURICheck.isAcceptable(toRegister: text, for: kind) {
                throw .redirectURI(problem.rawValue)
            }
        }
        postLogoutRedirectURIs =
            try reader.texts("post_logout_redirect_uris", most: most, limit: OutgoingURL.longest) ?? []
        for text in postLogoutRedirectURIs where RedirectURICheck.isAcceptable(toRegister: text, for: kind) != nil {
            throw .metadata("post_logout_redirect_uris")
        }
    }

    /// OpenID Connect Core section 8.1: the host of the sector identifier, or the one host of the redirect addresses.
    private func sector() throws(RegistrationError) -> String? {
        if let uri = sectorIdentifierURI { return RedirectURICheck.host(of: uri) }
        guard settings.tokens.subjectType == .pairwise else { return nil }
        // Anybody can write any host behind a scheme of their own or run on a loopback address: those prove no sector.
        guard redirectURIs.allSatisfy({ $0.hasPrefix("https://") }) else { throw .metadata("sector_identifier_uri") }
        let hosts = Set(redirectURIs.map { RedirectURICheck.host(of: $0) })
        guard hosts.count == 1, let host = hosts.first ?? nil else { throw .metadata("sector_identifier_uri") }
        return host
    }
}
