/// Proof that the one gate let somebody through.
///
/// Only `Clearance` of MartletPolicy conforms, and only the policy module can make one; the rows that hold sessions,
/// codes and refresh tokens ask for it, so a door that forgets the gate does not compile (promise 1). `make check`
/// refuses a second conformance.
package protocol Cleared: Sendable {
    /// Who was let through.
    var subject: ID<User> { get }
    /// The tenant in which the decision was made.
    var tenant: ID<Tenant> { get }
}
