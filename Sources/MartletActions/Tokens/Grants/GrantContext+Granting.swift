import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore

extension GrantContext {
    /// Looks up the scopes of `text`, which may be what the app wrote or what was kept.
    func wish(_ scopes: ScopeSet, in tables: Tables) throws -> ScopeWish {
        try tables.wish(scopes, of: application, in: tenant.id, own: tools.publicURL.ownIdentifiers)
    }

    /// The scopes of one answer: those that the request names among the granted ones, or all of them.
    ///
    /// `nil` where the request names one that was not granted (A163); one that there is not is no such.
    func tokenScopes(
        granted: ScopeSet, details: GrantDetails, in tables: Tables
    ) throws -> TokenScopes? {
        let named = try namedResource(in: tables)
        guard let asked = request.value("scope") else {
            guard let resource = try named ?? tables.resource(of: details.resource, in: tenant.id) else { return nil }
            let values = resource.values(in: granted).map(resource.canonical)
            // Nothing was granted there (RFC 8707 section 2.2).
            guard resource.id == details.resource ?? Application.martletAPI || !values.isEmpty else {
                throw OAuthError.unknownTarget
            }
            let openID = granted.values.filter(ScopeToken.openIDScopes.contains)
            let spelled = resource.values(in: granted).map(resource.spelled)
            return TokenScopes(
                canonical: ScopeSet(openID + values), resource: resource, audience: audience(of: resource, details),
                answer: ScopeSet(openID + spelled))
        }
        let written = ScopeSet(stored: asked)
        let wish = try wish(named?.scopes(written, named: request.value("resource") ?? "") ?? written, in: tables)
        guard !wish.namesUnknownScope, !wish.namesUnknownResource else { return nil }
        let isDefault = !wish.defaults.isEmpty
        let taken = ScopeSet(wish.canonical.values.filter(granted.contains))
        // `.default` means what was granted, so it can name more than that; anything else must have been granted.
        guard isDefault || taken.values.count == wish.canonical.values.count else { return nil }
        guard let resource = try named ?? wish.resource ?? tables.resource(of: details.resource, in: tenant.id) else {
            return nil
        }
        if let named, !wish.items.isEmpty, !wish.items.contains(where: { $0.resource.id == named.id }) {
            throw OAuthError.unknownTarget
        }
        let values = ScopeSet(taken.values.filter { ScopeToken.openIDScopes.contains($0) })
            .union(ScopeSet(resource.values(in: taken).map(resource.canonical)))
        let spelled = wish.spelling.filter { values.contains($0.canonical) }.map(\.written)
        return TokenScopes(
            canonical: values, resource: resource, audience: audience(of: resource, details),
            answer: ScopeSet(spelled + wish.defaults))
    }

    /// The API that the request names by `resource` (RFC 8707 section 2.2); `nil` where it names none.
    private func namedResource(in tables: Tables) throws -> Resource? {
        guard let name = request.value("resource") else { return nil }
        do {
            return try tables.resource(named: name, in: tenant.id, own: tools.publicURL.ownIdentifiers)
        } catch is AuthorizeProblem {
            throw OAuthError.unknownTarget
        }
    }

    /// The name by which this request or the one before called an API, where it did.
    private func audience(of resource: Resource, _ details: GrantDetails) -> String? {
        guard case .application = resource else { return nil }
        if let name = request.value("resource") { return name }
        return resource.id == details.resource ? details.audience : nil
    }

    /// Whether the app, as it is used for `scopes`, opens something that manages (D9).
    func isManagementSurface(_ scopes: TokenScopes) -> Bool {
        if application.isManagement { return true }
        switch scopes.resource {
        case .application(let api): return api.isManagement
        case .martlet:
            return scopes.resource.values(in: scopes.canonical).contains { !MartletScopes.isBasicProfile($0) }
        }
    }

    /// Whether a person has the assignments that the app and the API want: one that was taken away ends what rests on it,
    /// whatever the grant.
    func isAssigned(_ user: ID<User>, for scopes: TokenScopes, in tables: Tables) throws -> Bool {
        guard try tables.isAssigned(user, to: application) else { return false }
        guard case .application(let api) = scopes.resource else { return true }
        return try tables.isAssigned(user, to: api)
    }

    /// Puts together what the tokens of a person are made of.
    /// - Throws: `OAuthError` for a person who is not assigned to an app that wants it; `StoreError`.
    func grant(
        _ scopes: TokenScopes, to subject: SignInSubject, by clearance: Clearance, family: RefreshFamily,
        refreshToken: OpaqueToken?, nonce: String?, in tables: Tables
    ) throws -> Grant {
        let user = subject.user.id
        // Every grant has asked before, and has left its row of the log; one that forgot to gives nothing all the same.
        guard try isAssigned(user, for: scopes, in: tables) else { throw OAuthError.notAssigned }
        // The access token is bound to what was shown now, which for a confidential app may be another key of its own.
        var family = family
        family.details = bound(family.details)
        var (apiRoles, apiGroups): ([String], [ID<Group>]?) = ([], nil)
        if case .application(let api) = scopes.resource {
            apiRoles = try tables.roleValues(of: user, at: api)
            apiGroups = try tables.groupsNamed(for: user, by: api.settings.tokens.groupClaims)
        }
        return Grant(
            clearance: clearance, tenant: tenant, user: subject.user, application: application, family: family,
            scopes: scopes, refreshToken: refreshToken, nonce: nonce, apiRoles: apiRoles,
            appRoles: try tables.roleValues(of: user, at: application),
            groups: try tables.groupsNamed(for: user, by: application.settings.tokens.groupClaims),
            apiGroups: apiGroups, clientProof: clientProof)
    }

    /// How the app proved itself (`azpacr`).
    var clientProof: Int {
        if application.kind == .public { return 0 }
        // Without a secret it was an assertion, or the certificate of the connection.
        return request.basic != nil || request.value("client_secret") != nil ? 1 : 2
    }
}

extension Tables {
    /// The values of the enabled roles that a person holds at an app.
    func roleValues(of user: ID<User>, at application: Application) throws -> [String] {
        let roles = application.settings.api.roles
        guard !roles.isEmpty else { return [] }
        let held = Set(try appRoleAssignments.roles(of: user, at: application.id))
        return roles.filter { $0.isEnabled && held.contains($0.id) }.map(\.value)
    }

    /// The groups that tokens name.
    func groupsNamed(for user: ID<User>, by claims: TokenSettings.GroupClaims) throws -> [ID<Group>]? {
        switch claims {
        case .none: nil
        case .roleAssignable: try groups.groups(of: user).filter(\.isAssignableToRole).map(\.id)
        case .all: try groups.groups(of: user).map(\.id)
        }
    }
}
