import MartletDirectory

/// A request to the token endpoint, parsed from the form and the Authorization header and not yet believed.
package struct TokenRequest: Sendable {
    /// The organisation of the path: an id or a domain.
    package var organization: String
    /// The parameters in order, repeats kept so that they can be refused (A137).
    package var parameters: [(name: String, value: String)]
    /// Client id and secret of the Authorization header, decoded; `nil` where there is none.
    package var basic: (clientID: String, secret: String)?
    /// Whether an Authorization header was there that could not be read.
    package var hasUnreadableAuthorization: Bool
    /// Where the request came from.
    package var origin: Origin
    /// What it shows of its sender; nothing, unless a door says otherwise.
    package var sender: SenderProof

    /// A request with every field given.
    package init(
        organization: String, parameters: [(name: String, value: String)],
        basic: (clientID: String, secret: String)?, hasUnreadableAuthorization: Bool, origin: Origin,
        sender: SenderProof = .nothing
    ) {
        self.organization = organization
        self.parameters = parameters
        self.basic = basic
        self.hasUnreadableAuthorization = hasUnreadableAuthorization
        self.origin = origin
        self.sender = sender
    }

    /// The one value of a parameter; an empty one counts as absent (RFC 6749 section 3.2).
    func value(_ name: String) -> String? {
        let value = parameters.first { $0.name == name }?.value
        return value?.isEmpty == true ? nil : value
    }

    /// Refuses what is repeated (A137); one `resource` at a time is enough, and more have an error of their own
    /// (RFC 8707 section 2).
    /// - Throws: `OAuthError`.
    func refuseRepeats() throws {
        guard parameters.filter({ $0.name == "resource" }).count <= 1 else { throw OAuthError.unknownTarget }
        guard !hasRepeats else { throw OAuthError.malformed }
    }

    /// Whether any parameter is repeated.
    var hasRepeats: Bool { Set(parameters.map(\.name)).count != parameters.count }
}
