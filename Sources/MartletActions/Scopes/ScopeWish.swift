import MartletDirectory
import MartletPolicy
import MartletStore

/// What an app asks for, looked up: every scope that there is, in canonical form, and how the app spelled it.
///
/// A scope that there is not is left out (RFC 6749 section 3.3): what is unknown today must not stand in a token of
/// today, for tomorrow it may mean something.
struct ScopeWish: Sendable {
    /// One scope of an API.
    struct Item: Sendable {
        let resource: Resource
        let scope: ExposedScope
        var canonical: String { resource.canonical(scope.value) }
        /// Whether it opens something that manages (D9).
        var opensManagement: Bool {
            switch resource {
            case .martlet: !MartletScopes.isBasicProfile(scope.value)
            case .application(let api): api.isManagement
            }
        }
    }

    /// The scopes of OpenID Connect, in the order they were named.
    private(set) var openID: [String] = []
    /// The scopes of APIs, in the order they were named; `.default` is spelled out.
    private(set) var items: [Item] = []
    /// The API of the first scope that names one.
    private(set) var resource: Resource?
    /// Canonical scope by what the app wrote, for its answer.
    private(set) var spelling: [(written: String, canonical: String)] = []
    /// The APIs that `.default` was asked of, as the app wrote it.
    private(set) var defaults: [String] = []
    /// Whether a scope named an API that there is not.
    private(set) var namesUnknownResource = false
    /// Whether there was a scope that there is not.
    private(set) var namesUnknownScope = false

    /// Everything in canonical form.
    var canonical: ScopeSet { ScopeSet(openID + items.map(\.canonical)) }
    /// Whether nothing of what was asked for is there.
    var isEmpty: Bool { openID.isEmpty && items.isEmpty && defaults.isEmpty }

    fileprivate init() {}

    fileprivate mutating func add(openID scope: String) {
        openID.append(scope)
        spelling.append((scope, scope))
    }

    fileprivate mutating func add(_ value: String, of resource: Resource, written: String) {
        if self.resource == nil { self.resource = resource }
        guard let scope = resource.scope(value) else {
            namesUnknownScope = true
            return
        }
        items.append(Item(resource: resource, scope: scope))
        spelling.append((written, resource.canonical(value)))
    }

    fileprivate mutating func addDefault(_ values: [String], of resource: Resource, written: String) {
        if self.resource == nil { self.resource = resource }
        defaults.append(written)
        for value in values {
            guard let scope = resource.scope(value) else { continue }
            items.append(Item(resource: resource, scope: scope))
            spelling.append((resource.spelled(value), resource.canonical(value)))
        }
    }

    fileprivate mutating func missResource() { namesUnknownResource = true }

    fileprivate mutating func missScope() { namesUnknownScope = true }
}

extension Tables {
    /// Looks up what `application` asks for by `scopes`.
    ///
    /// `.default` stands for what the app was configured for and what an administrator allowed it there; of Martlet's own
    /// API it is at least the profile of whoever signs in.
    func wish(_ scopes: ScopeSet, of application: Application, in tenant: ID<Tenant>, own: [String]) throws -> ScopeWish
    {
        var wish = ScopeWish()
        for text in scopes.values {
            switch ScopeToken(text, ownIdentifiers: own) {
            case .openID(let scope): wish.add(openID: scope)
            case .martlet(ScopeToken.everything):
                wish.addDefault(try configured(application, at: .martlet), of: .martlet, written: text)
            case .martlet(let value):
                // A word that is no permission names no API, so it does not decide what the token is for.
                guard MartletScopes.find(value) != nil else {
                    wish.missScope()
                    continue
                }
                wish.add(value, of: .martlet, written: text)
            case .api(let identifier, let value):
                guard let resource = try resource(called: identifier, in: tenant) else {
                    wish.missResource()
                    continue
                }
                if value == ScopeToken.everything {
                    wish.addDefault(try configured(application, at: resource), of: resource, written: text)
                } else {
                    wish.add(value, of: resource, written: text)
                }
            }
        }
        return wish
    }

    /// The values that `.default` stands for at a resource.
    private func configured(_ application: Application, at resource: Resource) throws -> [String] {
        let allowed = try organizationConsents.find(application.id)?.scopes.values ?? []
        let all = application.settings.requiredScopes + allowed
        var values = resource.values(in: ScopeSet(all))
        if case .martlet = resource, !values.contains("User.Read") { values.insert("User.Read", at: 0) }
        if case .application(let api) = resource, api.settings.api.preauthorizedApplications.contains(application.id) {
            values += api.settings.api.scopes.map(\.value)
        }
        return ScopeSet(values).values
    }
}

extension Resource {
    /// The values at this resource among canonical scopes.
    func values(in scopes: ScopeSet) -> [String] {
        switch self {
        case .martlet: return scopes.values.filter { !$0.contains("/") && !ScopeToken.openIDScopes.contains($0) }
        case .application(let application):
            let prefix = "\(application.id)/"
            return scopes.values.filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }
        }
    }
}
