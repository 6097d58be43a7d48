import Hummingbird

/// The classes that requests are counted under: a few words for all the routes, so that the figures stay few.
enum RouteClasses {
    /// The class of a request that no route took.
    static let none = "none"

    /// The pattern of the route that took the request; `nil` where none did, for which the router has a word of its own.
    static func pattern(of context: DoorContext) -> String? {
        context.endpointPath.flatMap { $0.hasPrefix("/") ? $0 : nil }
    }

    private static let byFirstSegment = [
        "healthz": "health", "readyz": "health", "metrics": "health", "assets": "assets", "logos": "assets",
        "theme": "assets", "signin": "signIn", "signout": "signOut", "device": "signIn", "setup": "setUp",
        "account": "account", "admin": "admin", "oidc": "userInfo", "v1.0": "userInfo", "legacy": "legacy",
        "authenticator": "phones",
    ]

    private static let byLastSegment = [
        "authorize": "authorize", "token": "token", "devicecode": "deviceCode", "logout": "signOut",
        "keys": "discovery",
        "openid-configuration": "discovery", "instance": "discovery", "introspect": "introspect", "revoke": "revoke",
        "par": "push", "register": "register",
    ]

    /// The class of the route with this pattern, such as `/{tenant}/oauth2/v2.0/token`; the pattern holds nothing that
    /// a client sent.
    static func word(for pattern: String?) -> String {
        guard let pattern else { return none }
        let segments = pattern.split(separator: "/").map(String.init)
        guard let first = segments.first, let last = segments.last else { return "front" }
        if let word = byFirstSegment[first] { return word }
        if let word = byLastSegment[last] { return word }
        return segments.contains("register") ? "register" : "other"
    }
}
