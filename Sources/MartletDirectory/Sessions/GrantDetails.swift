/// What a code or a family was granted for beyond its scopes; most are granted for nothing more.
package struct GrantDetails: SparseDocument {
    /// The API that the access token is for; `nil` for Martlet's own.
    package var resource: ID<Application>?
    /// The name by which the request called the API, where it must be the audience (RFC 8707 section 2).
    package var audience: String?
    /// The claims that were asked for in the ID token (OpenID Connect Core section 5.5).
    package var idTokenClaims: [String]
    /// The claims that were asked for at UserInfo.
    package var userInfoClaims: [String]
    /// What the client can do (`xms_cc`): `cp1` for claims challenges.
    package var capabilities: [String]
    /// The key that must be shown with the tokens: `jkt:` or `x5t#S256:` and a thumbprint (RFC 9449, RFC 8705).
    package var binding: String?
    /// The family whose token this one was exchanged for; it ends with that one.
    package var parent: ID<RefreshFamily>?
    /// Who acts, from the last to the first, where tokens were exchanged (`act`, RFC 8693 section 4.1).
    package var actors: [String]
    /// The session that the tokens name (`sid`), where the person has signed in anew since and that one is over.
    package var namedSession: ID<Session>?

    /// Nothing more.
    package init() {
        idTokenClaims = []
        userInfoClaims = []
        capabilities = []
        actors = []
    }

    package init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        resource = try members.decodeIfPresent(ID<Application>.self, forKey: .resource)
        audience = try members.decodeIfPresent(String.self, forKey: .audience)
        idTokenClaims = try members.decode(.idTokenClaims, or: [])
        userInfoClaims = try members.decode(.userInfoClaims, or: [])
        capabilities = try members.decode(.capabilities, or: [])
        binding = try members.decodeIfPresent(String.self, forKey: .binding)
        parent = try members.decodeIfPresent(ID<RefreshFamily>.self, forKey: .parent)
        actors = try members.decode(.actors, or: [])
        namedSession = try members.decodeIfPresent(ID<Session>.self, forKey: .namedSession)
    }
}
