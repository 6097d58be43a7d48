/// A sign-in that has begun and not ended, kept in the store so that any node can take the next step.
package struct PendingSignIn: Sendable, Equatable {
    /// What the sign-in is for.
    package enum Target: String, Sendable, Codable { case application, account, admin, device }

    /// SHA-256 of the handle in the page's address.
    package var handleHash: [UInt8]
    /// The tenant that was asked for.
    package var tenant: ID<Tenant>
    /// SHA-256 of the browser cookie's secret: another browser's handle is worth nothing (A009, A010).
    package var browserHash: [UInt8]
    /// What the sign-in is for.
    package var target: Target
    /// The checked authorization request in JSON; empty but for `application`.
    package var request: String
    /// What was typed as the sign-in name, canonical; empty before that.
    package var typedName: String
    /// The user whose password was proven in this flow or whose session is being used; fixed once set (A012).
    package var user: ID<User>?
    /// The session that is being reused or raised, if any.
    package var session: ID<Session>?
    /// What was proven, in this flow or in the session that is being reused.
    package var proofs: [Proof]
    /// Whether the password that was proven is a temporary one that must be replaced before the sign-in ends; a second
    /// factor that is registered is proven before that (SD-38 d).
    package var mustChangePassword: Bool
    /// Whether the user chose *not now* at the registration interrupt in this flow (SD-21).
    package var skippedRegistration: Bool
    /// The secret of an authenticator app that is being registered, sealed; empty when none is.
    package var sealedTOTPSecret: [UInt8]
    /// Whether recovery codes were shown and wait for the user's confirmation.
    package var showsRecoveryCodes: Bool
    /// What the user answered to "stay signed in?"; `nil` before.
    package var staysSignedIn: Bool?
    /// Whether the user agreed to what the app asks for, in this flow.
    package var gaveConsent: Bool
    /// When the phone of the typed name was last asked to stand alone (PH-1), whether there is such a phone or not.
    package var phoneAskedAt: Timestamp?
    /// A certificate that was shown and counts only once something else is proven, as JSON; empty without one.
    package var shownCertificate: String
    /// Names the attempt in all its log rows.
    package var correlationID: String
    /// When the flow began.
    package var createdAt: Timestamp
    /// When it is dead: 15 minutes later (N-C03, MR-3).
    package var expiresAt: Timestamp
    /// Raised by every change; a change of an older version is refused (A003).
    package var version: Int64

    /// A pending sign-in at its beginning.
    package init(
        handleHash: [UInt8], tenant: ID<Tenant>, browserHash: [UInt8], target: Target, request: String,
        correlationID: String, createdAt: Timestamp, expiresAt: Timestamp
    ) {
        self.handleHash = handleHash
        self.tenant = tenant
        self.browserHash = browserHash
        self.target = target
        self.request = request
        self.correlationID = correlationID
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        typedName = ""
        user = nil
        session = nil
        proofs = []
        mustChangePassword = false
        skippedRegistration = false
        sealedTOTPSecret = []
        showsRecoveryCodes = false
        staysSignedIn = nil
        gaveConsent = false
        phoneAskedAt = nil
        shownCertificate = ""
        version = 1
    }
}
