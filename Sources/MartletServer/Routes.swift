import HTTPTypes
import Hummingbird

/// Every URL of Martlet, on one page.
///
/// Nothing is registered elsewhere; a test compares this list with the list of doors in docs/doors.md (N-6.1.3).
enum Routes {
    /// One URL and what answers it.
    struct Route: Sendable {
        let method: HTTPRequest.Method
        let path: String
        let handler: @Sendable (Visit) async throws -> Response
        /// Whether it is a document that means the same to everybody, and is also answered to HEAD.
        var isDocument = false
        /// Which pages of other origins may read the answer; they are answered OPTIONS as well.
        var sharing = CrossOrigin.refused

        /// The same URL, whose answers pages of other origins may read.
        func shared(with sharing: CrossOrigin) -> Route {
            var route = self
            route.sharing = sharing
            return route
        }
    }

    /// The whole list.
    static func all(_ doors: Doors) -> [Route] {
        general(doors) + signIn(doors) + protocols(doors) + ClientRoutes.all(doors) + DialectRoutes.all(doors)
            + SetUpRoutes.all(doors) + AccountRoutes.all(doors) + AdminRoutes.all(doors)
            + AuthenticatorRoutes.all(doors)
    }

    private static func general(_ doors: Doors) -> [Route] {
        let front = FrontPages(doors: doors)
        let health = HealthEndpoints(doors: doors)
        return [
            get("/", front.start),
            document("/healthz", health.alive),
            document("/readyz", health.ready),
            document("/metrics", health.metrics),
            document("/assets/:name", front.asset),
            post("/theme", front.chooseTheme),
            document("/logos/:app", LogoEndpoint(doors: doors).show),
        ]
    }

    private static func signIn(_ doors: Doors) -> [Route] {
        let pages = SignInPages(doors: doors)
        let device = DevicePages(doors: doors)
        let out = SignOutPages(doors: doors)
        return [
            get("/signin/:flow", pages.show),
            post("/signin/:flow/:step", pages.take),
            get("/signin/:flow/state", pages.phoneState),
            get("/signin/:flow/shown", pages.takeCertificate),
            get("/certificate", CertificateEndpoint(doors: doors).show),
            get("/signout", out.ask),
            post("/signout", out.leave),
            get("/device", device.ask),
            post("/device", device.take),
        ]
    }

    private static func protocols(_ doors: Doors) -> [Route] {
        let authorize = AuthorizeEndpoint(doors: doors)
        let token = TokenEndpoint(doors: doors)
        let out = SignOutPages(doors: doors)
        let discovery = DiscoveryEndpoints(doors: doors)
        let userInfo = UserInfoEndpoint(doors: doors)
        let basic = BasicEndpoint(doors: doors)
        let registration = RegistrationEndpoints(doors: doors)
        return [
            document("/:tenant/v2.0/.well-known/openid-configuration", discovery.configuration).shared(with: .anyone),
            document("/:tenant/discovery/v2.0/keys", discovery.keys).shared(with: .anyone),
            get("/:tenant/oauth2/v2.0/authorize", authorize.authorize),
            post("/:tenant/oauth2/v2.0/authorize", authorize.authorize),
            post("/:tenant/oauth2/v2.0/token", token.exchange).shared(with: .ownPages),
            post("/:tenant/oauth2/v2.0/devicecode", token.deviceCode),
            get("/:tenant/oauth2/v2.0/logout", out.endSession),
            post("/:tenant/oauth2/v2.0/logout", out.endSession),
            get("/oidc/userinfo", userInfo.answer).shared(with: .anyone),
            post("/oidc/userinfo", userInfo.answer).shared(with: .anyone),
            post("/v1.0/me/getMemberObjects", MembershipsEndpoint(doors: doors).answer),
            get("/:tenant/oauth2/logout", out.endSession),
            post("/:tenant/oauth2/logout", out.endSession),
            get("/legacy/basic/:tenant", basic.check),
            get("/legacy/mail/:tenant", MailEndpoint(doors: doors).check),
            post("/:tenant/oauth2/v2.0/register", registration.register),
            get("/:tenant/oauth2/v2.0/register/:client", registration.read),
            Route(method: .put, path: "/:tenant/oauth2/v2.0/register/:client", handler: registration.replace),
            Route(method: .delete, path: "/:tenant/oauth2/v2.0/register/:client", handler: registration.delete),
        ]
    }

    /// A URL that only shows.
    static func get(_ path: String, _ handler: @escaping @Sendable (Visit) async throws -> Response) -> Route {
        Route(method: .get, path: path, handler: handler)
    }

    /// A URL of a document that means the same to everybody.
    static func document(_ path: String, _ handler: @escaping @Sendable (Visit) async throws -> Response) -> Route {
        Route(method: .get, path: path, handler: handler, isDocument: true)
    }

    /// A URL that acts.
    static func post(_ path: String, _ handler: @escaping @Sendable (Visit) async throws -> Response) -> Route {
        Route(method: .post, path: path, handler: handler)
    }
}
