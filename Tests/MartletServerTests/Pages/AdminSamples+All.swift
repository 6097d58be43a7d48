@testable import MartletServer

extension AdminSamples {
    /// Every sample page under a name.
    static var all: [(name: String, page: any Page)] {
        let pages: [(String, any Page)] = [
            ("overview", overview), ("overview-off", overviewOff), ("overview-without-logs", overviewWithoutLogs),
            ("users", users), ("user", user),
            ("user-in-trouble", userInTrouble),
            ("user-new", userNew), ("password-once", passwordOnce), ("groups", groups), ("group", group),
            ("group-new", groupNew), ("roles", roles), ("role", role), ("apps", apps), ("app", app),
            ("app-settings", appSettings), ("app-new", appNew), ("secret-once", secretOnce), ("signins", signIns),
            ("signins-narrowed", signInsNarrowed),
            ("signin", signInDetail), ("signin-legacy", legacyDetail), ("audits", audits), ("audit", auditDetail),
            ("defaults", defaults(isOn: true)), ("defaults-off", defaults(isOn: false)), ("emergency", emergency),
            ("emergency-none", emergencyNone), ("emergency-sheet", emergencySheet),
        ]
        return pages + methodPages + legacyPages + legacyReportPages
            + problems.map { ("problem-\($0.problem.word)", $0) }
    }

    /// The context in which samples are shown.
    static func context(_ language: Language, theme: PageContext.Theme? = nil) -> PageContext {
        PageContext(
            language: language, nonce: "bm9uY2U", organizationName: "Heron Works",
            person: .init(displayName: name(0), userPrincipalName: signInName(0), isAdministrator: true),
            path: "/admin", formToken: "form-token", now: now, theme: theme)
    }
}
