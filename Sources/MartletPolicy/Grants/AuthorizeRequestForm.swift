/// The way in which an authorization request came, and what was found while it was unwrapped.
package struct AuthorizeRequestForm: Sendable, Equatable {
    /// Whether it was pushed by the app, or is being pushed (RFC 9126).
    package var isPushed: Bool
    /// Whether the app signed it (RFC 9101).
    package var isSigned: Bool
    /// Why it could not be unwrapped, if it could not.
    package var problem: AuthorizeProblem?

    /// A form with every field given; the defaults are those of a plain request in an address.
    package init(isPushed: Bool = false, isSigned: Bool = false, problem: AuthorizeProblem? = nil) {
        self.isPushed = isPushed
        self.isSigned = isSigned
        self.problem = problem
    }
}
