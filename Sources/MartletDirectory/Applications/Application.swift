/// An app that signs people in through Martlet: what Graph splits into application and service principal.
package struct Application: Sendable, Equatable {
    /// Whether the app can keep a secret (RFC 6749 section 2.1).
    package enum Kind: String, Sendable, Codable, CaseIterable { case confidential, `public` }

    /// Who agrees to the sign-in scopes.
    package enum ConsentMode: String, Sendable, Codable, CaseIterable {
        /// The organisation agreed for everybody when it registered the app.
        case organization
        /// Each person is asked once.
        case eachUser
    }

    /// The `client_id`.
    package var id: ID<Application>
    /// The tenant that owns the app.
    package var tenant: ID<Tenant>
    /// The name that people see.
    package var displayName: String
    /// Public or confidential.
    package var kind: Kind
    /// Where codes may be sent; compared exactly, but for the port of a loopback address.
    package var redirectURIs: [String]
    /// Where people may be sent after signing out; compared exactly.
    package var postLogoutRedirectURIs: [String]
    /// Whether the app manages something: then everybody needs MFA for it, always (D9).
    package var isManagement: Bool
    /// Whether the app may use the password grant at all; the gate decides on top of it (D8).
    package var allowsPasswordGrant: Bool
    /// Whether the app may use the device code grant.
    package var allowsDeviceCode: Bool
    /// Whether a confidential app must use PKCE as well; a public one always must (RFC 9700 section 2.1.1).
    package var requiresPKCE: Bool
    /// Who is asked for consent.
    package var consentMode: ConsentMode
    /// Whether the app works at all.
    package var isEnabled: Bool
    /// Everything that most apps leave at its default.
    package var settings: ApplicationSettings
    /// When it was registered.
    package var createdAt: Timestamp

    /// An app with every field given.
    package init(
        id: ID<Application>, tenant: ID<Tenant>, displayName: String, kind: Kind, redirectURIs: [String],
        postLogoutRedirectURIs: [String] = [], isManagement: Bool = false, allowsPasswordGrant: Bool = false,
        allowsDeviceCode: Bool = false, requiresPKCE: Bool = false, consentMode: ConsentMode = .organization,
        isEnabled: Bool = true, settings: ApplicationSettings = ApplicationSettings(), createdAt: Timestamp
    ) {
        self.id = id
        self.tenant = tenant
        self.displayName = displayName
        self.kind = kind
        self.redirectURIs = redirectURIs
        self.postLogoutRedirectURIs = postLogoutRedirectURIs
        self.isManagement = isManagement
        self.allowsPasswordGrant = allowsPasswordGrant
        self.allowsDeviceCode = allowsDeviceCode
        self.requiresPKCE = requiresPKCE
        self.consentMode = consentMode
        self.isEnabled = isEnabled
        self.settings = settings
        self.createdAt = createdAt
    }
}
