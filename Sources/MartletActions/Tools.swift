import Logging
import MartletCredentials
import MartletDirectory
import MartletStore

/// What every action works with. Made once, by `Wiring` or by a test, and handed to each action.
///
/// The actions are the verbs of the house: each gathers facts, has them judged, writes, and records, in one transaction.
/// They know no HTTP, no HTML and no SQL. Each checks its own permission, so no door can forget it, and each writes its
/// own audit record in the transaction of its change, so nothing changes without a trace (promise 5).
package struct Tools: Sendable {
    /// Where everything is kept.
    package let store: Store
    /// Time and randomness.
    package let ambient: Ambient
    /// Seals and opens secrets at rest.
    package let sealer: Sealer
    /// The bounded pool that hashes passwords.
    package let hashing: HashingPool
    /// The signing keys of the tenants, loaded.
    package let keyRing: KeyRing
    /// Makes signing keys; the crypto library draws their randomness itself, so tests put a maker in its place.
    package let makeKey: @Sendable (SigningKey.Algorithm) throws -> KeyMaker.MadeKey
    /// Where people and apps reach this installation.
    package let publicURL: PublicURL
    /// Where browsers are asked for a certificate: another host or port of this installation; `nil` for none.
    package let certificateURL: PublicURL?
    /// Structured lines without secrets.
    package let logger: Logger
    /// The one way out of this installation.
    package let outgoing: any OutgoingFetch
    /// The keys that apps publish.
    package let clientKeys: ClientKeys
    /// The keys of other issuers.
    package let issuerKeys: IssuerKeys
    /// What is counted about this installation's work.
    package var measures: Measures { store.measures }
    /// Wakes whoever tells apps that sessions have ended.
    package let logoutBell = Bell()
    /// Wakes whoever tells phones that a sign-in waits for them.
    package let pushBell = Bell()
    /// When a refusal at a door that carries a password alone is told.
    let refusalBeat: RefusalBeat
    /// Numbers about whole organisations.
    let figures = LargeFigures()

    /// The authorities whose certificates apps may prove themselves with (RFC 8705 section 2.1); none unless said.
    package let clientAuthorities: [ClientCertificate]

    /// The makers of authenticators whose attestations count (WebAuthn Level 3 section 7.1); none unless said.
    package let attestationAuthorities: [AttestationAuthority]

    /// A set of tools.
    package init(
        store: Store, ambient: Ambient, sealer: Sealer, hashing: HashingPool, publicURL: PublicURL, logger: Logger,
        outgoing: any OutgoingFetch = NoOutgoingFetch(), clientAuthorities: [ClientCertificate] = [],
        attestationAuthorities: [AttestationAuthority] = [], certificateURL: PublicURL? = nil,
        refusalBeat: RefusalBeat = .none,
        makeKey: @escaping @Sendable (SigningKey.Algorithm) throws -> KeyMaker.MadeKey = { try KeyMaker.make($0) },
        uptime: @escaping @Sendable () -> ContinuousClock.Instant = { ContinuousClock.now }
    ) {
        self.store = store
        self.ambient = ambient
        self.sealer = sealer
        self.hashing = hashing
        self.publicURL = publicURL
        self.logger = logger
        self.outgoing = outgoing
        clientKeys = ClientKeys(outgoing)
        issuerKeys = IssuerKeys(outgoing, sets: clientKeys)
        self.clientAuthorities = clientAuthorities
        self.attestationAuthorities = attestationAuthorities
        self.certificateURL = certificateURL
        self.refusalBeat = refusalBeat
        self.makeKey = makeKey
        keyRing = KeyRing(store: store, sealer: sealer, uptime: uptime)
    }

    /// The time now.
    package var now: Timestamp { ambient.now() }

    /// A fresh name for an attempt or a change, printed in logs and on error pages.
    package func newCorrelationID() -> String { ambient.newID(of: Tools.self).rawValue }
}
