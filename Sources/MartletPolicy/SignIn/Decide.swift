import MartletDirectory

// The policy room: every judgement of Martlet, as pure functions of the facts they are given.
//
// It owns the one sign-in decision with the policies behind it, the next step of a sign-in, and the rules for
// passwords, lockout, registration grace, redirect URIs, authorization requests, permissions and the last
// administrator. It owns `Clearance`, the only key to a session or a token.
//
// It does not gather facts, look at a clock, read or write a row, count anything, log, or know of HTTP. A refusal is
// a value here, never a throw. Whatever could not be found out reaches it in its strictest form.

/// The one gate's word that somebody may come in: the only thing that sessions and tokens are made from (promise 1).
///
/// It has no initializer outside this file, and `decide` below holds the only place that calls it.
package struct Clearance: Cleared, Equatable {
    package let tenant: ID<Tenant>
    package let subject: ID<User>
    /// The door it was given at.
    package let door: Door
    /// What it rests on.
    package let basis: Basis
    /// What the proofs alone amount to; a remembered browser or a grace never raises it.
    package let assurance: Assurance

    fileprivate init(facts: SignInFacts, basis: Basis, assurance: Assurance) {
        tenant = facts.tenant
        subject = facts.subject
        door = facts.door
        self.basis = basis
        self.assurance = assurance
    }
}

/// Decides a sign-in at any door: block beats challenge, challenge beats allow, and order never matters.
///
/// Total and pure. The house rules bind always; the policies of `policies` on top of them.
package func decide(_ facts: SignInFacts, under policies: PolicySet) -> SignInDecision {
    let judgement = judge(facts, under: policies, guards: .all)
    var clearance: Clearance?
    if judgement.outcome == .allow {
        clearance = Clearance(facts: facts, basis: judgement.basis, assurance: judgement.assurance)
    }
    return SignInDecision(
        outcome: judgement.outcome, requirement: judgement.requirement, results: judgement.results,
        clearance: clearance, hasFirstFactor: judgement.hasFirstFactor)
}
