import MartletDirectory
import MartletPolicy

@testable import MartletActions
@testable import MartletServer

extension AdminSamples {
    private static func entry(
        _ number: Int, user: Int?, door: Door, client: ClientApp, protocolName: String, agent: String,
        state: LegacyEntry.State = .open, proven: Bool = true
    ) -> LegacyEntry {
        LegacyEntry(
            id: id(900 + number), tenant: tenant,
            key: LegacyEntry.Key(
                user: user.map { id($0) }, application: door == .passwordGrant ? id(4) : nil, door: door.name,
                clientApp: client.logName, protocolName: protocolName,
                network: number == 3 ? "" : "192.0.\(number).0/24", userAgent: agent),
            userPrincipalName: user.map(signInName) ?? "", userDisplayName: user.map(name) ?? "",
            applicationName: door == .passwordGrant ? "Nightly export" : "Legacy authentication",
            lastAddress: "192.0.\(number).24", firstSeenAt: ago(days: 80), lastSeenAt: ago(minutes: 40 * number),
            attempts: 1240 + number, succeeded: number == 0 ? 1100 : 0, refusedProven: proven ? 64 : 0,
            lastProvenAt: proven ? ago(minutes: 40 * number) : nil,
            lastSucceededAt: number == 0 ? ago(days: 2) : nil,
            days: (0..<30).map {
                LegacyEntry.Day(
                    number: ago(days: 29 - $0).startOfDay.milliseconds / 86_400_000, attempts: $0 % 7,
                    succeeded: $0 % 7 / 2)
            }, owner: number == 1 ? id(0) : nil, state: state,
            acceptedUntil: state == .accepted ? ahead(days: 60) : nil,
            note: number == 1 ? "The scanner of the post room; the new one comes in December." : "",
            reopenedAt: number == 0 ? ago(days: 1) : nil)
    }

    private static let legacyEntries: [(LegacyEntry, LegacyRemedy)] = [
        (
            entry(0, user: 1, door: .legacyMail, client: .imap4, protocolName: "imap", agent: "Thunderbird/60.0"),
            .mailReading
        ),
        (
            entry(
                1, user: 2, door: .legacyMail, client: .authenticatedSMTP, protocolName: "smtp",
                agent: "ScanStation/2.1", state: .accepted), .mailSending
        ),
        (
            entry(
                2, user: 5, door: .passwordGrant, client: .mobileAppsAndDesktopClients, protocolName: "ropc",
                agent: "curl/7.58.0", state: .moving), .passwordGrant
        ),
        (
            entry(
                3, user: nil, door: .legacyBasic, client: .otherClients, protocolName: "basic", agent: "",
                state: .done, proven: false), .webBasic
        ),
    ]

    static let legacyLines: [LegacyLine] = legacyEntries.map { entry, remedy in
        LegacyLine(
            entry: entry, state: entry.state, ownerName: entry.owner == nil ? nil : signInName(0), remedy: remedy,
            isExempt: entry.key.user == id(5))
    }

    private static func person(
        _ number: Int, isExempt: Bool = false, isService: Bool = false
    ) -> LegacyImpact.Person {
        LegacyImpact.Person(
            id: id(number), userPrincipalName: signInName(number), displayName: name(number),
            ways: (0..<number).map {
                LegacyImpact.Way(
                    entry: id(900 + $0 % 4), clientApp: "IMAP4", applicationName: "Legacy authentication",
                    lastAt: ago(days: $0), remedy: isService ? .passwordGrant : .mailReading)
            }, isLetIn: number != 7, isExempt: isExempt, isService: isService, lastAt: ago(days: 1))
    }

    static func impact(isOn: Bool, isEmpty: Bool = false) -> LegacyImpact {
        LegacyImpact(
            areDefaultsOn: isOn, since: ago(days: 30),
            people: isEmpty
                ? [] : [person(1), person(7), person(3, isService: true), person(4, isExempt: true)],
            applications: isEmpty
                ? []
                : [
                    LegacyImpact.App(
                        id: nil, name: "Legacy authentication", people: 2, allowsPasswordGrant: false,
                        lastAt: ago(days: 1)),
                    LegacyImpact.App(
                        id: id(4), name: "Nightly export", people: 0, allowsPasswordGrant: true, lastAt: nil),
                ],
            withoutSecondFactor: isEmpty
                ? []
                : (8..<11).map {
                    LegacyImpact.Bare(id: id($0), userPrincipalName: signInName($0), displayName: name($0))
                }, withoutSecondFactorCount: isEmpty ? 0 : 13, graceDays: 14, hasNameless: !isEmpty,
            isComplete: isEmpty)
    }

