/// Asks before the session ends, for requests that could be somebody else's (RP-initiated logout section 6).
package struct SignOutPage: Page {
    package static let template = "signout"
    package let titleKey = "signOut.title"
    /// The app that asks for it, if one does.
    package var application: String?
    /// Fields that the form carries on, such as `post_logout_redirect_uri` and `state`.
    package var hiddenFields: [FormField]

    /// A page with every field given.
    package init(application: String? = nil, hiddenFields: [FormField] = []) {
        self.application = application
        self.hiddenFields = hiddenFields
    }

    package func content(_ phrases: Phrases) -> ViewObject {
        ["application": ViewValue(application), "fields": ViewValue(hiddenFields.map(\.view))]
    }
}
