import MartletDirectory

/// One app: how to connect it, its credentials and its settings.
package struct AppPage: Sendable, Equatable {
    /// What is wrong with the settings form.
    package enum Problem: String, Sendable, CaseIterable {
        case nameMissing, redirectMissing, redirectNotAbsolute, redirectNotSecure, redirectHasFragment,
            redirectHasWildcard, redirectHasUserInfo, redirectTooLong, schemeNotAllowed, certificateUnreadable,
            secretsFull
    }

    /// The app, or what was typed when the form comes back with problems.
    package let application: Application
    /// The URL of the tenant's issuer; the endpoints are made of it and `baseURL`.
    package let endpoints: AppEndpoints
    /// Its secrets and certificates, newest first.
    package let credentials: [ClientCredential]
    /// Its last few sign-ins.
    package let signIns: [SignInRow]
    /// Whether the security defaults are on, for the words beside the password grant.
    package let defaultsAreOn: Bool
    /// Whether the viewer may change the app.
    package let mayManage: Bool
    /// What is wrong.
    package let problems: [Problem]
    /// What a form just did.
    package let notice: AdminNotice?

    /// A page with every field given.
    package init(
        application: Application, endpoints: AppEndpoints, credentials: [ClientCredential],
        signIns: [SignInRow], defaultsAreOn: Bool, mayManage: Bool, problems: [Problem] = [], notice: AdminNotice? = nil
    ) {
        self.application = application
        self.endpoints = endpoints
        self.credentials = credentials
        self.signIns = signIns
        self.defaultsAreOn = defaultsAreOn
        self.mayManage = mayManage
        self.problems = problems
        self.notice = notice
    }
}
