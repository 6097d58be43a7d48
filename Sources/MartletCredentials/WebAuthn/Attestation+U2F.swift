extension AttestationObject {
    /// WebAuthn Level 3 section 8.6: by a key that was made before there were models.
    ///
    /// The signature covers neither the model nor the flags. So a model that is claimed and is not the one that the
    /// certificate names, or a look at the person, which no such key ever took, makes the statement worth nothing: whoever
    /// passes it on could have written any (A067).
    /// - Throws: `WebAuthnRefusal.wrongAttestation`.
    func universalSecondFactor(by key: COSEKey, clientDataHash: [UInt8]) throws(WebAuthnRefusal) -> Attestation {
        guard statement.members.count == 2, let signature = statement.bytes("sig"), let credential = data.credential,
            let point = key.point
        else { throw .wrongAttestation }
        let chain = try chain()
        let certificate = try AttestationCertificate(der: chain[0])
        let signed = [0] + data.relyingPartyHash + clientDataHash + credential.id + point
        // The algorithm wants a key on P-256 of the certificate, too.
        guard chain.count == 1, certificate.isValid(signature, .es256, for: signed) else { throw .wrongAttestation }
        guard !data.flags.contains(.isVerified), !certificate.isOfAnotherForm,
            credential.aaguid == certificate.aaguid ?? Self.noModel
        else { return .none }
        return .certified(chain: chain, model: .maker)
    }
}
