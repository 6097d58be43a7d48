import HTTPTypes

/// The header fields that HTTPTypes has no name for.
extension HTTPField.Name {
    /// Where a proxy says a request came from; believed from trusted proxies only (A078).
    static let xForwardedFor = named("X-Forwarded-For")
    /// Proofs that the sender has a key (RFC 9449 section 4.1).
    static let dpop = named("DPoP")
    /// Whether a page of another site made the browser send this.
    static let secFetchSite = named("Sec-Fetch-Site")
    /// The correlation id of Microsoft's libraries.
    static let clientRequestID = named("client-request-id")
    /// Whether the client wants its correlation id back.
    static let returnClientRequestID = named("return-client-request-id")
    /// What the next request tells of this page's address.
    static let referrerPolicy = named("Referrer-Policy")
    /// Framing, for browsers that do not know `frame-ancestors`.
    static let xFrameOptions = named("X-Frame-Options")
    /// Whether pages of other origins keep a handle on this one.
    static let crossOriginOpenerPolicy = named("Cross-Origin-Opener-Policy")
    /// How far a worker may reach beyond the folder that it came from.
    static let serviceWorkerAllowed = named("Service-Worker-Allowed")
    /// Which of the browser's powers a page may use.
    static let permissionsPolicy = named("Permissions-Policy")
    /// A redirect by the page itself, which every browser follows.
    static let refresh = named("Refresh")
    /// Who was let in, for the web server that asked.
    static let remoteUser = named("Remote-User")
    /// The object id of who was let in.
    static let remoteObjectID = named("Remote-Object-Id")

    /// INVARIANT: every name above is a token of RFC 9110 section 5.1.
    private static func named(_ text: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(text) else { preconditionFailure("`\(text)` is no header name") }
        return name
    }
}
