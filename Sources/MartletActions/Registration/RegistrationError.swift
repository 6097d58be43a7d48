/// Why an app may not register itself or change its registration (RFC 7591 section 3.2.2, RFC 7592 section 2).
package enum RegistrationError: Error, Sendable, Equatable {
    /// There is no such organisation.
    case noOrganization
    /// The token is missing, unknown, used up or not this app's.
    case invalidToken
    /// The app is disabled; its token opens nothing.
    case forbidden
    /// An address of `redirect_uris` cannot be registered.
    case redirectURI(String)
    /// A member of the metadata, by its name, is wrong or asks for what no app gets that registers itself.
    case metadata(String)
    /// A software statement came along; none is believed here (A196).
    case softwareStatement
}
