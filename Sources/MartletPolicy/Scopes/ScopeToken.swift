import MartletDirectory

/// One scope of a request, taken apart: one of OpenID Connect's, one of Martlet's own API, or one of another API.
package enum ScopeToken: Sendable, Hashable {
    /// OpenID Connect Core section 5.4, and `offline_access`.
    case openID(String)
    /// A scope of Martlet's own API.
    case martlet(String)
    /// A scope of the API that goes by `identifier`: an app's id, or one of its identifier URIs.
    case api(identifier: String, value: String)

    /// The value that stands for all that the app was configured for.
    package static let everything = ".default"
    /// The scopes of OpenID Connect.
    package static let openIDScopes = ["openid", "profile", "email", "address", "phone", "offline_access"]

    /// Reads a scope; what stands before the last slash names the API (`https://api.example/Orders.Read`).
    ///
    /// `ownIdentifiers` are the names of Martlet's own API. Azure's libraries add `/.default` to a name that ends with a
    /// slash already, so one slash too many is no other name.
    package init(_ text: String, ownIdentifiers: [String]) {
        if Self.openIDScopes.contains(text) {
            self = .openID(text)
            return
        }
        guard let slash = text.lastIndex(of: "/") else {
            self = .martlet(text)
            return
        }
        var identifier = String(text[..<slash])
        if identifier.hasSuffix("/"), !identifier.hasSuffix("//") { identifier.removeLast() }
        let value = String(text[text.index(after: slash)...])
        self =
            ownIdentifiers.contains { $0.utf8.elementsEqual(identifier.utf8) }
            ? .martlet(value) : .api(identifier: identifier, value: value)
    }
}
