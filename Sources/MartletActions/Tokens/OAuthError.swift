import MartletDirectory

/// A refusal in OAuth's words (RFC 6749 section 5.2) with Entra's number beside it (section 4.1).
package struct OAuthError: Error, Sendable, Equatable {
    /// The word that a client may branch on.
    package var error: String
    /// The AADSTS number.
    package var number: Int
    /// The HTTP status.
    package var status: Int
    /// Seconds until a retry makes sense, if one does.
    package var retryAfterSeconds: Int?

    /// A refusal; its status is 400 unless said.
    package init(_ error: String, _ number: Int, status: Int = 400, retryAfterSeconds: Int? = nil) {
        self.error = error
        self.number = number
        self.status = status
        self.retryAfterSeconds = retryAfterSeconds
    }

    package static let invalidClient = OAuthError("invalid_client", 7_000_215, status: 401)
    package static let invalidGrant = OAuthError("invalid_grant", 70000)
    /// The app is not one that may use the grant (RFC 6749 section 5.2, A188).
    package static let grantNotAllowed = OAuthError("unauthorized_client", 70001)
    package static let malformed = OAuthError("invalid_request", 9_002_313)
    /// An API that there is not, or that the token cannot be for (RFC 8707 section 2).
    package static let unknownTarget = OAuthError("invalid_target", 500_011)
    package static let unknownOrganization = OAuthError("invalid_tenant", 90002)
    package static func overloaded(_ seconds: Int) -> OAuthError {
        OAuthError("temporarily_unavailable", 90055, status: 503, retryAfterSeconds: seconds)
    }
}
