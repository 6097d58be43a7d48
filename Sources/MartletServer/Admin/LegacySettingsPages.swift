import Hummingbird
import MartletActions
import MartletCredentials
import MartletDirectory
import MartletPolicy

/// Where a password alone is still taken, and the mail door: the page and its forms.
struct LegacySettingsPages: Sendable {
    let doors: Doors

    private static let path = "/admin/legacy/settings"

    @Sendable func show(_ visit: Visit) async throws -> Response {
        try await visit.admin { inside in
            try await page(for: inside, notice: inside.notice)
        }
    }

    /// Switches a surface.
    @Sendable func setSurface(_ visit: Visit) async throws -> Response {
        try await visit.admin { inside in
            let form = try await inside.form()
            // Who may not change them learns nothing of which surfaces there are.
            guard let surface = LegacySurface(rawValue: try visit.segment("surface")) else {
                try await inside.want(.changeSecurityDefaults, for: .modernAuthenticationRequired, doors)
                throw Stop.notFound
            }
            guard let mode = LegacySurface.Mode(rawValue: form.text("mode")) else {
                throw try await inside.badRequest(
                    wanting: .changeSecurityDefaults, for: .modernAuthenticationRequired, doors)
            }
            return try await inside.change(mode.blocksPasswords ? .modernRequired : .legacyAllowed, at: Self.path) {
                try await SetLegacySurface(doors.tools)(surface, mode, by: inside.caller)
            }
        }
    }

    /// Says where mail goes.
    @Sendable func setServers(_ visit: Visit) async throws -> Response {
        try await visit.admin { inside in
            let form = try await inside.form()
            let typed = Dictionary(
                MailDoor.MailProtocol.allCases.map { ($0, form.text($0.rawValue).trimmed) }
            ) { $1 }
            do {
                return try await inside.change(.mailServersSaved, at: Self.path) {
                    try await SetMailServers(doors.tools)(typed, by: inside.caller)
                }
            } catch ActionError.invalid(let found) {
                let problems = Set(found.compactMap { MailDoor.MailProtocol(rawValue: $0.field) })
                return try await page(for: inside, typed: typed, problems: problems)
            }
        }
    }

    /// Makes a key and shows it once.
    @Sendable func makeKey(_ visit: Visit) async throws -> Response {
        try await visit.admin { inside in
            _ = try await inside.form()
            let key = try await MakeMailKey(doors.tools)(by: inside.caller)
            return try inside.page(MailKeyOncePage(key: key.text))
        }
    }

    /// Takes the older keys back, or all.
    @Sendable func revokeKeys(_ visit: Visit) async throws -> Response {
        try await visit.admin { inside in
            let takesAll = try await inside.form()["all"] == "1"
            return try await inside.change(.mailKeysRevoked, at: Self.path) {
                try await RevokeMailKeys(doors.tools)(all: takesAll, by: inside.caller)
            }
        }
    }

    private func page(
        for inside: Inside, typed: [MailDoor.MailProtocol: String] = [:],
        problems: Set<MailDoor.MailProtocol> = [], notice: AdminNotice? = nil
    ) async throws -> Response {
        let status = try await LegacySettingsStatus(doors.tools)(by: inside.caller)
        return try inside.page(
            LegacySettingsPage(
                setting: status.setting, keys: status.keys, isUnderDefaults: status.isUnderDefaults,
                mailAddress: "\(doors.tools.publicURL.text)/legacy/mail/\(status.domain)", mayChange: status.mayChange,
                typed: typed, problems: problems, notice: notice),
            status: problems.isEmpty ? 200 : 400)
    }
}

extension String {
    /// The text without white space around it.
    fileprivate var trimmed: String {
        String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
