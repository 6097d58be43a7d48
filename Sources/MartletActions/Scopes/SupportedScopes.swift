import MartletDirectory
import MartletPolicy

/// The scopes that the discovery document names.
package enum SupportedScopes {
    /// OpenID Connect's, and those of Martlet's own API.
    package static let all = ScopeSet(ScopeToken.openIDScopes + MartletScopes.all.map(\.value))
}
