import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore

/// The client credentials grant (RFC 6749 section 4.4): an app that acts for itself, with the roles that it was given.
///
/// There is no person, so there is no session, no refresh token and no ID token; the word comes from the rules for apps.
struct ClientCredentialsGrant: Sendable {
    let context: GrantContext

    init(_ context: GrantContext) { self.context = context }

    func redeem() async throws -> GrantResult {
        guard context.application.kind == .confidential,
            context.application.settings.grants.allowsClientCredentials
        else { throw OAuthError.grantNotAllowed }
        return try await context.tools.store.write { tables in
            guard let context = try context.renewed(in: tables) else { return .refused(GrantContext.gone) }
            return try ClientCredentialsGrant(context).grant(in: tables)
        }
    }

    private func grant(in tables: Tables) throws -> GrantResult {
        let wish: WorkloadWish
        switch try context.workloadWish(in: tables) {
        case .success(let found): wish = found
        case .failure(let error): return .refused(error)
        }
        let application = context.application
        let roles = try tables.roleValues(heldBy: application.id, at: wish.resource)
        let facts = WorkloadFacts(
            tenant: context.tenant.id, subject: application.id, client: application.id, purpose: .clientCredentials,
            organization: .enabled, subjectAccount: .enabled, clientAccount: .enabled,
            proof: context.workloadProof,
            isAllowed: application.kind == .confidential && application.settings.grants.allowsClientCredentials,
            resource: .enabled, holding: wish.resource.holding(of: roles), reliesOnEnded: false,
            isNamedLikePerson: try tables.isNamedLikePerson(application))
        let decision = tables.judging { decide(facts) }
        try context.recordWorkload(
            decision, subject: application, resource: wish.resource, protocolName: "clientCredentials", in: tables)
        guard let clearance = decision.clearance else { return .refused(decision.oauthError) }
        return .application(
            ApplicationGrant(
                clearance: clearance, tenant: context.tenant, client: application, resource: wish.resource,
                audience: wish.audience, roles: roles, clientProof: context.clientProof,
                binding: context.binding?.stored,
                actors: [], notAfter: nil, answer: wish.answer))
    }
}

/// The API that an app wants to act at.
struct WorkloadWish: Sendable {
    let resource: Resource
    /// The name by which the request called it in `resource` (RFC 8707 section 2).
    let audience: String?
    /// `scope` of the answer.
    let answer: ScopeSet
}

extension GrantContext {
    /// The one API that a request without a person names: by `scope`, which is its name and `/.default`, by `resource`,
    /// by both alike, or by neither for Martlet's own.
    func workloadWish(in tables: Tables) throws -> Result<WorkloadWish, OAuthError> {
        let own = tools.publicURL.ownIdentifiers
        var named: Resource?
        let scopes = ScopeSet(stored: request.value("scope") ?? "")
        if !scopes.values.isEmpty {
            guard scopes.values.count == 1, let text = scopes.values.first else {
                return .failure(OAuthError("invalid_scope", 1_002_012))
            }
            switch ScopeToken(text, ownIdentifiers: own) {
            case .martlet(ScopeToken.everything): named = .martlet
            case .api(let identifier, ScopeToken.everything):
                named = try tables.resource(called: identifier, in: tenant.id)
                guard named != nil else { return .failure(OAuthError("invalid_scope", 500_011)) }
            default: return .failure(OAuthError("invalid_scope", 1_002_012))
            }
        }
        guard let name = request.value("resource") else {
            return .success(WorkloadWish(resource: named ?? .martlet, audience: nil, answer: scopes))
        }
        guard let resource = try self.resource(called: name, in: tables), named.map({ $0.id == resource.id }) ?? true
        else { return .failure(OAuthError("invalid_target", 500_011)) }
        return .success(WorkloadWish(resource: resource, audience: audience(name, of: resource), answer: scopes))
    }

    /// The API that goes by a name in `resource` or `audience`, Martlet's own among them.
    func resource(called name: String, in tables: Tables) throws -> Resource? {
        if tools.publicURL.ownIdentifiers.contains(name) { return .martlet }
        return try tables.resource(called: name, in: tenant.id)
    }

    /// The audience of a token whose API was called by `name`: that name, where the API goes by it.
    func audience(_ name: String, of resource: Resource) -> String? {
        guard case .application(let api) = resource, api.settings.api.identifierURIs.contains(name) else { return nil }
        return name
    }

    /// What the app showed of itself.
    var workloadProof: WorkloadFacts.Proof {
        switch clientProof {
        case 0: .none
        case 1: .secret
        default: .key
        }
    }
}

extension Resource {
    /// What an app that holds `roles` here amounts to.
    func holding(of roles: [String]) -> WorkloadFacts.Holding {
        if !roles.isEmpty { return .role }
        guard case .application(let api) = self, api.settings.api.requiresAssignment else { return .nothing }
        return .nothingWhereAssigned
    }
}

extension Tables {
    /// The values of the enabled roles that an app holds at an API.
    func roleValues(heldBy application: ID<Application>, at resource: Resource) throws -> [String] {
        let held = Set(
            try appRoleAssignments.list(heldBy: application).filter { $0.resource == resource.id }.map(\.role))
        guard !held.isEmpty else { return [] }
        switch resource {
        case .martlet:
            return MartletScopes.all.filter { $0.role.map(held.contains) ?? false }.map(\.value)
        case .application(let api):
            return api.settings.api.roles
                .filter { $0.isEnabled && $0.holders.contains(.application) && held.contains($0.id) }.map(\.value)
        }
    }

    /// Whether somebody in the directory, deleted or not, goes by the identifier of an app.
    ///
    /// Both are drawn from 122 random bits, so it does not happen; where it did, a token of the app would look like the
    /// person's (A180).
    func isNamedLikePerson(_ application: Application) throws -> Bool {
        try users.find(ID(application.id.rawValue), in: application.tenant) != nil
    }
}