    static func legacyReport(_ lines: [LegacyLine], _ search: ListLegacyEntries.Search = .init()) -> LegacyReportPage {
        LegacyReportPage(
            search: search, lines: lines,
            days: days.map {
                SignInDay(day: $0.day, success: $0.legacy, interrupted: 0, failure: $0.failure, legacy: 0)
            }, impact: LegacyImpactSummary(impact(isOn: false, isEmpty: lines.isEmpty)),
            isContinued: !lines.isEmpty, next: lines.isEmpty ? nil : "1:a")
    }

    static func legacyEntry(
        _ number: Int, mayChange: Bool = true, problem: LegacyEntryPage.Problem? = nil
    ) -> LegacyEntryPage {
        LegacyEntryPage(
            line: legacyLines[number], hasUser: number != 2, mayChange: mayChange,
            days: number == 3 ? [] : days,
            typed: problem == nil
                ? nil : .init(owner: "nobody", state: .accepted, until: "2020-01-01", note: "\"><b>"),
            problem: problem, notice: .legacyEntrySaved)
    }

    private static let betterCredentials: [ListWorkloadCredentials.Better] = [
        .init(
            application: id(3), applicationName: "Grafana", kind: .certificate, credential: "72",
            name: "CN=<grafana>", issuer: nil, createdAt: ago(days: 2), expiresAt: ago(days: 1),
            lastUsedAt: ago(days: 1)),
        .init(
            application: id(3), applicationName: "Grafana", kind: .federatedCredential, credential: "73",
            name: "build", issuer: "https://token.actions.example", createdAt: ago(days: 1), expiresAt: nil,
            lastUsedAt: nil),
        .init(
            application: id(3), applicationName: "Grafana", kind: .keySet, credential: "k2", name: "", issuer: nil,
            createdAt: ago(days: 9), expiresAt: nil, lastUsedAt: ago(days: 1)),
        .init(
            application: id(3), applicationName: "Grafana", kind: .authority,
            credential: String(repeating: "ab", count: 32), name: "grafana.example", issuer: nil,
            createdAt: ago(days: 9), expiresAt: nil, lastUsedAt: ago(days: 1)),
    ]

    static func workloads(isEmpty: Bool = false) -> WorkloadsPage {
        WorkloadsPage(
            report: .init(
                accounts: isEmpty
                    ? []
                    : [true, false].map {
                        .init(
                            entry: id(902), user: id(5), userPrincipalName: signInName(5),
                            applicationName: "Nightly export",
                            clientApp: $0 ? "IMAP4" : "Mobile Apps and Desktop clients",
                            door: $0 ? "legacyMail" : "passwordGrant", isMarked: $0,
                            remedy: $0 ? .serviceMail : .passwordGrant, firstAt: ago(days: 400), lastAt: ago(days: 1),
                            isLetIn: $0)
                    },
                secrets: isEmpty
                    ? []
                    : [
                        .init(
                            application: id(4), applicationName: "Nightly export", credential: id(70), hint: "mcs_ab",
                            createdAt: ago(days: 500), expiresAt: nil, lastUsedAt: ago(days: 1), hasBetter: false),
                        .init(
                            application: id(3), applicationName: "Grafana", credential: id(71), hint: "mcs_cd",
                            createdAt: ago(days: 1), expiresAt: ago(minutes: 5), lastUsedAt: nil, hasBetter: true),
                    ], better: isEmpty ? [] : betterCredentials, isComplete: !isEmpty))
    }

    static var legacyReportPages: [(String, any MartletServer.Page)] {
        let narrow = ListLegacyEntries.Search(text: "mina", state: .open, provenOnly: true)
        var pages: [(String, any MartletServer.Page)] = [
            ("legacy", legacyReport(legacyLines)), ("legacy-none", legacyReport([])),
            ("legacy-narrowed", legacyReport(legacyLines, narrow)),
            ("legacy-impact", LegacyImpactPage(impact: impact(isOn: false))),
            ("legacy-impact-on", LegacyImpactPage(impact: impact(isOn: true))),
            ("legacy-impact-none", LegacyImpactPage(impact: impact(isOn: false, isEmpty: true))),
            ("legacy-workloads", workloads()), ("legacy-workloads-none", workloads(isEmpty: true)),
            ("legacy-entry-readonly", legacyEntry(1, mayChange: false)),
        ]
        for number in legacyLines.indices { pages.append(("legacy-entry-\(number)", legacyEntry(number))) }
        for problem in LegacyEntryPage.Problem.allCases {
            pages.append(("legacy-entry-\(problem)", legacyEntry(0, problem: problem)))
        }
        return pages
    }
}
