import MartletDirectory
import MartletPolicy

/// The settings of one authentication method, and the form that changes them.
package struct MethodsSectionPage: Page {
    /// Something to choose.
    package struct Choice: Sendable, Equatable {
        /// What the form sends.
        package let value: String
        /// What people read.
        package let label: String

        /// A choice with both given.
        package init(value: String, label: String) {
            self.value = value
            self.label = label
        }
    }

    /// What a change would do to people.
    package struct Effect: Sendable, Equatable {
        /// How many would have no method left.
        package let stranded: Int
        /// The names of some of them.
        package let names: [String]
        /// Whether no usable Global Administrator would be left, so that it cannot be done.
        package let losesAdministrators: Bool

        /// An effect with every field given.
        package init(stranded: Int, names: [String], losesAdministrators: Bool) {
            self.stranded = stranded
            self.names = names
            self.losesAdministrators = losesAdministrators
        }
    }

    package static let template = "admin-methods-section"
    package static let section = "adminMethods"
    package var titleKey: String { "admin.methods.section.\(section)" }
    /// The section.
    package let section: String
    /// Its settings.
    package let fields: [MethodsPolicyField]
    /// Their texts by name.
    package var values: [String: String]
    /// The groups that can be chosen.
    package let groups: [Choice]
    /// Whether the viewer may change it.
    package let mayChange: Bool
    /// The names of the settings that were refused.
    package var problems: Set<String>
    /// What the change would do, where it waits for a second press.
    package var effect: Effect?

    /// A page with every field given.
    package init(
        section: String, fields: [MethodsPolicyField], values: [String: String], groups: [Choice], mayChange: Bool,
        problems: Set<String> = [], effect: Effect? = nil
    ) {
        self.section = section
        self.fields = fields
        self.values = values
        self.groups = groups
        self.mayChange = mayChange
        self.problems = problems
        self.effect = effect
    }

    package func content(_ phrases: Phrases) -> ViewObject {
        [
            "section": .text(section), "text": .text(phrases("admin.methods.section.\(section).text")),
            "mayChange": .flag(mayChange), "hasProblems": .flag(!problems.isEmpty),
            "fields": ViewValue(fields.map { view(of: $0, phrases) }),
            "effect": ViewValue(
                effect.map { effect in
                    [
                        "people": .text(phrases.count("admin.methods.effect", effect.stranded)),
                        "names": .text(effect.names.joined(separator: phrases("admin.list.separator"))),
                        "isRefused": .flag(effect.losesAdministrators),
                    ]
                }),
        ]
    }

    private func view(of field: MethodsPolicyField, _ phrases: Phrases) -> ViewObject {
        let value = values[field.name] ?? ""
        let hint = "admin.methods.hint.\(field.key)"
        var view: ViewObject = [
            "name": .text(field.name), "label": .text(phrases("admin.methods.field.\(field.key)")),
            "hint": phrases.has(hint) ? .text(phrases(hint)) : .absent, "value": .text(value),
            "isWrong": .flag(problems.contains(field.name)), "isOff": .flag(!mayChange),
        ]
        switch field.kind {
        case .flag:
            view["flag"] = .flag(true)
            view["isOn"] = .flag(value == "true")
        case .number(let bounds):
            view["number"] = ["least": ViewValue(bounds.lowerBound), "most": ViewValue(bounds.upperBound)]
        case .word(let words):
            let choices = words.map { Choice(value: $0, label: phrases("admin.methods.word.\(field.key).\($0)")) }
            view["words"] = ["items": list(choices, field, chosen: [value])]
        case .groups:
            let chosen = Set(value.split(separator: " ").map(String.init))
            view["groups"] = ["items": list(groups, field, chosen: chosen)]
        case .text(let most): view["line"] = ["most": ViewValue(most)]
        case .models, .words, .certificateRules, .revocationLists: view["lines"] = .flag(true)
        }
        return view
    }

    private func list(_ choices: [Choice], _ field: MethodsPolicyField, chosen: Set<String>) -> ViewValue {
        ViewValue(
            choices.map { choice in
                [
                    "field": .text(field.name), "value": .text(choice.value), "label": .text(choice.label),
                    "isChosen": .flag(chosen.contains(choice.value)),
                ]
            })
    }
}
