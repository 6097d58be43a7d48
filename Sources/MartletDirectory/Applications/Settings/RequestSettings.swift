/// What the authorization requests of an app must look like, and what they mean where they are silent.
package struct RequestSettings: SparseDocument {
    /// Whether requests must be pushed (RFC 9126 section 6).
    package var requiresPushing: Bool
    /// Whether requests must be signed (RFC 9101 section 10.5).
    package var requiresSigning: Bool
    /// The only JWS algorithm of its request objects; `nil` for any that is accepted.
    package var requestObjectAlgorithm: String?
    /// The `request_uri` values that it registered (OpenID Connect Dynamic Registration section 2).
    package var requestURIs: [String]
    /// `max_age` where a request has none, in seconds.
    package var defaultMaxAge: Int?
    /// Whether ID tokens must hold `auth_time`; ours always do.
    package var requiresAuthenticationTime: Bool
    /// `acr_values` where a request has none.
    package var defaultACRValues: [String]
    /// What signs its answers in the JWT response modes (JARM); RS256 unless it chose.
    package var responseAlgorithm: SigningKey.Algorithm

    /// The defaults.
    package init() {
        requiresPushing = false
        requiresSigning = false
        requestURIs = []
        requiresAuthenticationTime = false
        defaultACRValues = []
        responseAlgorithm = .rs256
    }

    package init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        requiresPushing = try members.decode(.requiresPushing, or: false)
        requiresSigning = try members.decode(.requiresSigning, or: false)
        requestObjectAlgorithm = try members.decodeIfPresent(String.self, forKey: .requestObjectAlgorithm)
        requestURIs = try members.decode(.requestURIs, or: [])
        defaultMaxAge = try members.decodeIfPresent(Int.self, forKey: .defaultMaxAge)
        requiresAuthenticationTime = try members.decode(.requiresAuthenticationTime, or: false)
        defaultACRValues = try members.decode(.defaultACRValues, or: [])
        responseAlgorithm = try members.decode(.responseAlgorithm, or: .rs256)
    }
}
