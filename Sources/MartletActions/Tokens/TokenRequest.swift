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

    /// What a mail server says of the mail program behind it; believed of an app that is marked as one, once it has
    /// proven itself.
    package var mailProgram: MailProgram?

    /// A mail program behind a mail server.
    package struct MailProgram: Sendable, Equatable {
        /// What it speaks, as the server calls it.
        package var service: String?
        /// Its address; `nil` where the server says none.
        package var address: String?
        /// The country of the address, where a location database knows it.
        package var country: String?

        /// A program with every field given.
        package init(service: String?, address: String?, country: String? = nil) {
            self.service = service
            self.address = address
            self.country = country
        }
    }

    /// A request with every field given.
    package init(
        organization: String, parameters: [(name: String, value: String)],
        basic: (clientID: String, secret: String)?, hasUnreadableAuthorization: Bool, origin: Origin,
        sender: SenderProof = .nothing, mailProgram: MailProgram? = nil
    ) {
        self.organization = organization
        self.parameters = parameters
        self.basic = basic
        self.hasUnreadableAuthorization = hasUnreadableAuthorization
        self.origin = origin
        self.sender = sender
        self.mailProgram = mailProgram
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
