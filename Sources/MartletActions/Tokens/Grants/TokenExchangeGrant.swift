import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore

/// Token exchange (RFC 8693): a service that was sent a token passes a narrower one on, and is named in it (`act`).
///
/// What comes of it is never wider than what the token allows and what the app itself may have (A190). There is always an
/// actor: nobody can be mistaken for who they act for.
struct TokenExchangeGrant: Sendable {
    let context: GrantContext

    /// `grant_type`.
    static let name = "urn:ietf:params:oauth:grant-type:token-exchange"
    /// The only kind of token that is taken and given.
    static let accessTokenType = "urn:ietf:params:oauth:token-type:access_token"

    init(_ context: GrantContext) { self.context = context }

    func redeem() async throws -> GrantResult {
        guard context.application.kind == .confidential, context.application.settings.grants.allowsTokenExchange else {
            throw OAuthError.grantNotAllowed
        }
        let request = context.request
        guard let text = request.value("subject_token"), request.value("subject_token_type") == Self.accessTokenType,
            request.value("requested_token_type").map({ $0 == Self.accessTokenType }) ?? true,
            (request.value("actor_token") == nil) == (request.value("actor_token_type") == nil),
            request.value("actor_token_type").map({ $0 == Self.accessTokenType }) ?? true
        else { throw OAuthError("invalid_request", 90014) }
        // RFC 8693 section 2.2.2: a token that is not good is an invalid request.
        guard let token = try await context.subjectToken(text, isOwn: true) else { throw OAuthError.badSubjectToken }
        let actor = try await actor()
        let actors = [actor] + Self.actors(of: token.claims)
        guard actors.count <= GrantContext.deepest else { throw OAuthError.badSubjectToken }
        return try await context.tools.store.write { tables in
            guard let context = try context.renewed(in: tables) else { return .refused(GrantContext.gone) }
            guard context.application.settings.grants.allowsTokenExchange else { return .refused(.grantNotAllowed) }
            let exchange = TokenExchangeGrant(context)
            guard let target = try exchange.target(of: token, in: tables) else {
                return .refused(OAuthError("invalid_target", 500_011))
            }
            guard let family = token.person?.family.id else {
                return try exchange.passOn(token, at: target, actors: actors, in: tables)
            }
            return try exchange.grant(family, token: token, at: target, actors: actors, in: tables)
        }
    }

    /// Who acts: this app, or whom the token names that it brought of its own.
    private func actor() async throws -> String {
        guard let text = context.request.value("actor_token") else { return context.application.id.rawValue }
        guard let token = try await AccessTokenCheck(tools: context.tools)(text, audience: nil, at: context.at),
            token.tenant.id == context.tenant.id, token.application.id == context.application.id,
            context.shows(bindingOf: token), let subject = token.claims.string("sub")
        else { throw OAuthError.badSubjectToken }
        return subject
    }

    /// Who acted before, from the last to the first.
    static func actors(of claims: JSONObject) -> [String] {
        var (names, current) = ([String](), claims)
        while case .object(let act)? = current["act"], names.count <= GrantContext.deepest {
            guard let name = act.string("sub") else { break }
            names.append(name)
            current = act
        }
        return names
    }

    /// The API that the new token is for.
    private struct Target {
        let resource: Resource
        let audience: String?
        /// The values that were asked for; `nil` for all that there can be.
        let values: [String]?
    }

    /// The one API that `resource`, `audience` and `scope` name, or the token's own; `nil` where they name two, or none
    /// that there is (RFC 8693 section 2.1).
    private func target(of token: LiveToken, in tables: Tables) throws -> Target? {
        var named: [(name: String, resource: Resource)] = []
        for parameter in ["resource", "audience"] {
            guard let name = context.request.value(parameter) else { continue }
            guard let resource = try context.resource(called: name, in: tables) else { return nil }
            named.append((name, resource))
        }
        var values: [String]?
        var scopeResource: Resource?
        if let asked = context.request.value("scope") {
            values = []
            for scope in ScopeSet(stored: asked).values {
                switch ScopeToken(scope, ownIdentifiers: context.tools.publicURL.ownIdentifiers) {
                case .openID: continue
                case .martlet(let value):
                    // A bare word is a scope of whichever API is meant.
                    values?.append(value)
                case .api(let identifier, let value):
                    guard let resource = try tables.resource(called: identifier, in: context.tenant.id),
                        scopeResource.map({ $0.id == resource.id }) ?? true
                    else { return nil }
                    scopeResource = resource
                    values?.append(value)
                }
            }
            if values?.contains(ScopeToken.everything) == true { values = nil }
        }
        let own = try context.resource(called: token.claims.string("aud") ?? "", in: tables)
        guard let resource = named.first?.resource ?? scopeResource ?? own,
            named.allSatisfy({ $0.resource.id == resource.id }), scopeResource.map({ $0.id == resource.id }) ?? true
        else { return nil }
        return Target(
            resource: resource, audience: named.first.flatMap { context.audience($0.name, of: resource) },
            values: values)
    }

