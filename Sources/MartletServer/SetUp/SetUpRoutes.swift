import Hummingbird

/// The URLs of this door.
enum SetUpRoutes {
    /// The list.
    static func all(_ doors: Doors) -> [Routes.Route] { [] }
}
