import Hummingbird
import MartletActions
import MartletDirectory
import MartletPolicy

/// The one switch: its page, and the forms that turn it.
struct SecurityDefaultsPages: Sendable {
    let doors: Doors

    private static let path = "/admin/security-defaults"

    @Sendable func show(_ visit: Visit) async throws -> Response {
        try await visit.admin { inside in
            try await page(for: inside, notice: inside.notice)
        }
    }

    /// Switches the defaults on, and signs everybody else out if that is wanted (D24).
    @Sendable func switchOn(_ visit: Visit) async throws -> Response {
        try await visit.admin { inside in
            let revokes = try await inside.form()["revokeSessions"] == "1"
            return try await inside.change(revokes ? .defaultsOnRevoked : .defaultsOn, at: Self.path) {
                try await SwitchSecurityDefaults(doors.tools).on(revokesSessions: revokes, by: inside.caller)
            }
        }
    }

    /// Switches the defaults off, for a reason (D11).
    @Sendable func switchOff(_ visit: Visit) async throws -> Response {
        try await visit.admin { inside in
            let form = try await inside.form()
            guard let reason = form["reason"].flatMap(SecurityDefaultsPage.Reason.init(rawValue:)) else {
                try await inside.want(.changeSecurityDefaults, for: .securityDefaultsDisabled, doors)
                return try await page(for: inside, problem: .reasonMissing)
            }
            do {
                return try await inside.change(.defaultsOff, at: Self.path) {
                    try await SwitchSecurityDefaults(doors.tools).off(
                        reason: reason.forAction, text: form.text("reasonText"), by: inside.caller)
                }
            } catch ActionError.invalid {
                return try await page(for: inside, chosenReason: reason, problem: .reasonTextMissing)
            }
        }
    }

    /// Sets how many days registration may be put off (D25).
    @Sendable func setGrace(_ visit: Visit) async throws -> Response {
        try await visit.admin { inside in
            let days = Int(try await inside.form().text("days")) ?? -1
            do {
                try await SetRegistrationGrace(doors.tools)(days: days, by: inside.caller)
                return inside.done(.graceSaved, at: Self.path)
            } catch ActionError.invalid {
                return try await page(for: inside, problem: .graceInvalid)
            }
        }
    }

    private func page(
        for inside: Inside, chosenReason: SecurityDefaultsPage.Reason? = nil,
        problem: SecurityDefaultsPage.Problem? = nil, notice: AdminNotice? = nil
    ) async throws -> Response {
        let status = try await SecurityDefaultsStatus(doors.tools)(by: inside.caller)
        return try inside.page(
            SecurityDefaultsPage(
                setting: status.setting, offSince: status.offSince, affected: SecurityDefaultsPage.Affected(status),
                history: status.history, impact: status.impact.map(LegacyImpactSummary.init),
                mayChange: status.mayChange, chosenReason: chosenReason, problem: problem,
                notice: notice),
            status: problem == nil ? 200 : 400)
    }
}

extension SecurityDefaultsPage.Affected {
    fileprivate init(_ status: SecurityDefaultsStatus.Status) {
        let people = status.registration.people - status.registration.exempt
        self.init(
            people: people, registered: status.registration.registered, administrators: status.administrators,
            others: max(0, people - status.administrators), legacyBlocked: status.legacyRefused,
            managementApps: status.managementApps, exempt: status.registration.exempt)
    }
}

extension SecurityDefaultsPage.Reason {
    /// The reason as the action and the audit log name it.
    fileprivate var forAction: SwitchSecurityDefaults.DisableReason {
        switch self {
        case .usingConditionalAccess: .usingConditionalAccess
        case .tooManyPrompts: .tooManyPrompts
        case .neededAppsOrDevices: .neededAppsOrDevices
        case .other: .other
        }
    }
}
