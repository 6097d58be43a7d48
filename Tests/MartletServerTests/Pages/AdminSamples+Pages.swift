import MartletActions
import MartletDirectory

@testable import MartletServer

extension AdminSamples {
    static let overview = OverviewPage(
        defaults: SecurityDefaultsSetting(isEnabled: true, enabledAt: ago(days: 46)), defaultsOffSince: nil,
        restored: Installation.Restoration(at: ago(days: 1), backupMadeAt: ago(days: 2)),
        registration: .init(registered: 27, inGrace: 8, waiting: 3, mustRegister: 2, exempt: 1),
        deadlines: [1, 1, 2, 4, 4, 4, 9, 13, 13].enumerated().map { index, days in
            .init(
                user: id(index), displayName: name(index), userPrincipalName: signInName(index), at: ahead(days: days),
                daysLeft: days)
        },
        administrators: 6, challenges: 212, signIns: days,
        legacy: .init(
            attempts: 41, blocked: 41,
            topAccounts: [
                .init(name: "scanner@heronworks.example", count: 23),
                .init(name: "backup@heronworks.example", count: 11), .init(name: "info@heronworks.example", count: 7),
            ],
            topClients: [.init(name: "Other clients", count: 34), .init(name: "IMAP4", count: 7)]),
        alerts: [
            .init(
                kind: .emergencyAccountUsed, at: ago(minutes: 190), actor: "ea-crane@heronworks.example", target: "",
                path: "/admin/signins/1"),
            .init(
                kind: .synchronizationRoleGiven, at: ago(days: 2), actor: name(0), target: "sync@heronworks.example",
                path: "/admin/audit/2"),
        ],
        firstMethods: [
            .init(
                user: id(1), displayName: name(1), userPrincipalName: signInName(1),
                note: FirstMethodNote(at: ago(days: 1), address: "203.0.113.24")),
            .init(
                user: id(2), displayName: name(2), userPrincipalName: signInName(2),
                note: FirstMethodNote(at: ago(days: 3), address: "")),
        ],
        advice: [
            .administratorsNotRegistered(count: 1), .makeEmergencyAccounts(count: 1),
            .reduceGlobalAdministrators(count: 6),
            .moveLegacyClients(count: 41),
        ]
    )

    /// Thirty days without a sign-in.
    private static let quietDays = (0..<30).map {
        SignInDay(day: ago(days: 29 - $0).startOfDay, success: 0, interrupted: 0, failure: 0, legacy: 0)
    }

    /// What somebody sees who may not read the logs.
    static let overviewWithoutLogs = OverviewPage(
        defaults: SecurityDefaultsSetting(isEnabled: true, enabledAt: ago(days: 46)), defaultsOffSince: nil,
        registration: .init(registered: 5, inGrace: 0, waiting: 0, mustRegister: 0), deadlines: [], administrators: 1,
        challenges: 0, signIns: [], legacy: .init(attempts: 0, blocked: 0, topAccounts: [], topClients: []), alerts: [],
        advice: []
    )

    static let overviewOff = OverviewPage(
        defaults: SecurityDefaultsSetting(isEnabled: false, enabledAt: nil), defaultsOffSince: ago(days: 3),
        registration: .init(registered: 0, inGrace: 0, waiting: 0, mustRegister: 0), deadlines: [], administrators: 1,
        challenges: 0, signIns: quietDays, legacy: .init(attempts: 0, blocked: 0, topAccounts: [], topClients: []),
        alerts: [],
        advice: [.turnDefaultsOn, .addSecondGlobalAdministrator, .reviewSynchronizationAccounts(count: 1)]
    )

