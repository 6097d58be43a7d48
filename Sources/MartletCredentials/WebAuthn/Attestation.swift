/// How an authenticator vouches for a passkey, as far as it was looked into.
package enum Attestation: Sendable, Equatable {
    /// Who wrote the model into what the certificate's key signed.
    package enum ModelWitness: Sendable, Equatable {
        /// The authenticator itself, or its certificate names it.
        case maker
        /// The software around it, which its owner may have changed: the key is where the certificate says, and of the
        /// model there is no more than a claim.
        case software
    }

    /// Not at all, or in a form that is not read here: whatever it says of its make is hearsay.
    case none
    /// By the passkey's own key, which says nothing about the make.
    case own
    /// By a certificate that fits what it vouches for; `chain` is that and those behind it, in DER. Whether an authority
    /// that is trusted stands at its end is still to be asked.
    case certified(chain: [[UInt8]], model: ModelWitness)

    /// Whether the model is proven, where `vouching` is what the authorities say of the certificates (A067).
    package func provesModel(by vouching: AttestationAuthority.Vouching) -> Bool {
        switch (self, vouching) {
        case (.certified, .model), (.certified(_, .maker), .maker): true
        default: false
        }
    }
}

extension AttestationObject {
    /// The most certificates in a statement.
    static let longestChain = 6

    /// The model of an authenticator that does not say which it is of.
    static let noModel = [UInt8](repeating: 0, count: 16)

    /// Looks into the statement. A form that is not read here counts as none; one that is read and does not fit is refused,
    /// also where nobody asked for it (A067).
    /// - Throws: `WebAuthnRefusal.wrongAttestation`.
    func attestation(by key: COSEKey, clientDataHash: [UInt8]) throws(WebAuthnRefusal) -> Attestation {
        switch format {
        case "none":
            guard statement.members.isEmpty else { throw .wrongAttestation }
            return .none
        case "packed": return try packed(by: key, signed: data.bytes + clientDataHash)
        case "tpm": return try tpm(by: key, signed: data.bytes + clientDataHash)
        case "android-key": return try androidKey(by: key, clientDataHash: clientDataHash)
        case "apple": return try apple(by: key, signed: data.bytes + clientDataHash)
        case "fido-u2f": return try universalSecondFactor(by: key, clientDataHash: clientDataHash)
        default: return .none
        }
    }

    /// The certificates of a statement, 1…6, the one in question first.
    /// - Throws: `WebAuthnRefusal.wrongAttestation`.
    func chain() throws(WebAuthnRefusal) -> [[UInt8]] {
        guard case .array(let values) = statement["x5c"], (1...Self.longestChain).contains(values.count) else {
            throw .wrongAttestation
        }
        var chain: [[UInt8]] = []
        for value in values {
            guard case .bytes(let der) = value else { throw .wrongAttestation }
            chain.append(der)
        }
        return chain
    }

    /// WebAuthn Level 3 section 8.2.
    private func packed(by key: COSEKey, signed: [UInt8]) throws(WebAuthnRefusal) -> Attestation {
        guard let number = statement.integer("alg"), let signature = statement.bytes("sig") else {
            throw .wrongAttestation
        }
        let algorithm = COSEKey.Algorithm(rawValue: number)
        guard statement["x5c"] != nil else {
            guard statement.members.count == 2, algorithm == key.algorithm, key.isValid(signature, for: signed) else {
                throw .wrongAttestation
            }
            return .own
        }
        guard statement.members.count == 3 else { throw .wrongAttestation }
        let chain = try chain()
        // Makers may vouch in algorithms that no passkey may have.
        guard let algorithm else { return .none }
        let certificate = try AttestationCertificate(der: chain[0])
        guard certificate.namesAuthenticator, certificate.isNoAuthority,
            certificate.isValid(signature, algorithm, for: signed)
        else { throw .wrongAttestation }
        // The make that the certificate is for, where it says one, is the make that the passkey says it is of.
        if let aaguid = certificate.aaguid, aaguid != data.credential?.aaguid { throw .wrongAttestation }
        guard !certificate.isOfAnotherForm else { return .none }
        return .certified(chain: chain, model: .maker)
    }
}
