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
    /// The key of the mail proxy.
    static let xAuthKey = named("X-Auth-Key")
    /// What nginx's mail proxy is told: `OK`, or why not.
    static let authStatus = named("Auth-Status")
    /// The address of the mail server behind the proxy.
    static let authServer = named("Auth-Server")
    /// Its port.
    static let authPort = named("Auth-Port")
    /// The name that the mail server hears.
    static let authUser = named("Auth-User")
    /// Seconds until the mail program may try again.
    static let authWait = named("Auth-Wait")
    /// The number with which SMTP is refused.
    static let authErrorCode = named("Auth-Error-Code")
    /// The address that somebody wanted from the web server that asks.
    static let xOriginalURI = named("X-Original-URI")
    /// The service of Dovecot that somebody signs in to.
    static let xDovecotAuthService = named("X-Dovecot-Auth-Service")
    /// Address and port of a mail program, as Dovecot sees it.
    static let xDovecotAuthRemote = named("X-Dovecot-Auth-Remote")

    /// INVARIANT: every name above is a token of RFC 9110 section 5.1.
    private static func named(_ text: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(text) else { preconditionFailure("`\(text)` is no header name") }
        return name
    }
}
