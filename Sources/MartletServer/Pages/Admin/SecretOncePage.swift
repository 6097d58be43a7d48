import MartletDirectory

/// A client secret, shown once: after an app was made or a secret added.
package struct SecretOncePage: Sendable, Equatable {
    /// The app.
    package let application: Application
    /// The secret.
    package let secret: String
    /// When it stops working, if ever.
    package let expiresAt: Timestamp?
    /// The addresses for the developer.
    package let endpoints: AppEndpoints
    /// Whether the app was just made; else a secret was added to it.
    package let isNewApp: Bool

    /// A page with every field given.
    package init(
        application: Application, secret: String, expiresAt: Timestamp?, endpoints: AppEndpoints,
        isNewApp: Bool
    ) {
        self.application = application
        self.secret = secret
        self.expiresAt = expiresAt
        self.endpoints = endpoints
        self.isNewApp = isNewApp
    }
}
