import MartletDirectory

/// A registered method as pages show it.
package struct MethodLine: Sendable, Equatable {
    /// The method's identifier.
    package let id: ID<TOTPMethod>
    /// The name the person gave it; may be empty.
    package let name: String
    /// When it was registered.
    package let createdAt: Timestamp

    /// The line of a method, without its secret.
    package init(_ method: TOTPMethod) {
        id = method.id
        name = method.name
        createdAt = method.createdAt
    }
}