    static let users = UsersPage(
        query: "", filter: .all,
        rows: (0..<12).map { number in
            .init(
                id: id(number), displayName: name(number), userPrincipalName: signInName(number),
                isEnabled: number != 6,
                isGuest: number == 5, isEmergencyAccess: number == 8, isLocked: number == 2,
                roles: number == 0
                    ? [DirectoryRole.globalAdministrator.id, DirectoryRole.helpdeskAdministrator.id]
                    : number % 5 == 3 ? [DirectoryRole.userAdministrator.id] : [],
                registration: [
                    .registered, .registered, .inGrace(daysLeft: 4, deadline: ahead(days: 4)), .registered, .waiting,
                    .mustRegister,
                ][number % 6],
                lastSignInAt: number % 6 == 4 ? nil : ago(days: number, minutes: number * 77))
        },
        total: 41, isContinued: false, next: "abc", mayAdd: true, notice: .userDeleted
    )

    static let userInTrouble = UserPage(
        user: user(1), isViewer: false, registration: .inGrace(daysLeft: 4, deadline: ahead(days: 4)),
        lockouts: [.init(kind: .unfamiliar, failures: 11, lockedUntil: ahead(days: 0) + .minutes(2))],
        risks: [
            RiskDetection(
                id: id(90), tenant: id(1), user: id(2), kind: .userReportedSuspiciousActivity, level: .high,
                signIn: id(91), detectedAt: ago(days: 0))
        ],
        mfaBlock: MFABlock(of: user(1), reason: "", cause: .report, at: ago(days: 0)),
        roles: [
            .init(role: DirectoryRole.userAdministrator.id, assignment: id(61), since: ago(days: 80)),
            .init(
                role: DirectoryRole.helpdeskAdministrator.id, assignment: id(62), since: ago(days: 31), group: id(70),
                groupName: "Service desk"),
            .init(role: DirectoryRole.directorySynchronizationAccounts.id, assignment: id(63), since: ago(days: 2)),
        ],
        groups: [.init(group: id(70), name: "Service desk"), .init(group: id(71), name: "Tokyo office")],
        password: .init(changedAt: ago(days: 1), mustChange: true, expiresAt: ahead(days: 2)),
        methods: [], recoveryCodesLeft: 0,
        sessions: [
            .init(
                id: id(77), origin: Origin(address: "198.51.100.21", userAgent: chromeOnMac, country: "JP"),
                createdAt: ago(days: 3), lastSeenAt: ago(minutes: 4), methods: [.password, .totp]),
            .init(
                id: id(78), origin: Origin(address: "2001:db8:12::7", userAgent: safariOnPhone),
                createdAt: ago(days: 9),
                lastSeenAt: ago(days: 1), methods: [.password]),
        ],
        signIns: (0..<5).map { signIn($0) }, permissions: .all, notice: .roleGiven
    )

    static let user = UserPage(
        user: user(0), isViewer: false, registration: .registered, lockouts: [],
        roles: [
            .init(role: DirectoryRole.userAdministrator.id, assignment: id(61), since: ago(days: 80)),
            .init(
                role: DirectoryRole.helpdeskAdministrator.id, assignment: id(62), since: ago(days: 31), group: id(70),
                groupName: "Service desk"),
        ],
        groups: [.init(group: id(70), name: "Service desk")],
        password: .init(changedAt: ago(days: 90), mustChange: false, expiresAt: nil),
        methods: [.init(method: .totp, name: "Pixel 9", createdAt: ago(days: 40))],
        certificates: [
            .init(
                id: id(63), subject: "CN=Mina,O=Heron", binding: "X509:<SKI>ab", isBound: false,
                createdAt: ago(days: 9), lastUsedAt: ago(days: 1), endsAt: ago(days: -90),
                worth: .multiFactorCertificate),
            .init(
                id: id(64), subject: nil, binding: "X509:<I>CN=People,O=Heron<SR>3f9c", isBound: true,
                createdAt: ago(days: 2)),
        ], recoveryCodesLeft: 2,
        sessions: [
            .init(
                id: id(77), origin: Origin(address: "198.51.100.21", userAgent: chromeOnMac, country: "JP"),
                createdAt: ago(days: 3), lastSeenAt: ago(minutes: 4), methods: [.password, .totp])
        ],
        signIns: (0..<5).map { signIn($0) }, permissions: .all, notice: .roleGiven
    )

