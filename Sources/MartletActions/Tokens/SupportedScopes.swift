import MartletDirectory

/// The scopes that an app may ask for.
package enum SupportedScopes {
    /// In the order of the discovery document.
    package static let all = ScopeSet(["openid", "profile", "email", "offline_access", "User.Read"])
}
