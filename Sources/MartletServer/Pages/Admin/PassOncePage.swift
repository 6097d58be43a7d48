import MartletDirectory

/// A temporary access pass, shown once: right after it was made.
package struct PassOncePage: Page, Equatable {
    package static let template = "admin-pass-once"
    package static let section = "adminUsers"
    package let titleKey = "admin.passOnce.title"
    package func titleArguments(_ phrases: Phrases) -> [String: String] { ["name": displayName] }
    /// Whose it is.
    package let user: ID<User>
    /// The name that people see.
    package let displayName: String
    /// The sign-in name.
    package let userPrincipalName: String
    /// The pass.
    package let text: String
    /// What else is told of it.
    package let state: PassState
    /// Whether its owner can use it as the policy stands (TP-3).
    package let isUsable: Bool

    /// A page with every field given.
    package init(
        user: ID<User>, displayName: String, userPrincipalName: String, text: String, state: PassState, isUsable: Bool
    ) {
        self.user = user
        self.displayName = displayName
        self.userPrincipalName = userPrincipalName
        self.text = text
        self.state = state
        self.isUsable = isUsable
    }

    package func content(_ phrases: Phrases) -> ViewObject {
        var view = phrases.person(user, displayName: displayName, userPrincipalName: userPrincipalName)
        view["pass"] = .text(text)
        view["state"] = .object(state.view(phrases))
        view["isUsable"] = .flag(isUsable)
        return view
    }
}
