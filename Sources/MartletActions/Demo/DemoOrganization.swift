import MartletCredentials
import MartletDirectory
import MartletPolicy

/// Makes the example organisation: forty accounts, roles, groups, three apps, and thirty days of sign-ins, all of it
/// through the real actions.
package struct DemoOrganization: Sendable {
    let tools: Tools
    let clock: DemoClock
    let signIns: any DemoSignIns

    /// An example made with `tools`, whose ambient must be the clock's, on an empty store; its people sign in through the
    /// real actions unless told otherwise.
    package init(_ tools: Tools, clock: DemoClock, signIns: (any DemoSignIns)? = nil) {
        self.tools = tools
        self.clock = clock
        self.signIns = signIns ?? DemoVisitor(tools, clock: clock)
    }

    /// Days that the example goes back; a clock for it starts so many days before now.
    package static let length = 30

    /// Makes the example and lets the clock run.
    /// - Throws: `ActionError.conflict(.setUpClosed)` on a store that has an organisation; what the actions throw.
    package func callAsFunction() async throws -> DemoSummary {
        let end = clock.liveNow
        let founded = try await found()
        let caller = Caller(
            identity: .operator, tenant: founded.tenant.id, correlationID: tools.newCorrelationID())
        let groups = try await makeGroups(by: caller)
        let apps = try await makeApplications(by: caller)
        var accounts = [founded.account]
        for person in DemoCast.people {
            clock.move(to: clock.now + .minutes(3))
            accounts.append(try await make(person, groups: groups, by: caller))
        }
        try await join(DemoCast.founder, founded.account.user.id, groups: groups, by: caller)
        for emergency in try await MakeEmergencyAccounts(tools)(by: caller) {
            accounts.append(
                DemoSummary.Account(
                    user: emergency.user, password: emergency.password, authenticator: emergency.authenticator,
                    roles: [.globalAdministrator], recoveryCodes: emergency.recoveryCodes))
        }
        let summary = DemoSummary(tenant: founded.tenant, accounts: accounts, applications: apps)
        try await live(through: DemoMonth(summary, from: clock.now, to: end))
        try await settle(summary, by: caller)
        try await tendLegacyReport(summary, by: caller)
        clock.letGo()
        return summary
    }

    private func found() async throws -> (tenant: Tenant, account: DemoSummary.Account) {
        let person = DemoCast.founder
        let password = newPassword(for: person)
        let made = try await InitializeOrganization(tools)(
            SetUpRequest(
                organizationName: DemoCast.organization, domain: DemoCast.domain, displayName: person.displayName,
                userName: person.local, password: password))
        return (
            made.tenant,
            DemoSummary.Account(
                user: made.user, password: password, authenticator: made.authenticator,
                roles: [.globalAdministrator], recoveryCodes: made.recoveryCodes)
        )
    }

    private func makeGroups(by caller: Caller) async throws -> [DemoGroup: Group] {
        var groups: [DemoGroup: Group] = [:]
        for kind in DemoGroup.allCases {
            groups[kind] = try await AddGroup(tools)(
                displayName: kind.rawValue, description: kind.purpose,
                isAssignableToRole: kind.isAssignableToRole, by: caller)
        }
        if let desk = groups[.desk] {
            try await AssignRole(tools)(DirectoryRole.helpdeskAdministrator.id, to: .group(desk.id), by: caller)
        }
        return groups
    }

    private func makeApplications(by caller: Caller) async throws -> [DemoSummary.App] {
        var apps: [DemoSummary.App] = []
        for plan in Self.apps {
            let made = try await RegisterApplication(tools)(
                plan.details, kind: plan.kind, makesSecret: plan.kind == .confidential, by: caller)
            apps.append(DemoSummary.App(application: made.application, clientSecret: made.clientSecret))
        }
        return apps
    }

    private static let apps: [(details: ApplicationDetails, kind: Application.Kind)] = [
        (
            ApplicationDetails(
                displayName: "Star Charts", redirectURIs: ["http://localhost:9090/callback"],
                postLogoutRedirectURIs: ["http://localhost:9090/"], consentMode: .eachUser), .confidential
        ),
        (
            ApplicationDetails(
                displayName: "Machine Console", redirectURIs: ["https://console.hoshizora.example/signin"],
                isManagement: true), .confidential
        ),
        (
            ApplicationDetails(
                displayName: "Field Notes",
                redirectURIs: ["http://127.0.0.1/callback", "example.hoshizora.notes:/done"],
                allowsPasswordGrant: true), .public
        ),
    ]

    private func make(
        _ person: DemoPerson, groups: [DemoGroup: Group], by caller: Caller
    ) async throws -> DemoSummary.Account {
        let password = newPassword(for: person)
        let added = try await AddUser(tools)(
            AddUser.Request(
                userPrincipalName: "\(person.local)@\(DemoCast.domain)", displayName: person.displayName,
                givenName: person.givenName, surname: person.surname, role: person.role?.id,
                password: .given(password, isTemporary: false),
                registersAuthenticator: person.story == .registered),
            by: caller)
        try await join(person, added.user.id, groups: groups, by: caller)
        return DemoSummary.Account(
            user: added.user, password: password, authenticator: added.authenticator,
            roles: [person.role].compactMap(\.self), recoveryCodes: added.recoveryCodes)
    }

    private func join(
        _ person: DemoPerson, _ user: ID<User>, groups: [DemoGroup: Group], by caller: Caller
    ) async throws {
        for group in person.groups.compactMap({ groups[$0] }) {
            try await AddMember(tools)(user, to: group.id, by: caller)
        }
    }

    /// A password that may be set: now and then the letters of chance spell somebody's own name (PP-8).
    private func newPassword(for person: DemoPerson) -> String {
        let context = PasswordContext(
            userPrincipalName: "\(person.local)@\(DemoCast.domain)", displayName: person.displayName,
            givenName: person.givenName, surname: person.surname, tenantName: DemoCast.organization)
        while true {
            let drawn = GeneratedPassword.spelling(tools.ambient.randomBytes(GeneratedPassword.temporaryLength))
            if PasswordRule.judge(drawn, context: context) == .accepted { return drawn }
        }
    }

    private func live(through month: DemoMonth) async throws {
        for event in month.events {
            clock.move(to: event.at)
            switch event.what {
            case .visit(let visit): try await signIns.visit(visit)
            case .legacy(let attempt): try await signIns.tryLegacy(attempt)
            }
        }
    }

    /// The last day: who left is disabled, and newcomers hold temporary passwords that still work.
    private func settle(_ summary: DemoSummary, by caller: Caller) async throws {
        clock.move(to: clock.liveNow - .hours(2))
        for person in DemoCast.people {
            guard let account = summary.account("\(person.local)@\(DemoCast.domain)") else { continue }
            switch person.story {
            case .left: try await SetUserEnabled(tools)(account.user.id, isEnabled: false, by: caller)
            case .newcomer:
                try await ResetPassword(tools)(
                    account.user.id, password: .given(account.password, isTemporary: true), by: caller)
            case .registered, .putsOff, .machine: continue
            }
        }
    }
}
