import Hummingbird
import MartletActions
import MartletDirectory
import MartletPolicy

/// The inventory of tokens that show codes.
struct HardwareTokenPages: Sendable {
    let doors: Doors

    private static let path = "/admin/hardware-tokens"

    /// The list, with the form that takes a sheet.
    @Sendable func list(_ visit: Visit) async throws -> Response {
        try await visit.admin { inside in try await page(for: inside, after: visit.query["after"] ?? "") }
    }

    /// Takes a sheet; the lines that were not right come back (OT-4).
    @Sendable func take(_ visit: Visit) async throws -> Response {
        try await visit.admin { inside in
            let sheet = try await inside.form().text("sheet")
            do {
                let report = try await ImportHardwareTokens(doors.tools)(sheet, by: inside.caller)
                guard !report.failures.isEmpty else { return inside.done(.tokensImported, at: Self.path) }
                return try await page(for: inside, report: report)
            } catch ActionError.invalid {
                return try await page(for: inside, isSheetWrong: true)
            }
        }
    }

    /// Gives the token to somebody, or takes it back.
    @Sendable func assign(_ visit: Visit) async throws -> Response {
        try await visit.admin { inside in
            let name = try await inside.form().text("user")
            let id: ID<HardwareToken> = try visit.id("token")
            var user: ID<User>?
            if !name.isEmpty {
                guard let found = try await FindUser(doors.tools)(named: name, by: inside.caller) else {
                    try await inside.want(.manageMethods, for: .hardwareTokenAssigned, doors)
                    return try await page(for: inside, wrongToken: id)
                }
                user = found.id
            }
            do {
                return try await inside.change(.tokenAssigned, at: Self.path) {
                    try await AssignHardwareToken(doors.tools)(id, to: user, by: inside.caller)
                }
            } catch ActionError.invalid {
                return try await page(for: inside, wrongToken: id)
            }
        }
    }

    /// Makes the token count, by a code that it shows (OT-5).
    @Sendable func activate(_ visit: Visit) async throws -> Response {
        try await visit.admin { inside in
            let code = try await inside.form().text("code")
            let id: ID<HardwareToken> = try visit.id("token")
            do {
                return try await inside.change(.tokenActivated, at: Self.path) {
                    try await ActivateHardwareToken(doors.tools)(id, code: code, by: inside.caller)
                }
            } catch ActionError.invalid {
                return try await page(for: inside, wrongToken: id)
            }
        }
    }

    /// Removes the token from the inventory.
    @Sendable func delete(_ visit: Visit) async throws -> Response {
        try await visit.admin { inside in
            _ = try await inside.form()
            let id: ID<HardwareToken> = try visit.id("token")
            return try await inside.change(.tokenDeleted, at: Self.path) {
                try await AssignHardwareToken(doors.tools).delete(id, by: inside.caller)
            }
        }
    }

    private func page(
        for inside: Inside, after: String = "", report: ImportHardwareTokens.Report? = nil, isSheetWrong: Bool = false,
        wrongToken: ID<HardwareToken>? = nil
    ) async throws -> Response {
        let found = try await ListHardwareTokens(doors.tools)(after: after, by: inside.caller)
        let page = HardwareTokensPage(
            rows: found.lines.map { line in
                HardwareTokensPage.Row(
                    id: line.id, serialNumber: line.serialNumber, maker: "\(line.manufacturer) \(line.model)",
                    periodSeconds: Int(line.periodSeconds), user: line.user?.id, userName: line.user?.name,
                    activatedAt: line.activatedAt, isWrong: line.id == wrongToken)
            },
            next: found.next, mayChange: found.mayChange, imported: report?.imported,
            failures: report?.failures.map {
                HardwareTokensPage.Failure(line: $0.line, serialNumber: $0.serialNumber, problem: $0.problem.rawValue)
            } ?? [], isSheetWrong: isSheetWrong, notice: inside.notice)
        return try inside.page(page, status: report == nil && !isSheetWrong && wrongToken == nil ? 200 : 400)
    }
}
