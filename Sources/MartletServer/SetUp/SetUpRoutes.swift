import Hummingbird

/// The URLs of this door; all of them are closed for ever once the organisation is set up (A014).
enum SetUpRoutes {
    /// The list.
    static func all(_ doors: Doors) -> [Routes.Route] {
        let pages = SetUpPages(doors: doors)
        return [
            Routes.get("/setup", pages.show),
            Routes.post("/setup", pages.begin),
            Routes.post("/setup/authenticator", pages.complete),
            Routes.post("/setup/done", pages.finish),
        ]
    }
}
