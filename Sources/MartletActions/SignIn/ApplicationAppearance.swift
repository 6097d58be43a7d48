import MartletDirectory

/// What people see of an app beside its name, on the pages of a sign-in to it.
package struct ApplicationAppearance: Sendable, Equatable {
    /// The app whose picture there is; `nil` where there is none.
    package var pictured: ID<Application>?
    /// What it does with data.
    package var policyURI: String?
    /// Its terms.
    package var termsURI: String?
    /// Whether it registered itself, so that nobody of the organisation vouches for what it says.
    package var isSelfRegistered: Bool

    /// What is seen of `application`.
    init(_ application: Application) {
        let presentation = application.settings.presentation
        pictured = presentation.logo == nil ? nil : application.id
        policyURI = presentation.policyURI
        termsURI = presentation.termsURI
        isSelfRegistered = application.settings.registration != nil
    }
}
