import MartletActions
import MartletDirectory
import MartletPolicy

/// What an app is beyond its name and addresses, and who holds its roles.
package struct AppSettingsPage: Sendable, Equatable {
    /// What is wrong with one of the forms.
    package enum Problem: String, Sendable, CaseIterable {
        case method, keySet, address, identifierURIs, identifierTaken, scopes, roles, optionalClaims, holder, other

        /// The words for what an action found, each once.
        static func of(_ found: [FieldProblem]) -> [Problem] {
            var problems: [Problem] = []
            for problem in found.map(of) where !problems.contains(problem) { problems.append(problem) }
            return problems
        }

        private static func of(_ found: FieldProblem) -> Problem {
            switch (found.field, found.problem) {
            case ("identifierURIs", .taken): .identifierTaken
            case ("identifierURIs", _): .identifierURIs
            case (_, .redirectURI): .address
            case ("method", _), ("isFAPI", _), ("allowsTokenExchange", _), ("readsEveryToken", _): .method
            case ("keySet", _), ("keySetURI", _): .keySet
            case ("scopes", _): .scopes
            case ("roles", _), ("role", _): .roles
            case ("optionalClaims", _): .optionalClaims
            case ("holder", _): .holder
            default: .other
            }
        }
    }

    /// The app.
    package let application: Application
    /// Its settings, or what was typed when the form comes back with problems.
    package var settings: ApplicationSettings
    /// Who holds its roles.
    package let holders: [ApplicationSettingsDetail.Holder]
    /// How the messages of sign-outs went.
    package let deliveries: LogoutDelivery.Tally
    /// Those that are tried again.
    package let waiting: [LogoutDelivery]
    /// The strengths that it may demand, by id and name.
    package let strengths: [AuthenticationStrength]
    /// Whether the viewer may change the app.
    package let mayManage: Bool
    /// What is wrong.
    package let problems: [Problem]
    /// What a form just did.
    package let notice: AdminNotice?

    /// The page of what an action read.
    package init(_ detail: ApplicationSettingsDetail.Detail, problems: [Problem], notice: AdminNotice?) {
        self.init(
            application: detail.application, holders: detail.holders, deliveries: detail.deliveries,
            waiting: detail.waiting, strengths: detail.strengths, mayManage: detail.mayChange, problems: problems,
            notice: notice)
    }

    /// A page with every field given.
    package init(
        application: Application, holders: [ApplicationSettingsDetail.Holder] = [],
        deliveries: LogoutDelivery.Tally = LogoutDelivery.Tally(), waiting: [LogoutDelivery] = [],
        strengths: [AuthenticationStrength] = AuthenticationStrength.builtIn, mayManage: Bool,
        problems: [Problem] = [], notice: AdminNotice? = nil
    ) {
        self.application = application
        settings = application.settings
        self.holders = holders
        self.deliveries = deliveries
        self.waiting = waiting
        self.strengths = strengths
        self.mayManage = mayManage && !application.settings.isFirstParty
        self.problems = problems
        self.notice = notice
    }
}
