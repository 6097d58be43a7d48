import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore

extension Tables {
    /// A checked request with everything in it looked up: scopes in canonical form and without those that there are not
    /// (RFC 6749 section 3.3), the API that it is for, and the claims that there are.
    /// - Throws: `AuthorizeProblem` for a request that asks for nothing that there is; `StoreError`.
    func granting(
        _ request: AuthorizeRequest, application: Application, own: [String]
    ) throws -> AuthorizeRequest {
        var details = request.details ?? GrantDetails()
        var scopes = request.scopes
        var target: Resource?
        if let name = details.audience {
            let found = try resource(named: name, in: application.tenant, own: own)
            scopes = found.scopes(scopes, named: name)
            target = found
            // The audience of Martlet's own tokens is its address, by whatever name it was asked for.
            if case .martlet = found { details.audience = nil }
        }
        var wish = try wish(scopes, of: application, in: application.tenant, own: own)
        guard !wish.isEmpty, !wish.namesUnknownResource else {
            throw AuthorizeProblem(.invalidScope, 70011, "nothing of what is asked for is there")
        }
        if let target, case .application = target, !wish.items.contains(where: { $0.resource.id == target.id }) {
            // A resource without a scope of its own means what the app was configured for there.
            let everything = target.canonical(ScopeToken.everything)
            wish = try self.wish(
                ScopeSet(scopes.values + [everything]), of: application, in: application.tenant, own: own)
        }
        if case .application(let api) = target ?? wish.resource { details.resource = api.id }
        details.idTokenClaims = details.idTokenClaims.filter(RequestedClaims.isKnown)
        details.userInfoClaims = details.userInfoClaims.filter(RequestedClaims.isKnown)
        var known = request
        known.scope = wish.canonical.description
        known.details = details == GrantDetails() ? nil : details
        known.opensManagement = wish.items.contains { $0.opensManagement }
        return known
    }

    /// The API that a `resource` parameter names (RFC 8707 section 2).
    /// - Throws: `AuthorizeProblem` for one that there is not; `StoreError`.
    func resource(named name: String, in tenant: ID<Tenant>, own: [String]) throws -> Resource {
        // Azure's libraries write a slash at the end of a name, or leave it out.
        let bare = name.hasSuffix("/") ? String(name.dropLast()) : name
        if own.contains(where: { $0 == bare }) { return .martlet }
        for spelling in [name, bare] {
            if let resource = try resource(called: spelling, in: tenant) { return resource }
        }
        throw AuthorizeProblem(.invalidTarget, 500_011, "the resource is not known in this organisation")
    }
}

extension Resource {
    /// The scopes of a request that names this API as `name`: a bare scope is one of the API's.
    func scopes(_ scopes: ScopeSet, named name: String) -> ScopeSet {
        guard case .application = self else { return scopes }
        return ScopeSet(
            scopes.values.map { scope in
                scope.contains("/") || ScopeToken.openIDScopes.contains(scope) ? scope : "\(name)/\(scope)"
            })
    }
}

/// The claims that the `claims` parameter can ask for.
enum RequestedClaims {
    /// Whether there is such a claim about a person.
    static func isKnown(_ name: String) -> Bool { scope(opening: name) != nil || OptionalClaims.names.contains(name) }

    /// The scope that opens a claim otherwise.
    static func scope(opening name: String) -> String? {
        PersonClaims.names.first { $0.claim == name }?.scope ?? (OptionalClaims.names.contains(name) ? "profile" : nil)
    }
}

extension AuthorizeRequest {
    /// What somebody must have agreed to: the scopes, and those that would open the claims that are asked for one by one.
    var consentScopes: ScopeSet { (details ?? GrantDetails()).consentScopes(beside: scopes) }
}

extension GrantDetails {
    /// The scopes, and those that would open the claims that are asked for one by one.
    func consentScopes(beside scopes: ScopeSet) -> ScopeSet {
        scopes.union(ScopeSet((idTokenClaims + userInfoClaims).compactMap(RequestedClaims.scope)))
    }
}
