import Hummingbird

/// The URLs of this door.
enum AccountRoutes {
    /// The list.
    static func all(_ doors: Doors) -> [Routes.Route] { [] }
}