    /// A person's token: scopes that stand in it, that the API has, and that the app was agreed to.
    private func grant(
        _ id: ID<RefreshFamily>, token: LiveToken, at target: Target, actors: [String], in tables: Tables
    ) throws -> GrantResult {
        guard let parent = try tables.refreshFamilies.find(id),
            let subject = try tables.subject(parent.user, in: context.tenant.id),
            try tables.depth(of: parent) < GrantContext.deepest
        else { return .refused(.badSubjectToken) }
        let allowed = token.scopes
        let asked = target.values ?? allowed.values
        guard asked.allSatisfy(allowed.contains) else { return .refused(OAuthError("invalid_scope", 70011)) }
        let known = asked.filter { target.resource.scope($0) != nil }
        let canonical = ScopeSet(known.map(target.resource.canonical))
        let wish = try context.wish(canonical, in: tables)
        let coverage = try tables.coverage(of: wish, application: context.application, user: parent.user)
        let missing = Set((coverage.askable + coverage.administrative).map(\.canonical))
        guard target.values == nil || missing.isEmpty else { return .refused(.consentMissing) }
        let kept = ScopeSet(canonical.values.filter { !missing.contains($0) })
        guard !kept.values.isEmpty else { return .refused(OAuthError("invalid_scope", 70011)) }
        let scopes = TokenScopes(
            canonical: kept, resource: target.resource, audience: target.audience,
            answer: ScopeSet(target.resource.values(in: kept).map(target.resource.spelled)))
        var details = context.bound(GrantDetails())
        (details.parent, details.resource, details.actors) = (parent.id, target.resource.id, actors)
        let decision = try context.decideAgain(parent, of: subject, scopes: scopes, door: .tokenExchange, in: tables)
        guard let clearance = decision.clearance else {
            try context.recordRefusal(
                decision, subject: subject, door: .tokenExchange, protocolName: "tokenExchange",
                correlationID: context.tools.newCorrelationID(), in: tables)
            return .refused(decision.oauthError)
        }
        let refusal = try context.refusalOfUnassigned(
            subject, for: scopes, decision: decision, door: .tokenExchange, protocolName: "tokenExchange",
            correlationID: context.tools.newCorrelationID(), in: tables)
        if let refusal { return .refused(refusal) }
        return .granted(
            try context.descend(
                from: parent, details: details, scopes: scopes, to: subject, by: clearance, decision: decision,
                door: .tokenExchange, protocolName: "tokenExchange", in: tables))
    }

    /// An app's token, service to service: roles that stand in it, and that this app holds at the API itself.
    private func passOn(
        _ token: LiveToken, at target: Target, actors: [String], in tables: Tables
    ) throws -> GrantResult {
        guard let name = token.claims.string("sub"), let end = Self.end(of: token.claims),
            let subject = try tables.applications.find(ID(name), in: context.tenant.id)
        else { return .refused(.badSubjectToken) }
        let carried = token.claims.strings("roles") ?? []
        let held = try tables.roleValues(heldBy: context.application.id, at: target.resource)
        let asked = target.values ?? carried
        guard asked.allSatisfy(carried.contains) else { return .refused(OAuthError("invalid_scope", 70011)) }
        let roles = held.filter(asked.contains)
        let facts = WorkloadFacts(
            tenant: context.tenant.id, subject: subject.id, client: context.application.id,
            purpose: .tokenExchange, organization: .enabled,
            subjectAccount: subject.isEnabled ? .enabled : .disabled, clientAccount: .enabled,
            proof: context.workloadProof, isAllowed: context.application.settings.grants.allowsTokenExchange,
            resource: .enabled, holding: roles.isEmpty ? .nothingWhereAssigned : .role,
            reliesOnEnded: end <= context.at, isNamedLikePerson: try tables.isNamedLikePerson(subject))
        let decision = tables.judging { decide(facts) }
        try context.recordWorkload(
            decision, subject: subject, resource: target.resource, protocolName: "tokenExchange", in: tables)
        guard let clearance = decision.clearance else { return .refused(decision.oauthError) }
        return .application(
            ApplicationGrant(
                clearance: clearance, tenant: context.tenant, client: context.application, resource: target.resource,
                audience: target.audience, roles: roles, clientProof: context.clientProof,
                binding: context.binding?.stored,
                actors: actors, notAfter: end, answer: ScopeSet([String]())))
    }

    private static func end(of claims: JSONObject) -> Timestamp? {
        guard case .integer(let seconds)? = claims["exp"] else { return nil }
        return Timestamp(seconds: seconds)
    }
}

extension OAuthError {
    /// A subject or actor token that is not good for this.
    static let badSubjectToken = OAuthError("invalid_request", 50013)
}
