import Crypto

extension AttestationObject {
    /// WebAuthn Level 3 section 8.3: by a key of a TPM, which says of another key that it is in the same chip.
    ///
    /// The chip signs a digest that the software around it hands over, so the model in it is what the software claims,
    /// unless the certificate names it. A key that was brought into the chip, or may leave it, is vouched for by nobody but
    /// the computer's owner, and so counts as one that vouches for itself. A statement in an algorithm that no passkey may have, as the SHA-1 of older
    /// systems, counts as none.
    /// - Throws: `WebAuthnRefusal.wrongAttestation`.
    func tpm(by key: COSEKey, signed: [UInt8]) throws(WebAuthnRefusal) -> Attestation {
        guard statement.members.count == 6, statement["ver"] == .text("2.0"), let number = statement.integer("alg"),
            let signature = statement.bytes("sig"), let certified = statement.bytes("certInfo"),
            let publicArea = statement.bytes("pubArea")
        else { throw .wrongAttestation }
        let chain = try chain()
        guard let algorithm = COSEKey.Algorithm(rawValue: number) else { return .none }
        let area = try TPMPublicArea(publicArea)
        guard area.isOf(key) else { throw .wrongAttestation }
        let certificate = try AttestationCertificate(der: chain[0])
        guard certificate.isOfTPM, certificate.isNoAuthority, certificate.isValid(signature, algorithm, for: certified)
        else { throw .wrongAttestation }
        if let aaguid = certificate.aaguid, aaguid != data.credential?.aaguid { throw .wrongAttestation }
        let said = try TPMCertification(certified)
        // Every algorithm that is accepted, and in which a TPM signs, has SHA-256.
        guard algorithm != .edDSA, said.extraData == Array(SHA256.hash(data: signed)), said.name == area.objectName
        else { throw .wrongAttestation }
        guard area.isMadeInChip else { return .own }
        return .certified(chain: chain, model: certificate.aaguid == nil ? .software : .maker)
    }
}
