extension AttestationObject {
    /// WebAuthn Level 3 section 8.4: by the certificate of the passkey's own key, which says how Android keeps it.
    ///
    /// A key that Android keeps in software alone is vouched for by nobody but the telephone's owner, and so counts as one
    /// that vouches for itself.
    /// - Throws: `WebAuthnRefusal.wrongAttestation`.
    func androidKey(by key: COSEKey, clientDataHash: [UInt8]) throws(WebAuthnRefusal) -> Attestation {
        guard statement.members.count == 3, let number = statement.integer("alg"),
            number == key.algorithm.rawValue, let signature = statement.bytes("sig"),
            key.isValid(signature, for: data.bytes + clientDataHash)
        else { throw .wrongAttestation }
        let chain = try chain()
        let certificate = try AttestationCertificate(der: chain[0])
        guard key.isSame(as: certificate.key), let value = certificate.value(of: AndroidKeyDescription.name),
            let description = AndroidKeyDescription(value), description.challenge == clientDataHash,
            !description.isForAllApplications, description.isMadeToSign
        else { throw .wrongAttestation }
        if let aaguid = certificate.aaguid, aaguid != data.credential?.aaguid { throw .wrongAttestation }
        // A key that is described itself has no business signing descriptions of others.
        for other in chain.dropFirst() {
            guard try !AttestationCertificate.describesKey(other) else { throw .wrongAttestation }
        }
        guard description.isHeldByHardware else { return .own }
        return .certified(chain: chain, model: certificate.aaguid == nil ? .software : .maker)
    }
}
