import MartletDirectory
import MartletPolicy

/// The authentication methods of the organisation, one line each.
package struct MethodsPage: Page {
    package static let template = "admin-methods"
    package static let section = "adminMethods"
    package let titleKey = "admin.methods.title"
    /// The policy as it stands.
    package let policy: AuthenticationMethodsPolicy
    /// Whether the viewer may change it.
    package let mayChange: Bool
    /// What a form just did.
    package let notice: AdminNotice?

    /// A page with every field given.
    package init(policy: AuthenticationMethodsPolicy, mayChange: Bool, notice: AdminNotice? = nil) {
        self.policy = policy
        self.mayChange = mayChange
        self.notice = notice
    }

    package func content(_ phrases: Phrases) -> ViewObject {
        [
            "notice": phrases.notice(notice), "mayChange": .flag(mayChange),
            "sections": ViewValue(MethodsPolicyField.sections.map { row($0, phrases) }),
        ]
    }

    private func row(_ section: String, _ phrases: Phrases) -> ViewObject {
        let isOn = MethodsPolicyField.fields(of: section).first { $0.key == "isEnabled" }
            .map { $0.text(in: policy) == "true" }
        return [
            "section": .text(section), "name": .text(phrases("admin.methods.section.\(section)")),
            "text": .text(phrases("admin.methods.section.\(section).text")), "hasState": .flag(isOn != nil),
            "isOn": .flag(isOn == true), "who": ViewValue(who(section).map { phrases($0) }),
        ]
    }

    private func who(_ section: String) -> String? {
        let fields = MethodsPolicyField.fields(of: section)
        func text(_ key: String) -> String? { fields.first { $0.key == key }?.text(in: policy) }
        guard text("isEnabled") == "true", let everybody = text("includesEverybody") else { return nil }
        if everybody == "false" { return "admin.methods.who.some" }
        return text("excludedGroups")?.isEmpty == false ? "admin.methods.who.most" : "admin.methods.who.all"
    }
}
