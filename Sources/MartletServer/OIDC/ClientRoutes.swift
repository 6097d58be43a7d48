import Hummingbird

/// The URLs at which an app speaks for itself, beside the token endpoint.
enum ClientRoutes {
    /// The list.
    static func all(_ doors: Doors) -> [Routes.Route] {
        let client = ClientEndpoints(doors: doors)
        let consent = AdminConsentPages(doors: doors)
        return [
            Routes.get("/:tenant/v2.0/adminconsent", consent.ask),
            Routes.post("/:tenant/v2.0/adminconsent", consent.answer),
            Routes.get("/:tenant/adminconsent", consent.ask),
            Routes.post("/:tenant/adminconsent", consent.answer),
            Routes.post("/:tenant/oauth2/v2.0/introspect", client.introspect),
            Routes.post("/:tenant/oauth2/v2.0/revoke", client.revoke),
            Routes.post("/:tenant/oauth2/v2.0/par", client.push),
        ]
    }
}
