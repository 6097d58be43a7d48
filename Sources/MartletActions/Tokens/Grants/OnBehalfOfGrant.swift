import MartletCredentials
import MartletDirectory
import MartletPolicy
import MartletStore

/// On-behalf-of (RFC 7523 section 2.1 as Entra uses it): an app that was sent a person's token gets one for the API behind
/// it, as far as the person or an administrator agreed to that.
///
/// What comes of it is a family of its own that ends with the one it came from.
struct OnBehalfOfGrant: Sendable {
    let context: GrantContext

    /// `grant_type`.
    static let name = "urn:ietf:params:oauth:grant-type:jwt-bearer"

    init(_ context: GrantContext) { self.context = context }

    func redeem() async throws -> GrantResult {
        guard context.application.kind == .confidential, context.application.settings.grants.allowsOnBehalfOf else {
            throw OAuthError.grantNotAllowed
        }
        guard context.request.value("requested_token_use") == "on_behalf_of" else {
            throw OAuthError("invalid_request", 90014)
        }
        guard let assertion = context.request.value("assertion") else { throw OAuthError("invalid_request", 90014) }
        // An app's own token stands for no person (`idtyp`).
        guard let token = try await context.subjectToken(assertion), let person = token.person else {
            throw OAuthError("invalid_grant", 50013)
        }
        return try await context.tools.store.write { tables in
            guard let context = try context.renewed(in: tables) else { return .refused(GrantContext.gone) }
            return try OnBehalfOfGrant(context).grant(person.family.id, in: tables)
        }
    }

    private func grant(_ id: ID<RefreshFamily>, in tables: Tables) throws -> GrantResult {
        guard context.application.settings.grants.allowsOnBehalfOf else { return .refused(.grantNotAllowed) }
        guard let parent = try tables.refreshFamilies.find(id),
            let subject = try tables.subject(parent.user, in: context.tenant.id),
            try tables.depth(of: parent) < GrantContext.deepest
        else { return .refused(OAuthError("invalid_grant", 50013)) }
        guard let asked = context.request.value("scope") else { return .refused(OAuthError("invalid_request", 90014)) }
        let wish = try context.wish(ScopeSet(stored: asked), in: tables)
        guard !wish.isEmpty, !wish.namesUnknownResource, let resource = wish.resource else {
            return .refused(OAuthError("invalid_scope", 70011))
        }
        let coverage = try tables.coverage(of: wish, application: context.application, user: parent.user)
        guard coverage.askable.isEmpty, coverage.administrative.isEmpty else { return .refused(.consentMissing) }
        var details = context.bound(GrantDetails())
        (details.parent, details.resource) = (parent.id, resource.id)
        details.capabilities = parent.details.capabilities
        // Microsoft's libraries always ask for those of OpenID Connect as well; nobody is asked for their sake.
        let openID = wish.openID.filter { !coverage.askableOpenID.contains($0) }
        let values = resource.values(in: wish.canonical).map(resource.canonical)
        guard !values.isEmpty else { return .refused(OAuthError("invalid_scope", 70011)) }
        let canonical = ScopeSet(openID + values)
        let spelled = wish.spelling.filter { canonical.contains($0.canonical) }.map(\.written)
        let scopes = TokenScopes(
            canonical: canonical, resource: resource, audience: nil, answer: ScopeSet(spelled + wish.defaults))
        let decision = try context.decideAgain(parent, of: subject, scopes: scopes, door: .onBehalfOf, in: tables)
        guard let clearance = decision.clearance else {
            try context.recordRefusal(
                decision, subject: subject, door: .onBehalfOf, protocolName: "onBehalfOf",
                correlationID: context.tools.newCorrelationID(), in: tables)
            return .refused(decision.oauthError)
        }
        let refusal = try context.refusalOfUnassigned(
            subject, for: scopes, decision: decision, door: .onBehalfOf, protocolName: "onBehalfOf",
            correlationID: context.tools.newCorrelationID(), in: tables)
        if let refusal { return .refused(refusal) }
        return .granted(
            try context.descend(
                from: parent, details: details, scopes: scopes, to: subject, by: clearance, decision: decision,
                door: .onBehalfOf, protocolName: "onBehalfOf", in: tables))
    }
}

extension OAuthError {
    /// Nobody can be asked here: the app must send the person through the authorize endpoint first.
    static let consentMissing = OAuthError("interaction_required", 65001)
}
