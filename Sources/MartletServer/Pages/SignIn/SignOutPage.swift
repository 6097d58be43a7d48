/// Asks before the session ends, for requests that could be somebody else's (RP-initiated logout section 6).
package struct SignOutPage: Page {
    package static let template = "signout"
    package let titleKey = "signOut.title"
    /// The app that asks for it, if one does.
    package var application: String?
    /// Whether the app asks to send the person to an address that is not registered.
    package var isForeign: Bool
    /// Fields that the form carries on, such as `post_logout_redirect_uri` and `state`.
    package var hiddenFields: [FormField]

    /// A page with every field given.
    package init(application: String? = nil, isForeign: Bool = false, hiddenFields: [FormField] = []) {
        self.application = application
        self.isForeign = isForeign
        self.hiddenFields = hiddenFields
    }

    package func content(_ phrases: Phrases) -> ViewObject {
        [
            "application": ViewValue(application), "isForeign": .flag(isForeign),
            "fields": ViewValue(hiddenFields.map(\.view)),
        ]
    }
}