    static let userNew = UserNewPage(
        draft: .init(localPart: "mina..s", displayName: "Mina Sørensen", role: DirectoryRole.userAdministrator.id),
        domains: ["heronworks.example"], mayAssignRoles: true, problems: [.nameInvalid, .passwordTooShort])

    static let passwordOnce = PasswordOncePage(
        user: id(1), displayName: name(1), userPrincipalName: signInName(1), password: "Moor-Lantern-61-Quiet-Ferry",
        expiresAt: ahead(days: 7), isNewUser: true)

    static let groups = GroupsPage(
        query: "",
        rows: [
            .init(
                id: id(70), displayName: "Service desk", description: "First line", members: 5,
                isAssignableToRole: true,
                roles: [DirectoryRole.helpdeskAdministrator.id, DirectoryRole.securityReader.id]),
            .init(id: id(71), displayName: "Tokyo office", description: "", members: 18, isAssignableToRole: false),
        ], isContinued: true, next: nil, mayAdd: true, notice: .groupCreated)

    static let group = GroupPage(
        group: Group(
            id: id(70), tenant: tenant, displayName: "Service desk", description: "First line of help",
            isAssignableToRole: true, createdAt: ago(days: 100)),
        members: (0..<5).map { .init(id: id($0), displayName: name($0), userPrincipalName: signInName($0)) },
        roles: [.init(role: DirectoryRole.helpdeskAdministrator.id, assignment: id(61), since: ago(days: 80))],
        mayManage: true, mayAssignRoles: true, unknownMember: "nobody@heronworks.example")

    static let groupNew = GroupNewPage(displayName: "", mayMakeAssignable: true, problems: [.nameMissing])

    static let roles = RolesPage(holders: [
        DirectoryRole.globalAdministrator.id: 6, DirectoryRole.helpdeskAdministrator.id: 4,
        DirectoryRole.directorySynchronizationAccounts.id: 1,
    ])

    static let role = RolePage(
        role: .globalAdministrator,
        holders: (0..<6).map { number in
            .init(
                user: id(number), displayName: name(number), userPrincipalName: signInName(number),
                isEnabled: number != 4, registration: number == 3 ? .mustRegister : .registered,
                group: number == 2 ? id(70) : nil, groupName: number == 2 ? "Service desk" : nil)
        })

    static let apps = AppsPage(
        query: "",
        rows: (0..<4).map { number in
            .init(
                application: application(number, kind: number == 2 ? .public : .confidential),
                signIns: 1204 / (number + 1),
                credentialExpiresAt: number == 2 ? nil : ahead(days: 12 + number * 90),
                credentialExpiresSoon: number == 0)
        }, isContinued: false, next: nil, mayAdd: true)

    static let app = AppPage(
        application: application(0), endpoints: endpoints,
        credentials: [
            ClientCredential(
                id: id(41), application: id(300), tenant: tenant, kind: .secret, digest: [1], hint: "mcs_x7Qk",
                createdAt: ago(days: 168), expiresAt: ahead(days: 12)),
            ClientCredential(
                id: id(42), application: id(300), tenant: tenant, kind: .secret, digest: [2], hint: "mcs_a0Pw",
                createdAt: ago(days: 400), expiresAt: ago(days: 35)),
            ClientCredential(
                id: id(43), application: id(300), tenant: tenant, kind: .certificate, digest: Array(0..<32),
                hint: "CN=grafana.heronworks.example", createdAt: ago(days: 1), expiresAt: ahead(days: 364)),
        ], signIns: (0..<4).map { signIn($0) }, defaultsAreOn: true, mayManage: true, notice: .appSaved)

    static let appNew = AppNewPage(
        redirectURIs: "http://app.example.com/", problems: [.nameMissing, .redirectNotSecure])

    static let secretOnce = SecretOncePage(
        application: application(0), secret: "mcs_x7QkB2m9Vv0r3jH8aLw5tYpN1cZs6dUeKfGiOqRbTxE",
        expiresAt: ahead(days: 180), endpoints: endpoints, isNewApp: true)

