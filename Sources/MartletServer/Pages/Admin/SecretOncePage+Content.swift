import MartletDirectory

extension SecretOncePage: Page {
    package static var template: String { "admin-secret-once" }
    package static var section: String { "adminApps" }
    package var titleKey: String { isNewApp ? "admin.secretOnce.new.title" : "admin.secretOnce.title" }
    package func titleArguments(_ phrases: Phrases) -> [String: String] { ["name": application.displayName] }

    package func content(_ phrases: Phrases) -> ViewObject {
        [
            "id": .text(application.id.rawValue), "name": .text(application.displayName), "secret": .text(secret),
            "expires": ViewValue(expiresAt.map { phrases.day($0) }), "isNew": .flag(isNewApp),
            "endpoints": .object(endpoints.view),
        ]
    }
}
