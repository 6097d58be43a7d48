import MartletDirectory
import MartletPolicy
import MartletStore

/// What of a wish is agreed to already, and what somebody must still agree to.
struct ConsentCoverage: Sendable {
    /// What the person was not asked about yet and can agree to.
    var askable: [ScopeWish.Item] = []
    /// The scopes of OpenID Connect that the person was not asked about yet.
    var askableOpenID: [String] = []
    /// What only an administrator can agree to, and none did.
    var administrative: [ScopeWish.Item] = []

    /// Whether there is nothing left to agree to.
    var isComplete: Bool { askable.isEmpty && askableOpenID.isEmpty && administrative.isEmpty }
}

extension Tables {
    /// Holds a wish against what an administrator, the API and the person agreed to (A161, A189, A193).
    ///
    /// An app that was registered by the organisation for everybody has its sign-in scopes agreed to, and those it was
    /// registered with that need no administrator.
    func coverage(of wish: ScopeWish, application: Application, user: ID<User>?) throws -> ConsentCoverage {
        let organization = try organizationConsents.find(application.id)?.scopes ?? ScopeSet([String]())
        let person =
            try user.flatMap { try consents.find($0, application: application.id)?.scopes } ?? ScopeSet([String]())
        let isAgreedForAll = application.consentMode == .organization || application.settings.isFirstParty
        var coverage = ConsentCoverage()
        for scope in wish.openID
        where !isAgreedForAll && !organization.contains(scope) && !person.contains(scope) {
            coverage.askableOpenID.append(scope)
        }
        for item in wish.items {
            let scope = item.canonical
            if organization.contains(scope) || item.resource.preauthorizes(application) { continue }
            if item.scope.needsAdministrator {
                coverage.administrative.append(item)
                continue
            }
            if person.contains(scope) { continue }
            let isRegisteredWith = scope == "User.Read" || application.settings.requiredScopes.contains(scope)
            if isAgreedForAll, isRegisteredWith { continue }
            coverage.askable.append(item)
        }
        return coverage
    }
}

extension Resource {
    /// Whether the app needs no consent for the scopes of this resource: its own, or where the resource says so.
    func preauthorizes(_ application: Application) -> Bool {
        guard case .application(let resource) = self else { return false }
        return resource.id == application.id
            || resource.settings.api.preauthorizedApplications.contains(application.id)
    }
}
