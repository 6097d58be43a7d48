import MartletDirectory

extension PasswordOncePage: Page {
    package static var template: String { "admin-password-once" }
    package static var section: String { "adminUsers" }
    package var titleKey: String { isNewUser ? "admin.passwordOnce.new.title" : "admin.passwordOnce.reset.title" }
    package func titleArguments(_ phrases: Phrases) -> [String: String] { ["name": displayName] }

    package func content(_ phrases: Phrases) -> ViewObject {
        var view = phrases.person(user, displayName: displayName, userPrincipalName: userPrincipalName)
        view["password"] = .text(password)
        view["expiresAt"] = phrases.time(expiresAt)
        view["isNew"] = .flag(isNewUser)
        return view
    }
}
