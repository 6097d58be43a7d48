/// What the tokens for an app say, and how they are signed.
package struct TokenSettings: SparseDocument {
    /// Whether the app's people have the same `sub` everywhere (OpenID Connect Core section 8).
    package enum SubjectType: String, Sendable, Codable, CaseIterable { case `public`, pairwise }

    /// Which groups are named in tokens (Entra's `groupMembershipClaims`).
    package enum GroupClaims: String, Sendable, Codable, CaseIterable {
        /// None.
        case none
        /// Those that can hold a role.
        case roleAssignable
        /// All.
        case all
    }

    /// What signs its ID tokens.
    package var idTokenAlgorithm: SigningKey.Algorithm
    /// What signs the access tokens that are for it.
    package var accessTokenAlgorithm: SigningKey.Algorithm
    /// What signs its UserInfo answers; `nil` for plain JSON.
    package var userInfoAlgorithm: SigningKey.Algorithm?
    /// What signs its introspection answers; `nil` for plain JSON (RFC 9701).
    package var introspectionAlgorithm: SigningKey.Algorithm?
    /// The optional claims that its ID tokens have, by name.
    package var optionalIDTokenClaims: [String]
    /// The optional claims that the access tokens for it have, by name.
    package var optionalAccessTokenClaims: [String]
    /// Which groups are named.
    package var groupClaims: GroupClaims
    /// Public or pairwise.
    package var subjectType: SubjectType
    /// The sector of a pairwise `sub`: the host of `sector_identifier_uri` or of the redirect URIs.
    package var sector: String?

    /// The defaults.
    package init() {
        idTokenAlgorithm = .rs256
        accessTokenAlgorithm = .rs256
        optionalIDTokenClaims = []
        optionalAccessTokenClaims = []
        groupClaims = .none
        subjectType = .public
    }

    package init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        idTokenAlgorithm = try members.decode(.idTokenAlgorithm, or: .rs256)
        accessTokenAlgorithm = try members.decode(.accessTokenAlgorithm, or: .rs256)
        userInfoAlgorithm = try members.decodeIfPresent(SigningKey.Algorithm.self, forKey: .userInfoAlgorithm)
        introspectionAlgorithm = try members.decodeIfPresent(SigningKey.Algorithm.self, forKey: .introspectionAlgorithm)
        optionalIDTokenClaims = try members.decode(.optionalIDTokenClaims, or: [])
        optionalAccessTokenClaims = try members.decode(.optionalAccessTokenClaims, or: [])
        groupClaims = try members.decode(.groupClaims, or: .none)
        subjectType = try members.decode(.subjectType, or: .public)
        sector = try members.decodeIfPresent(String.self, forKey: .sector)
    }
}