    static let signIns = SignInsPage(
        filter: .init(text: "", user: nil, status: nil), rows: (0..<16).map { signIn($0) },
        apps: [.init(id: id(300), name: "Grafana")], clientApps: ["Browser", "Other clients", "IMAP4"],
        retentionDays: 365, isContinued: false, next: "def")

    static let signInsNarrowed = SignInsPage(
        filter: .init(user: id(1), status: .failure, legacyOnly: true, errorCode: "530035", from: "2026-11-01"),
        userName: name(1), rows: [], apps: [], clientApps: ["Other clients"], retentionDays: 30, isContinued: true,
        next: nil)

    static let signInDetail = SignInPage(
        record: record(1, kind: 0), isLegacy: false, siblings: [signIn(2, kind: 1), signIn(3, kind: 2)],
        json: "{\n  \"id\": \"…\",\n  \"status\": \"success\"\n}")

    static let legacyDetail = SignInPage(
        record: record(4, kind: 3), isLegacy: true, siblings: [], json: "{}")

    static let audits = AuditsPage(
        filter: .init(), rows: (0..<12).map(audit), activities: activities, retentionDays: 365, isContinued: true,
        next: "ghi")

    static let auditDetail = AuditPage(
        record: audit(2), siblings: [audit(3)], json: "{\n  \"activity\": \"Disable security defaults\"\n}")

    /// The page of the switch, on or off.
    static func defaults(isOn: Bool) -> SecurityDefaultsPage {
        SecurityDefaultsPage(
            setting: SecurityDefaultsSetting(isEnabled: isOn, enabledAt: isOn ? ago(days: 46) : nil),
            offSince: isOn ? nil : ago(days: 3),
            affected: .init(
                people: 40, registered: 27, administrators: 6, others: 34, legacyBlocked: 41, managementApps: 1,
                exempt: 1),
            history: [audit(2), audit(10)], impact: isOn ? nil : LegacyImpactSummary(impact(isOn: false)),
            mayChange: true, chosenReason: isOn ? .other : nil,
            problem: isOn ? .reasonTextMissing : nil, notice: isOn ? .graceSaved : .defaultsOff)
    }

    static let emergency = EmergencyPage(
        accounts: [
            .init(
                id: id(80), userPrincipalName: "ea-crane@heronworks.example", createdAt: ago(days: 200),
                lastUsedAt: ago(minutes: 190), isReady: true, drillIsDue: false),
            .init(
                id: id(81), userPrincipalName: "ea-lapwing@heronworks.example", createdAt: ago(days: 200),
                lastUsedAt: nil,
                isReady: false, drillIsDue: true),
        ], mayMake: true)

    static let emergencyNone = EmergencyPage(accounts: [], mayMake: true)

    static let emergencySheet = EmergencySheetPage(
        signInURL: "https://id.heronworks.example/admin", madeOn: "2026-11-21",
        sheets: ["ea-crane", "ea-lapwing"].map { name in
            .init(
                userPrincipalName: "\(name)@heronworks.example", password: "Moor-Lantern-61-Quiet-Ferry-Salt-08",
                key: "JBSW Y3DP EHPK 3PXP JBSW Y3DP EHPK 3PXP",
                qrCode:
                    "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 29 29\"><path d=\"M4 4h7v7H4zM18 4h7v7h-7zM4 18h7v7H4zM13 13h3v3h-3z\"/></svg>",
                recoveryCodes: (0..<10).map { "K7QF-2M9X-VV0R-3J\($0)H" })
        })

    /// One problem page of each kind.
    static let problems: [AdminProblemPage] = [
        .forbidden(roles: [DirectoryRole.globalAdministrator.id, DirectoryRole.privilegedRoleAdministrator.id]),
        .lastAdministrator, .ownRole, .conflict, .notFound, .staleForm, .badRequest, .busy(seconds: 1), .unexpected,
    ].map { .init(problem: $0, backPath: "/admin/users", correlationID: "b7a1e8f0-11d2-4f63-9a50-27f0c9e4d1aa") }
}
