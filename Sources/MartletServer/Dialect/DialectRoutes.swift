/// The URLs that Microsoft's libraries and older scripts ask for beside those of the standards.
///
/// Each is a translation onto an action that the standards' URLs use as well; docs/entra-dialect.md tells what is spoken.
enum DialectRoutes {
    /// The whole list.
    static func all(_ doors: Doors) -> [Routes.Route] {
        let realm = RealmEndpoints(doors: doors)
        let instance = InstanceEndpoint(doors: doors)
        let older = OlderDiscovery(doors: doors)
        let discovery = DiscoveryEndpoints(doors: doors)
        let authorize = AuthorizeEndpoint(doors: doors, version: .v1)
        let token = TokenEndpoint(doors: doors, version: .v1)
        return [
            Routes.document("/:tenant/userrealm/:name", realm.userRealm),
            Routes.document("/getuserrealm.srf", realm.getUserRealm),
            Routes.post("/:tenant/getcredentialtype", realm.credentialType),
            Routes.document("/:tenant/discovery/instance", instance.answer).shared(with: .anyone),
            Routes.document("/:tenant/.well-known/openid-configuration", older.configuration).shared(with: .anyone),
            Routes.document("/:tenant/discovery/keys", discovery.keys).shared(with: .anyone),
            Routes.get("/:tenant/oauth2/authorize", authorize.authorize),
            Routes.post("/:tenant/oauth2/authorize", authorize.authorize),
            Routes.post("/:tenant/oauth2/token", token.exchange).shared(with: .ownPages),
            Routes.post("/:tenant/oauth2/devicecode", token.deviceCode),
            Routes.get("/error", ErrorCodeEndpoint(doors: doors).show),
        ]
    }
}
