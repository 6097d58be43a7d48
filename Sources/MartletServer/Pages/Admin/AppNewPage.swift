import MartletDirectory

/// The form for a new app.
package struct AppNewPage: Sendable, Equatable {
    /// The name that was typed before.
    package let displayName: String
    /// The kind that was chosen before.
    package let kind: Application.Kind
    /// The redirect URIs that were typed before, one a line.
    package let redirectURIs: String
    /// Whether the app was marked as a management surface before.
    package let isManagement: Bool
    /// What is wrong.
    package let problems: [AppPage.Problem]

    /// A page with every field given.
    package init(
        displayName: String = "", kind: Application.Kind = .confidential, redirectURIs: String = "",
        isManagement: Bool = false, problems: [AppPage.Problem] = []
    ) {
        self.displayName = displayName
        self.kind = kind
        self.redirectURIs = redirectURIs
        self.isManagement = isManagement
        self.problems = problems
    }
}
