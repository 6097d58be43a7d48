/// Language and colours.
package struct AccountPreferencesPage: Page {
    package static let template = "account-preferences"
    package static let section = "preferences"
    package let titleKey = "account.preferences.title"
    /// The chosen language; `nil` follows the browser.
    package var language: Language?
    /// The chosen colours; `nil` follows the device.
    package var theme: PageContext.Theme?
    /// What just happened.
    package var notice: AccountNotice?

    /// A page with every field given.
    package init(language: Language?, theme: PageContext.Theme?, notice: AccountNotice? = nil) {
        self.language = language
        self.theme = theme
        self.notice = notice
    }

    package func content(_ phrases: Phrases) -> ViewObject {
        [
            "notice": phrases.notice(notice), "followsBrowser": .flag(language == nil),
            "choices": ViewValue(
                Language.allCases.map { choice in
                    [
                        "code": .text(choice.rawValue), "name": .text(choice.ownName),
                        "isChosen": .flag(choice == language),
                    ]
                }),
            "followsDevice": .flag(theme == nil), "isLight": .flag(theme == .light), "isDark": .flag(theme == .dark),
        ]
    }
}
