import MartletDirectory

/// What every page is shown with, whatever it shows.
package struct PageContext: Sendable {
    /// Who is signed in.
    package struct Person: Sendable {
        /// The name that people see.
        package var displayName: String
        /// The sign-in name.
        package var userPrincipalName: String
        /// Whether the way to the admin center is shown.
        package var isAdministrator: Bool

        /// A person with every field given.
        package init(displayName: String, userPrincipalName: String, isAdministrator: Bool) {
            self.displayName = displayName
            self.userPrincipalName = userPrincipalName
            self.isAdministrator = isAdministrator
        }
    }

    /// The colours that the person chose.
    package enum Theme: String, Sendable, CaseIterable { case light, dark }

    /// The language of the page.
    package var language: Language
    /// The nonce of the page's content security policy.
    package var nonce: String
    /// The organisation's name, where one is known.
    package var organizationName: String?
    /// Who is signed in, if anybody.
    package var person: Person?
    /// The path and query under which the page can be fetched again, for the change of language.
    package var path: String
    /// What every form carries to prove that it came from a page of ours.
    package var formToken: String
    /// The time at which the page is made.
    package var now: Timestamp
    /// The chosen colours; `nil` follows the device.
    package var theme: Theme?

    /// A context with every field given.
    package init(
        language: Language, nonce: String, organizationName: String? = nil, person: Person? = nil, path: String,
        formToken: String, now: Timestamp, theme: Theme? = nil
    ) {
        self.language = language
        self.nonce = nonce
        self.organizationName = organizationName
        self.person = person
        self.path = path
        self.formToken = formToken
        self.now = now
        self.theme = theme
    }
}
