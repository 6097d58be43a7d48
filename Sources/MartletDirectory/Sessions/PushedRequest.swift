/// An authorization request that an app sent in advance and that a browser will name (RFC 9126).
package struct PushedRequest: Sendable, Equatable {
    /// One parameter of the request.
    package struct Parameter: Sendable, Codable, Equatable {
        /// Its name.
        package var name: String
        /// Its value.
        package var value: String

        /// A parameter with both given.
        package init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// SHA-256 of the random part of its `request_uri`.
    package var hash: [UInt8]
    /// The tenant that it was pushed to.
    package var tenant: ID<Tenant>
    /// The app that pushed it; nobody else's browser may name it.
    package var application: ID<Application>
    /// The parameters, in their order and without anything that proves the app.
    package var parameters: [Parameter]
    /// Whether the app signed them (RFC 9101).
    package var isSigned: Bool
    /// The key that the code is to be bound to, in the form of `GrantDetails`.
    package var binding: String?
    /// When it was pushed.
    package var createdAt: Timestamp
    /// Until when a browser may begin with it.
    package var expiresAt: Timestamp
    /// When something was answered to it, once.
    package var spentAt: Timestamp?

    /// A pushed request with every field given.
    package init(
        hash: [UInt8], tenant: ID<Tenant>, application: ID<Application>, parameters: [Parameter], isSigned: Bool,
        binding: String? = nil, createdAt: Timestamp, expiresAt: Timestamp, spentAt: Timestamp? = nil
    ) {
        self.hash = hash
        self.tenant = tenant
        self.application = application
        self.parameters = parameters
        self.isSigned = isSigned
        self.binding = binding
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.spentAt = spentAt
    }
}
