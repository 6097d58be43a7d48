/// How an app hears that a person has signed out.
package struct LogoutSettings: SparseDocument {
    /// What the browser is made to load (OpenID Connect Front-Channel Logout 1.0 section 2).
    package var frontChannelURI: String?
    /// Whether `iss` and `sid` must be sent with it; they always are.
    package var frontChannelNeedsSession: Bool
    /// Where the logout token is posted (OpenID Connect Back-Channel Logout 1.0 section 2.2).
    package var backChannelURI: String?
    /// Whether the logout token must name the session; ours always do.
    package var backChannelNeedsSession: Bool

    /// The defaults.
    package init() {
        frontChannelNeedsSession = false
        backChannelNeedsSession = false
    }

    package init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        frontChannelURI = try members.decodeIfPresent(String.self, forKey: .frontChannelURI)
        frontChannelNeedsSession = try members.decode(.frontChannelNeedsSession, or: false)
        backChannelURI = try members.decodeIfPresent(String.self, forKey: .backChannelURI)
        backChannelNeedsSession = try members.decode(.backChannelNeedsSession, or: false)
    }
}
