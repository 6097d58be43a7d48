import Hummingbird
import MartletActions
import MartletDirectory
import MartletPolicy

/// Which authentication methods there are, and for whom: the list, one of them, and the form that changes it.
struct MethodsPages: Sendable {
    let doors: Doors

    /// The list.
    @Sendable func list(_ visit: Visit) async throws -> Response {
        try await visit.admin { inside in
            let status = try await MethodsPolicyStatus(doors.tools)(by: inside.caller)
            return try inside.page(
                MethodsPage(policy: status.policy, mayChange: status.mayChange, notice: inside.notice))
        }
    }

    /// One section.
    @Sendable func show(_ visit: Visit) async throws -> Response {
        try await visit.admin { inside in
            let status = try await MethodsPolicyStatus(doors.tools)(by: inside.caller)
            return try inside.page(try page(of: visit, status))
        }
    }

    /// Tells what a change would do and, on the second press, makes it.
    @Sendable func save(_ visit: Visit) async throws -> Response {
        try await visit.admin { inside in
            let form = try await inside.form()
            let status = try await MethodsPolicyStatus(doors.tools)(by: inside.caller)
            var page = try page(of: visit, status)
            let settings = page.fields.map { (name: $0.name, text: Self.text(of: $0, in: form)) }
            page.values = Dictionary(settings.map { ($0.name, $0.text) }) { $1 }
            do {
                let effect = try await MethodsPolicyStatus(doors.tools).effect(of: settings, by: inside.caller)
                guard effect.stranded == 0 || form["sure"] == "1" else {
                    page.effect = MethodsSectionPage.Effect(effect)
                    return try inside.page(page, status: 409)
                }
                try await SetMethodsPolicy(doors.tools)(settings, by: inside.caller)
            } catch ActionError.invalid(let problems) {
                page.problems = Set(problems.map(\.field))
                return try inside.page(page, status: 400)
            }
            return inside.done(.methodsSaved, at: "/admin/methods")
        }
    }

    private func page(of visit: Visit, _ status: MethodsPolicyStatus.Status) throws -> MethodsSectionPage {
        let section = try visit.segment("section")
        let fields = MethodsPolicyField.fields(of: section)
        guard !fields.isEmpty else { throw Stop.notFound }
        let values = Dictionary(fields.map { ($0.name, $0.text(in: status.policy)) }) { $1 }
        return MethodsSectionPage(
            section: section, fields: fields,
            values: values, groups: Self.groups(fields, values, status.groups), mayChange: status.mayChange)
    }

    /// The groups to choose from; those that were chosen before are among them, however many there are.
    private static func groups(
        _ fields: [MethodsPolicyField], _ values: [String: String], _ groups: [MartletDirectory.Group]
    ) -> [MethodsSectionPage.Choice] {
        let chosen = fields.filter { $0.kind == .groups }.flatMap { values[$0.name, default: ""].split(separator: " ") }
        let others = Set(chosen.map(String.init)).subtracting(groups.map(\.id.rawValue)).sorted()
        return groups.map { MethodsSectionPage.Choice(value: $0.id.rawValue, label: $0.displayName) }
            + others.map { MethodsSectionPage.Choice(value: $0, label: $0) }
    }

    /// What a form says about a setting: a box that is not ticked is not sent, and a list is sent item by item.
    private static func text(of field: MethodsPolicyField, in form: FormBody) -> String {
        switch field.kind {
        case .flag: form[field.name] == nil ? "false" : "true"
        case .groups: form.fields.filter { $0.name == field.name }.map(\.value).joined(separator: " ")
        case .number, .word, .text, .models, .words, .certificateRules, .revocationLists: form.text(field.name)
        }
    }
}

extension MethodsSectionPage.Effect {
    fileprivate init(_ effect: MethodsPolicyStatus.Effect) {
        self.init(stranded: effect.stranded, names: effect.names, losesAdministrators: effect.losesAdministrators)
    }
}
