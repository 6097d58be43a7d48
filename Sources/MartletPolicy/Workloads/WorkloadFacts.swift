import MartletDirectory

/// Everything that the rules for apps that act for themselves may look at, gathered before they run.
///
/// A fact that could not be obtained must be given its strictest value.
package struct WorkloadFacts: Sendable, Equatable {
    /// What the app wants to do without a person.
    package enum Purpose: UInt8, Sendable, Hashable, CaseIterable {
        /// Act for itself (RFC 6749 section 4.4).
        case clientCredentials
        /// Pass on what another app does for itself (RFC 8693).
        case tokenExchange
    }

    /// The state of an app or of the organisation behind it.
    package enum Account: UInt8, Sendable, Hashable, CaseIterable { case enabled, disabled, gone }

    /// What the app showed of itself.
    package enum Proof: UInt8, Sendable, Hashable, CaseIterable { case none, secret, key }

    /// What the app holds at the resource.
    package enum Holding: UInt8, Sendable, Hashable, CaseIterable {
        /// A role.
        case role
        /// None, and the resource wants none.
        case nothing
        /// None, and the resource lets in only who was assigned.
        case nothingWhereAssigned
    }

    package var tenant: ID<Tenant>
    /// The app that the token will name as its subject.
    package var subject: ID<Application>
    /// The app that asks; the subject itself, but for an exchange.
    package var client: ID<Application>
    package var purpose: Purpose
    package var organization: Account
    package var subjectAccount: Account
    package var clientAccount: Account
    package var proof: Proof
    /// Whether the app that asks is set up for what it wants to do.
    package var isAllowed: Bool
    /// The API that the token will be for.
    package var resource: Account
    package var holding: Holding
    /// Whether what the request relies on was revoked or has run out.
    package var reliesOnEnded: Bool
    /// Whether somebody in the directory goes by the identifier of the subject (A180).
    package var isNamedLikePerson: Bool

    /// Facts with every field given.
    package init(
        tenant: ID<Tenant>, subject: ID<Application>, client: ID<Application>, purpose: Purpose, organization: Account,
        subjectAccount: Account, clientAccount: Account, proof: Proof, isAllowed: Bool, resource: Account,
        holding: Holding, reliesOnEnded: Bool, isNamedLikePerson: Bool
    ) {
        self.tenant = tenant
        self.subject = subject
        self.client = client
        self.purpose = purpose
        self.organization = organization
        self.subjectAccount = subjectAccount
        self.clientAccount = clientAccount
        self.proof = proof
        self.isAllowed = isAllowed
        self.resource = resource
        self.holding = holding
        self.reliesOnEnded = reliesOnEnded
        self.isNamedLikePerson = isNamedLikePerson
    }
}
