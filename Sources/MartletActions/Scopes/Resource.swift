import MartletDirectory
import MartletPolicy
import MartletStore

/// The API that an access token is for.
package enum Resource: Sendable {
    /// Martlet's own.
    case martlet
    /// An app's.
    case application(Application)

    /// The app's identifier, or that of Martlet's own API.
    package var id: ID<Application> {
        switch self {
        case .martlet: Application.martletAPI
        case .application(let application): application.id
        }
    }

    /// Whether the resource has an enabled scope of this name.
    func scope(_ value: String) -> ExposedScope? {
        switch self {
        case .martlet:
            MartletScopes.find(value).map {
                ExposedScope(value: $0.value, displayName: $0.title, needsAdministrator: $0.needsAdministrator)
            }
        case .application(let application):
            application.settings.api.scopes.first { $0.value == value && $0.isEnabled }
        }
    }

    /// The scope in canonical form: bare for Martlet's own API, `app id/value` for another.
    func canonical(_ value: String) -> String {
        switch self {
        case .martlet: value
        case .application(let application): "\(application.id)/\(value)"
        }
    }

    /// The name of `value` that apps know: bare, or after the first name that the API goes by.
    func spelled(_ value: String) -> String {
        switch self {
        case .martlet: value
        case .application(let application):
            "\(application.settings.api.identifierURIs.first ?? application.id.rawValue)/\(value)"
        }
    }
}

extension Tables {
    /// The API that goes by `identifier`: the id or an identifier URI of an app that works; Martlet's own names are the
    /// caller's to know.
    func resource(called identifier: String, in tenant: ID<Tenant>) throws -> Resource? {
        var found: Application?
        if let id = ID<Application>(parsing: identifier) {
            found = try applications.find(id, in: tenant)
        } else {
            found = try applications.find(identifierURI: identifier, in: tenant)
            // `api://` and the app's own id is a name that nobody has to register.
            if found == nil, identifier.hasPrefix("api://"),
                let id = ID<Application>(parsing: String(identifier.dropFirst(6)))
            {
                found = try applications.find(id, in: tenant)
            }
        }
        guard let found, found.isEnabled else { return nil }
        return .application(found)
    }

    /// The API that a grant is for; `nil` if it is gone or disabled since.
    func resource(of id: ID<Application>?, in tenant: ID<Tenant>) throws -> Resource? {
        guard let id, id != Application.martletAPI else { return .martlet }
        guard let application = try applications.find(id, in: tenant), application.isEnabled else { return nil }
        return .application(application)
    }
}

extension PublicURL {
    /// The names of Martlet's own API in scopes and in `resource`.
    package var ownIdentifiers: [String] {
        [text, "https://graph.microsoft.com", Application.martletAPI.rawValue]
    }
}
