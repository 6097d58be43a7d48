import MartletDirectory

/// A registered method as pages show it.
package struct MethodLine: Sendable, Equatable {
    /// The method's identifier.
    package let id: ID<TOTPMethod>
    /// The name the person gave it; may be empty.
    package let name: String
    /// When it was registered.
    package let createdAt: Timestamp
    /// What it is: a push for a phone with Martlet Authenticator, and a code for any other app.
    package let kind: Method
    /// When a phone was last heard of; `nil` for any other app.
    package let lastSeenAt: Timestamp?
    /// Whether it is a phone that signs its person in without a password (PH-1).
    package let hasPIN: Bool

    /// The line of a method, without its secret; `phones` are those of its owner.
    package init(_ method: TOTPMethod, phones: [Phone] = []) {
        let phone = phones.first { $0.id == method.id }
        id = method.id
        name = method.name
        createdAt = method.createdAt
        kind = phone == nil ? .totp : .push
        lastSeenAt = phone?.lastSeenAt
        hasPIN = phone?.hasPIN ?? false
    }
}
