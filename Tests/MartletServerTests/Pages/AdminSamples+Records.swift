import MartletDirectory

@testable import MartletServer

extension AdminSamples {
    /// A line of the sign-in log; `kind` 0 succeeds, 1 is interrupted, 2 fails, 3 is a refused legacy attempt.
    static func signIn(_ number: Int, kind: Int? = nil) -> SignInRow {
        SignInRow(
            record(number, kind: kind ?? [0, 0, 1, 0, 3, 0, 2, 0][number % 8]),
            isLegacy: (kind ?? [0, 0, 1, 0, 3, 0, 2, 0][number % 8]) == 3)
    }

    /// A record of the sign-in log of the same kinds.
    static func record(_ number: Int, kind: Int) -> SignInRecord {
        let isLegacy = kind == 3
        let at = ago(minutes: 7 + number * 41)
        let reasons = isLegacy ? ["legacyClient"] : ["newBrowser", "newPlace"]
        return SignInRecord(
            id: id(900 + number), tenant: tenant, createdAt: at, correlationID: "0d9c8f1e-5a33-4b7e-a1c2-6f0f9b1f2a77",
            user: isLegacy ? nil : id(number % 12),
            userPrincipalName: isLegacy ? "scanner@heronworks.example" : signInName(number),
            userDisplayName: isLegacy ? "" : name(number), application: id(300),
            applicationName: ["Grafana", "Nextcloud", "Admin center", "Heron Mobile"][number % 4], resource: "Grafana",
            door: isLegacy ? "legacyBasic" : "authorize", clientAppUsed: isLegacy ? "Other clients" : "Browser",
            protocolName: isLegacy ? "basic" : "oAuth2",
            origin: Origin(
                address: isLegacy ? "203.0.113.77" : "198.51.100.\(20 + number)",
                userAgent: number % 3 == 0 ? safariOnPhone : chromeOnMac, country: number % 5 == 4 ? nil : "JP"),
            isInteractive: !isLegacy, status: [.success, .interrupted, .failure, .failure][kind],
            errorCode: [0, 50074, 50126, 530035][kind], failureReason: kind == 0 ? "" : "Not in the catalogue.",
            requirement: kind < 2 ? .multiFactor : .singleFactor, reasons: kind < 2 ? reasons : [],
            policies: [
                .init(
                    id: "securityDefaults.whenNecessary", name: "MFA when necessary", control: "mfa",
                    result: kind == 0 ? "satisfied" : "notSatisfied", reasons: reasons),
                .init(
                    id: "securityDefaults.registration", name: "Register for MFA", control: "register",
                    result: "satisfied",
                    reasons: []),
                .init(
                    id: "securityDefaults.legacyAuthentication", name: "Block legacy authentication", control: "block",
                    result: isLegacy ? "notSatisfied" : "exempt", reasons: isLegacy ? reasons : []),
            ],
            details: [
                .init(method: "password", at: at, succeeded: kind != 2, result: kind == 2 ? "wrong" : "correct"),
                .init(
                    method: "softwareOath", at: at + .seconds(14), succeeded: kind == 0,
                    result: kind == 0 ? "correct" : "wrong"),
            ],
            session: kind == 0 ? id(77) : nil
        )
    }

    static let activities = [
        "Enable user", "Add member to role", "Disable security defaults", "Add application credential",
        "Reset password",
        "Add user", "Assign directory synchronization role", "Delete group",
    ]

    /// A line of the audit log.
    static func audit(_ number: Int) -> AuditRecord {
        let activity = activities[number % activities.count]
        let isAlert = number % activities.count == 2 || number % activities.count == 6
        return AuditRecord(
            id: id(1200 + number), tenant: tenant, createdAt: ago(days: number / 3, minutes: 12 + number * 63),
            correlationID: "b7a1e8f0-11d2-4f63-9a50-27f0c9e4d1aa", activity: activity,
            category: [.userManagement, .roleManagement, .policy, .applicationManagement][number % 4],
            succeeded: number % 7 != 5,
            resultReason: number % 7 == 5 ? "the caller's roles do not reach the target" : "",
            isAlert: isAlert,
            actor: number % 6 == 4 ? .operator : .user(id(0), name: name(0)),
            address: number % 6 == 4 ? "" : "198.51.100.20",
            targets: [
                .init(kind: .user, id: id(number % 12, of: User.self).rawValue, name: name(number)),
                .init(kind: .role, id: DirectoryRole.helpdeskAdministrator.id.rawValue, name: "Helpdesk Administrator"),
            ],
            changes: [
                .init(property: "isEnabled", old: "true", new: "false"),
                .init(property: "reason", old: nil, new: "tooManyPrompts"),
            ]
        )
    }

    /// Thirty days of sign-ins with weekends.
    static let days: [SignInDay] = (0..<30).map { index in
        let day = ago(days: 29 - index).startOfDay
        let weekday = (Int(day.seconds / 86_400) + 4) % 7
        let base = weekday == 0 || weekday == 6 ? 9 : 58 + index * 7 % 23
        return SignInDay(
            day: day, success: base, interrupted: base / 6 + index % 3, failure: index % 4 + (index == 21 ? 18 : 1),
            legacy: index < 9 ? 5 - index / 2 : index == 21 ? 14 : 0)
    }
}
