import HTTPTypes
import Hummingbird
import MartletActions
import MartletDirectory
import MartletPolicy

/// The overview of the account, its sign-ins, its apps and its preferences.
struct AccountPages: Sendable {
    let doors: Doors

    /// How safe the account is, and what happened lately.
    @Sendable func overview(_ visit: Visit) async throws -> Response {
        try await visit.inside(.account) { inside in
            let info = try await OwnSecurityInfo(doors.tools)(by: inside.caller)
            let sessions = try await OwnSessions(doors.tools)(by: inside.caller)
            let consents = try await OwnConsents(doors.tools)(by: inside.caller)
            let recent = try await OwnSignIns(doors.tools)(limit: 5, by: inside.caller)
            let visitor = inside.visitor
            let grace = RegistrationGrace.state(
                visitor.tenant.securityDefaults, startedAt: visitor.user.registrationGraceStartedAt,
                at: doors.tools.now)
            var daysLeft: Int?
            if !info.isRegistered, case .running(let days) = grace { daysLeft = days }
            return try inside.page(
                AccountOverviewPage(
                    displayName: visitor.user.displayName, hasAuthenticator: info.isRegistered,
                    graceDaysLeft: daysLeft, recoveryCodesLeft: info.recoveryCodesLeft,
                    passwordChangedAt: info.passwordChangedAt, sessionCount: sessions.count,
                    appCount: consents.count, recent: recent.items.map { AccountSignIn(record: $0) },
                    firstRegisteredAt: info.firstRegisteredAt, notice: visit.notice))
        }
    }

    /// The sign-ins, newest first.
    @Sendable func signIns(_ visit: Visit) async throws -> Response {
        try await visit.inside(.account) { inside in
            let (page, answers) = try await OwnSignIns(doors.tools)
                .answered(after: visit.query["after"], by: inside.caller)
            // An attempt may have several rows, newest first; it is asked about once.
            var attempts = Set<String>()
            let signIns = page.items.map { record in
                var line = AccountSignIn(record: record, answer: answers[record.id])
                if line.asked != nil, !attempts.insert(record.correlationID).inserted { line.asked = nil }
                return line
            }
            return try inside.page(
                AccountSignInsPage(
                    signIns: signIns,
                    next: page.next.map { "/account/signins?after=\($0.formEncoded)" },
                    isFirst: visit.query["after"] == nil, notice: visit.notice))
        }
    }

    /// Takes the person's word on one of them.
    @Sendable func answerSignIn(_ visit: Visit) async throws -> Response {
        try await visit.inside(.account) { inside in
            let form = try await inside.form()
            guard let id = ID<SignInRecord>(parsing: try visit.segment("id")) else { throw Stop.notFound }
            guard let word = form["was-me"], ["yes", "no"].contains(word) else { throw Stop.badRequest }
            let outcome = try await AnswerOwnSignIn(doors.tools)(id, wasOwn: word == "yes", by: inside.caller)
            guard outcome != .kept else {
                return visit.redirect(to: "/account/signins?done=\(AccountNotice.signInConfirmed.rawValue)")
            }
            return try visit.page(
                SignInReportedPage(needsAdministrator: outcome == .passwordWithdrawn),
                organization: inside.visitor.tenant.displayName)
        }
    }

    /// The apps that the person allowed something.
    @Sendable func apps(_ visit: Visit) async throws -> Response {
        try await visit.inside(.account) { inside in
            let lines = try await OwnConsents(doors.tools)(by: inside.caller)
            return try inside.page(
                AccountAppsPage(
                    grants: lines.map {
                        .init(
                            application: $0.application, name: $0.displayName,
                            scopes: $0.scopes.map { ScopeLine($0) }, grantedAt: $0.grantedAt)
                    }, notice: visit.notice))
        }
    }

    /// Takes back what an app was allowed.
    @Sendable func revokeApp(_ visit: Visit) async throws -> Response {
        try await visit.inside(.accountChange) { inside in
            _ = try await inside.form()
            guard let id = ID<MartletDirectory.Application>(parsing: try visit.segment("id")) else {
                throw Stop.notFound
            }
            try await RevokeConsent(doors.tools)(id, by: inside.caller)
            return visit.redirect(to: "/account/apps?done=\(AccountNotice.appRevoked.rawValue)")
        }
    }

    /// The groups that the person is in, and the roles that they hold.
    @Sendable func groups(_ visit: Visit) async throws -> Response {
        try await visit.inside(.account) { inside in
            let place = try await OwnPlace(doors.tools)(by: inside.caller)
            return try inside.page(
                AccountGroupsPage(
                    groups: place.groups.map { .init(name: $0.displayName, text: $0.description) },
                    roles: place.roles.map {
                        HeldRole(
                            role: $0.role.id, assignment: $0.assignment, since: $0.createdAt, group: $0.group?.id,
                            groupName: $0.group?.displayName)
                    }))
        }
    }

    /// Language and colours.
    @Sendable func preferences(_ visit: Visit) async throws -> Response {
        try await visit.inside(.account) { inside in
            try inside.page(
                AccountPreferencesPage(
                    language: inside.visitor.user.preferredLanguage.flatMap(Language.init(rawValue:)),
                    theme: visit.cookie(.theme).flatMap(PageContext.Theme.init(rawValue:)), notice: visit.notice))
        }
    }

    /// Keeps language and colours.
    @Sendable func savePreferences(_ visit: Visit) async throws -> Response {
        try await visit.inside(.account) { inside in
            let form = try await inside.form()
            let language = Language(rawValue: form.text("language"))
            try await SetLanguage(doors.tools)(language?.rawValue, by: inside.caller)
            let theme = PageContext.Theme(rawValue: form.text("theme"))
            let year: Int64 = 31_536_000
            return visit.redirect(
                to: "/account/preferences?done=\(AccountNotice.preferencesSaved.rawValue)",
                cookies: [
                    language.map { doors.cookies.set(.language, to: $0.rawValue, maxAge: year) }
                        ?? doors.cookies.remove(.language),
                    theme.map { doors.cookies.set(.theme, to: $0.rawValue, maxAge: year) }
                        ?? doors.cookies.remove(.theme),
                ])
        }
    }
}

extension Visit {
    /// What just happened, from a fixed list of words in the address.
    var notice: AccountNotice? { query["done"].flatMap(AccountNotice.init(rawValue:)) }
}
