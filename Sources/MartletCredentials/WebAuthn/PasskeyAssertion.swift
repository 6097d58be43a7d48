/// A use of a passkey that was found to be good (WebAuthn Level 3 section 7.2).
package struct PasskeyAssertion: Sendable {
    /// What is known of the passkey that is said to have signed.
    package struct Known: Sendable {
        /// Its key, in COSE.
        package var key: [UInt8]
        /// What it counted the last time.
        package var signCount: UInt32
        /// Whether it may be copied to other devices, as it said when it was registered.
        package var isBackupEligible: Bool

        /// A passkey with every field given.
        package init(key: [UInt8], signCount: UInt32, isBackupEligible: Bool) {
            self.key = key
            self.signCount = signCount
            self.isBackupEligible = isBackupEligible
        }
    }

    /// What it counts now.
    package let signCount: UInt32
    /// Whether it is copied to other devices now.
    package let isBackedUp: Bool

    /// Verifies the answer to `challenge`.
    ///
    /// Whether the challenge was open and whose the passkey is, is for the caller to ask.
    /// - Throws: `WebAuthnRefusal`; `.possibleClone` only when everything else fits (A064).
    package init(
        _ message: AssertionMessage, of known: Known, challenge: [UInt8], party: RelyingParty,
        wantsVerification: Bool = true
    ) throws(WebAuthnRefusal) {
        try message.clientData.check(.authentication, challenge: challenge, party: party)
        let data = message.data
        try data.check(for: party, wantsVerification: wantsVerification)
        guard data.flags.contains(.isBackupEligible) == known.isBackupEligible else { throw .wrongBackupState }
        let key = try COSEKey(encoded: known.key)
        guard key.isValid(message.signature, for: data.bytes + message.clientData.hash) else { throw .wrongSignature }
        // Synced passkeys do not count: zero after zero is no sign of anything.
        if data.signCount != 0 || known.signCount != 0 {
            guard data.signCount > known.signCount else { throw .possibleClone }
        }
        signCount = data.signCount
        isBackedUp = data.flags.contains(.isBackedUp)
    }
}
