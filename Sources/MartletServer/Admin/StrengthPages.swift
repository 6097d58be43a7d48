import Hummingbird
import MartletActions
import MartletDirectory
import MartletPolicy

/// The authentication strengths that apps may demand: the list, one of them, and the forms that add, change and delete.
struct StrengthPages: Sendable {
    let doors: Doors

    private static let path = "/admin/strengths"

    /// The list, the built-in ones first.
    @Sendable func list(_ visit: Visit) async throws -> Response {
        try await visit.admin { inside in
            let rows = try await ListStrengths(doors.tools)(by: inside.caller).map { StrengthsPage.Row($0) }
            let mayChange = try await isEditor(inside)
            return try inside.page(StrengthsPage(rows: rows, mayChange: mayChange, notice: inside.notice))
        }
    }

    /// The empty form, for those who may send it.
    @Sendable func form(_ visit: Visit) async throws -> Response {
        try await visit.admin { inside in
            _ = try await PermittedOperations(doors.tools)(needing: .changeStrengths, by: inside.caller)
            return try inside.page(StrengthPage(typed: SaveStrength.Wish(displayName: "", combinations: [])))
        }
    }

    /// Adds a strength.
    @Sendable func add(_ visit: Visit) async throws -> Response {
        try await visit.admin { inside in
            let form = try await inside.form()
            let wish = SaveStrength.Wish(form)
            do {
                try await SaveStrength(doors.tools)(wish, by: inside.caller)
                return inside.done(.strengthAdded, at: Self.path)
            } catch ActionError.invalid(let found) {
                return try inside.page(StrengthPage(typed: wish, problems: Self.problems(found)), status: 400)
            }
        }
    }

    /// One strength, with the form that changes it where there is one.
    @Sendable func show(_ visit: Visit) async throws -> Response {
        try await visit.admin { inside in
            let row = try await found(visit, inside)
            let mayChange = try await isEditor(inside)
            return try inside.page(
                StrengthPage(row: row, typed: row.wish, mayChange: mayChange, notice: inside.notice))
        }
    }

    /// Changes a strength; where an app demands it, only with a tick that this is meant (AS-3).
    @Sendable func save(_ visit: Visit) async throws -> Response {
        try await visit.admin { inside in
            let form = try await inside.form()
            let row = try await found(visit, inside)
            guard !row.strength.isBuiltIn else { throw Stop.notFound }
            let wish = SaveStrength.Wish(form)
            let mayChange = try await isEditor(inside)
            // Who may not change it is refused by the action, which writes that down.
            if mayChange, !row.demandedBy.isEmpty, form["sure"] != "1" {
                return try inside.page(
                    StrengthPage(row: row, typed: wish, mayChange: true, problems: [.sure]), status: 409)
            }
            do {
                try await SaveStrength(doors.tools)(wish, replacing: ID(row.strength.id.rawValue), by: inside.caller)
                return inside.done(.strengthSaved, at: "\(Self.path)/\(row.strength.id)")
            } catch ActionError.invalid(let found) {
                return try inside.page(
                    StrengthPage(row: row, typed: wish, mayChange: true, problems: Self.problems(found)), status: 400)
            }
        }
    }

    /// Deletes a strength that no app demands; its page is gone, so the list says so.
    @Sendable func delete(_ visit: Visit) async throws -> Response {
        try await visit.admin { inside in
            _ = try await inside.form()
            let id: ID<CustomStrength> = try visit.id("strength")
            do {
                try await DeleteStrength(doors.tools)(id, by: inside.caller)
                return inside.done(.strengthDeleted, at: Self.path)
            } catch ActionError.conflict(.inUse) {
                let row = try await found(visit, inside)
                return try inside.page(
                    StrengthPage(row: row, typed: row.wish, mayChange: true, problems: [.inUse]), status: 409)
            }
        }
    }

    private func found(_ visit: Visit, _ inside: Inside) async throws -> StrengthsPage.Row {
        let lines = try await ListStrengths(doors.tools)(by: inside.caller)
        let id: AuthenticationStrength.Identifier = try visit.id("strength")
        guard let line = lines.first(where: { $0.strength.id == id }) else { throw Stop.notFound }
        return StrengthsPage.Row(line)
    }

    private func isEditor(_ inside: Inside) async throws -> Bool {
        try await PermittedOperations(doors.tools)(needing: .readMethodsPolicy, by: inside.caller)
            .contains(.changeStrengths)
    }

    private static func problems(_ found: [FieldProblem]) -> Set<StrengthPage.Problem> {
        Set(found.compactMap { StrengthPage.Problem(rawValue: $0.field) })
    }
}

extension StrengthsPage.Row {
    fileprivate init(_ line: ListStrengths.Line) {
        self.init(
            strength: line.strength, explanation: line.custom?.explanation ?? "", demandedBy: line.demandedBy)
    }

    /// What the form shows of it before somebody types.
    fileprivate var wish: SaveStrength.Wish {
        SaveStrength.Wish(
            displayName: strength.displayName, explanation: explanation,
            combinations: strength.combinations.map(\.name), passkeyModels: strength.passkeyModels.sorted(),
            certificates: strength.certificates ?? CertificateLimit())
    }
}

extension SaveStrength.Wish {
    /// What a form says: a box for each combination, and models, authorities and policies in lines.
    fileprivate init(_ form: FormBody) {
        self.init(
            displayName: form.text("displayName"), explanation: form.text("explanation"),
            combinations: form.fields.filter { $0.name == "combination" }.map(\.value),
            passkeyModels: form.lines("passkeyModels"),
            certificates: CertificateLimit(
                issuers: form.lines("certificateIssuers"), policies: form.lines("certificatePolicies"),
                combinations: form.fields.filter { $0.name == "certificateCombination" }.map(\.value)))
    }
}

extension FormBody {
    /// The words of a field, one a line or with commas between.
    fileprivate func lines(_ name: String) -> [String] {
        text(name).split { $0.isWhitespace || $0 == "," }.map(String.init)
    }
}
