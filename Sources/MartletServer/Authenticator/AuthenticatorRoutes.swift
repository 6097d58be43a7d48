import Hummingbird

/// The URLs of the Martlet Authenticator: the app, and what its phones call.
enum AuthenticatorRoutes {
    /// The list.
    static func all(_ doors: Doors) -> [Routes.Route] {
        let app = AuthenticatorApp(doors: doors)
        let phones = PhoneEndpoints(doors: doors)
        return [
            Routes.get("/authenticator", app.page),
            Routes.document("/authenticator/manifest.webmanifest", app.manifest),
            Routes.document("/authenticator/worker.js", app.worker),
            Routes.post("/authenticator/api/enrol", phones.enrol),
            Routes.post("/authenticator/api/sync", phones.sync),
            Routes.post("/authenticator/api/answer", phones.answer),
            Routes.post("/authenticator/api/subscription", phones.subscribe),
            Routes.post("/authenticator/api/address", phones.address),
        ]
    }
}
