import Foundation
import MartletDirectory
import Testing

@testable import MartletServer

@Suite struct `What admin pages say` {
    let renderer: PageRenderer

    init() throws { renderer = try PageResources.renderer.get() }

    private func html(_ page: some MartletServer.Page, _ language: Language = .en) throws -> String {
        try renderer.render(page, in: AdminSamples.context(language))
    }

    private func phrases(_ language: Language) -> Phrases {
        Phrases(messages: renderer.messages, language: language, now: AdminSamples.now)
    }

    @Test func `the synchronization role is shown loudly where it is held and offered nowhere (SD-48)`() throws {
        let value = "<option value=\"\(DirectoryRole.directorySynchronizationAccounts.id)\""
        for (name, page) in AdminSamples.all { #expect(try !html(page).contains(value), "\(name)") }
        #expect(try html(AdminSamples.userInTrouble).contains("This account signs in without MFA."))
        #expect(try !html(AdminSamples.user).contains("This account signs in without MFA."))
    }

    @Test func `the picker offers the seventeen first, and no role that is held directly`() throws {
        let html = try html(AdminSamples.user)
        let admins = try #require(html.range(of: "<optgroup label=\"Administrator roles"))
        let others = try #require(html.range(of: "<optgroup label=\"Other roles\""))
        #expect(admins.lowerBound < others.lowerBound)
        #expect(!html.contains("<option value=\"\(DirectoryRole.userAdministrator.id)\""))
        // Held through a group only: it may still be given directly.
        #expect(html.contains("<option value=\"\(DirectoryRole.helpdeskAdministrator.id)\""))
        let offered = DirectoryRole.all.filter { html.contains("<option value=\"\($0.id)\"") }
        #expect(offered.count == DirectoryRole.all.count - 2)
    }

    @Test func `turning on offers to end all sessions, on by default (D24)`() throws {
        let off = try html(AdminSamples.defaults(isOn: false))
        #expect(off.contains("action=\"/admin/security-defaults/on\""))
        #expect(off.contains("name=\"revokeSessions\" value=\"1\" checked"))
        #expect(!off.contains("action=\"/admin/security-defaults/off\""))
    }

    @Test func `turning off asks for one of four reasons and says that MFA will be asked (D11)`() throws {
        let on = try html(AdminSamples.defaults(isOn: true))
        #expect(on.components(separatedBy: "type=\"radio\" name=\"reason\"").count == 5)
        #expect(on.contains("You will be asked for your second factor again"))
        #expect(on.contains("Say what the reason is."))
        #expect(!on.contains("action=\"/admin/security-defaults/on\""))
    }

    @Test func `who may not change the switch gets no form`() throws {
        let page = SecurityDefaultsPage(
            setting: SecurityDefaultsSetting(isEnabled: true, enabledAt: AdminSamples.now), offSince: nil,
            affected: .init(
                people: 1, registered: 1, administrators: 1, others: 0, legacyBlocked: 0, managementApps: 0, exempt: 0),
            history: [], mayChange: false)
        #expect(try !html(page).contains("action=\"/admin/security-defaults"))
    }

    @Test func `a form that may not be sent is not on the page`() throws {
        let page = UserPage(
            user: AdminSamples.user(1), isViewer: false, registration: .registered, lockouts: [], roles: [], groups: [],
            password: nil, methods: [], recoveryCodesLeft: 0, sessions: [], signIns: [], permissions: [])
        #expect(try !html(page).contains("action=\"/admin/users/"))
        #expect(try html(page).contains("Your roles do not allow changes to this account."))
        #expect(try html(AdminSamples.user).contains("action=\"/admin/users/"))
    }

    @Test func `one's own page does not offer to disable or delete oneself`() throws {
        let page = UserPage(
            user: AdminSamples.user(0), isViewer: true, registration: .registered, lockouts: [], roles: [], groups: [],
            password: nil, methods: [], recoveryCodesLeft: 0, sessions: [], signIns: [], permissions: .all)
        let html = try html(page)
        #expect(!html.contains("/disable\""))
        #expect(!html.contains("/delete\""))
    }

    @Test func `every policy that spoke is there with its reasons, and why MFA was asked`() throws {
        let html = try html(AdminSamples.signInDetail)
        #expect(html.contains("Why MFA was asked"))
        #expect(html.contains("A browser that was not seen in the last 90 days"))
        #expect(html.contains("Security defaults: MFA when necessary"))
        #expect(html.contains("Security defaults: block legacy authentication"))
        #expect(html.contains("0d9c8f1e-5a33-4b7e-a1c2-6f0f9b1f2a77"))
    }

    @Test func `a word of the log that the catalogue does not know is shown as it is`() {
        for language in Language.allCases {
            #expect(phrases(language).word("fromTheFuture", of: "reason") == "fromTheFuture")
            #expect(phrases(language).activity("Do a thing of the future") == "Do a thing of the future")
        }
    }

    @Test func `forbidden names the roles that could do it`() throws {
        let html = try html(try #require(AdminSamples.problems.first))
        #expect(html.contains(">Global Administrator</a>"))
        #expect(html.contains(">Privileged Role Administrator</a>"))
    }

    @Test func `every role, notice, advice and state has its words in every language`() {
        for language in Language.allCases {
            let phrases = phrases(language)
            let roles = DirectoryRole.all.flatMap { role in
                ["name", "line"].map { "admin.role.\(WordKey.of(role.displayName)).\($0)" }
            }
            let notices = AdminNotice.allCases.map { "admin.notice.\($0.rawValue)" }
            let alerts = OverviewPage.Alert.Kind.allCases.map { "admin.alert.\($0.rawValue)" }
            let problems =
                UserNewPage.Problem.allCases.map { "admin.userNew.problem.\($0.rawValue)" }
                + GroupNewPage.Problem.allCases.map { "admin.groupNew.problem.\($0.rawValue)" }
                + AppPage.Problem.allCases.map { "admin.app.problem.\($0.rawValue)" }
                + SecurityDefaultsPage.Problem.allCases.map { "admin.defaults.problem.\($0.rawValue)" }
            let kinds =
                AuditRecord.Category.allCases.map { "admin.category.\($0.rawValue)" }
                // What is counted by address or password is counted against nobody: no person's page shows it.
                + Set(LockoutCounter.Kind.allCases)
                .subtracting([.namesFromAddress, .regularsOfAddress, .passwordOverNames]).map {
                    "admin.user.lockout.\($0.rawValue)"
                }
                + Method.allCases.map { "admin.method.\($0.name)" }
                + SignInRecord.Requirement.allCases.map { "admin.requirement.\($0.rawValue)" }
            for key in roles + notices + alerts + problems + kinds { #expect(phrases.has(key), "\(key)") }
        }
    }

    @Test func `the English names of roles are those of the directory`() {
        for role in DirectoryRole.all { #expect(phrases(.en).roleName(role.id) == role.displayName) }
    }

    @Test func `what a client calls itself is said in a few words`() {
        #expect(phrases(.en).agent(Origin(address: "", userAgent: AdminSamples.chromeOnMac)) == "Chrome on macOS")
        #expect(phrases(.ja).agent(Origin(address: "", userAgent: AdminSamples.safariOnPhone)) == "Safari (iPhone)")
        #expect(phrases(.en).agent(Origin(address: "", userAgent: "curl/8.5.0")) == "curl")
        #expect(phrases(.en).agent(Origin(address: "", userAgent: "something else")) == "")
    }

    @Test func `message keys are made of the words of a name`() {
        #expect(WordKey.of("Add user") == "addUser")
        #expect(WordKey.of("Require re-registration of methods") == "requireReRegistrationOfMethods")
        #expect(WordKey.of("MFA at work") == "mfaAtWork")
        #expect(WordKey.of("") == "")
    }
}
