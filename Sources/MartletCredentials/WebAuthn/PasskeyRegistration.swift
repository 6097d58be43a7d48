import MartletDirectory

/// A passkey that a browser has just made, and that was found to be what it says (WebAuthn Level 3 section 7.1).
package struct PasskeyRegistration: Sendable {
    /// The credential's name, 1…1023 bytes.
    package let credentialID: [UInt8]
    /// The key, in COSE.
    package let key: COSEKey
    /// The model of the authenticator as 32 lower-case hexadecimal digits; zeros where it does not say.
    package let aaguid: String
    /// How often it has signed.
    package let signCount: UInt32
    /// Whether it may be copied to other devices, and whether it was.
    package let isBackupEligible: Bool
    package let isBackedUp: Bool
    /// How the authenticator vouches for it.
    package let attestation: Attestation

    /// Verifies the answer to `challenge`.
    ///
    /// Whether the challenge was open, whether the credential is somebody's already, and what the organisation thinks of the
    /// make is for the caller to ask.
    /// - Throws: `WebAuthnRefusal`.
    package init(
        _ message: RegistrationMessage, challenge: [UInt8], party: RelyingParty, wantsVerification: Bool = true
    ) throws(WebAuthnRefusal) {
        try message.clientData.check(.registration, challenge: challenge, party: party)
        let data = message.attestation.data
        try data.check(for: party, wantsVerification: wantsVerification)
        guard let credential = data.credential else { throw .malformed }
        guard credential.id == message.id else { throw .wrongCredential }
        key = try COSEKey(encoded: credential.key)
        attestation = try message.attestation.attestation(by: key, clientDataHash: message.clientData.hash)
        credentialID = credential.id
        aaguid = Hexadecimal.text(of: credential.aaguid)
        signCount = data.signCount
        isBackupEligible = data.flags.contains(.isBackupEligible)
        isBackedUp = data.flags.contains(.isBackedUp)
    }
}
