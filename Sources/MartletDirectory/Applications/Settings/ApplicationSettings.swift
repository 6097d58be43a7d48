/// What an app is beyond its name, its kind and its addresses: most apps leave all of it at the defaults.
package struct ApplicationSettings: SparseDocument {
    /// How the app proves itself, and to what its tokens are bound.
    package var authentication: ClientAuthenticationSettings
    /// What its authorization requests must look like.
    package var requests: RequestSettings
    /// Which grants it may use beside those of a person in a browser.
    package var grants: GrantSettings
    /// What its tokens say, and how they are signed.
    package var tokens: TokenSettings
    /// What it offers to other apps.
    package var api: APISettings
    /// How it hears that a person has signed out.
    package var logout: LogoutSettings
    /// What people see of it.
    package var presentation: PresentationSettings
    /// The scopes that `.default` stands for, in canonical form: what the app was configured for.
    package var requiredScopes: [String]
    /// The authentication strength that whoever opens the app must meet; `nil` for none (section 2.9).
    package var requiredStrength: ID<CustomStrength>?
    /// How the app registered itself, if it did (RFC 7591).
    package var registration: DynamicRegistration?
    /// Whether Martlet itself put the app there; its identity is fixed, it can only be switched off.
    package var isFirstParty: Bool

    /// The defaults.
    package init() {
        authentication = .init()
        requests = .init()
        grants = .init()
        tokens = .init()
        api = .init()
        logout = .init()
        presentation = .init()
        requiredScopes = []
        isFirstParty = false
    }

    package init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        authentication = try members.decode(.authentication, or: .init())
        requests = try members.decode(.requests, or: .init())
        grants = try members.decode(.grants, or: .init())
        tokens = try members.decode(.tokens, or: .init())
        api = try members.decode(.api, or: .init())
        logout = try members.decode(.logout, or: .init())
        presentation = try members.decode(.presentation, or: .init())
        requiredScopes = try members.decode(.requiredScopes, or: [])
        requiredStrength = try members.decodeIfPresent(ID<CustomStrength>.self, forKey: .requiredStrength)
        registration = try members.decodeIfPresent(DynamicRegistration.self, forKey: .registration)
        isFirstParty = try members.decode(.isFirstParty, or: false)
    }
}
