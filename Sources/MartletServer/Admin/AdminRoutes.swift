import Hummingbird

/// The URLs of this door.
enum AdminRoutes {
    /// The list.
    static func all(_ doors: Doors) -> [Routes.Route] { [] }
}
