import HTTPTypes
import Hummingbird
import MartletActions

/// The doors of Martlet over HTTP: parse, call one action, render.
///
/// This room owns the URLs, the pages, the cookies, the headers and the wire forms of OAuth and OpenID Connect. It holds
/// no rule of the product: who may enter is said by the actions, what a person may do as well. It never touches the store.
package enum ServerRouter {
    /// The router with every URL behind the guards that no door can forget.
    package static func make(_ doors: Doors) -> AnyCaseRouter {
        let router = Router(context: DoorContext.self)
        let routes = Routes.all(doors)
        router.middlewares.add(Measuring(doors: doors, patterns: routes.map(\.path)))
        router.middlewares.add(SecurityHeaders(doors: doors))
        router.middlewares.add(CorrelationEcho())
        router.middlewares.add(Failures(doors: doors))
        router.middlewares.add(HostCheck(doors: doors))
        for route in routes {
            router.on(RouterPath(route.path), method: route.method) { request, context in
                try await route.sharing.answer(request, context, doors, by: route.handler)
            }
            if route.isDocument {
                // A HEAD is a GET without its body. Pages have none: it would be one more way to take a step (A105).
                router.on(RouterPath(route.path), method: .head) { request, context in
                    let response = try await route.sharing.answer(request, context, doors, by: route.handler)
                    return Response(status: response.status, headers: response.headers)
                }
            }
        }
        for (path, shared) in Dictionary(grouping: routes.filter { $0.sharing != .refused }, by: \.path) {
            let methods = shared.map(\.method)
            router.on(RouterPath(path), method: .options) { _, _ in CrossOrigin.preflight(methods) }
        }
        let anyCase = routes.filter { $0.path.hasPrefix("/:tenant/") || $0.path == "/getuserrealm.srf" }
        return AnyCaseRouter(router: router, spellings: PathSpellings(anyCase.map(\.path)))
    }

    /// Method and path of every URL, for the list of doors.
    package static func paths(_ doors: Doors) -> [String] {
        Routes.all(doors).map { "\($0.method.rawValue) \($0.path)" }
    }
}
