import MartletDirectory

/// The answer of a browser that has made a passkey.
package struct RegistrationMessage: Sendable {
    /// The ways to reach an authenticator that are kept; hints for the browser, and nothing rests on them.
    package static let knownTransports = ["ble", "cable", "hybrid", "internal", "nfc", "smart-card", "usb"]

    /// The longest attestation that is looked at, in bytes.
    static let longestAttestation = 24 * 1024

    /// The credential's name as the message has it.
    let id: [UInt8]
    /// What the browser did.
    package let clientData: ClientData
    /// What the authenticator made.
    let attestation: AttestationObject
    /// How the authenticator can be reached, as far as the words are known, each once.
    package let transports: [String]

    /// The certificates in the attestation, the one in question first, in DER; whether they fit is not asked here.
    package var certificates: [[UInt8]] {
        guard case .array(let values) = attestation.statement["x5c"], values.count <= AttestationObject.longestChain
        else { return [] }
        return values.compactMap { value in
            guard case .bytes(let der) = value else { return nil }
            return der
        }
    }

    /// The model that the authenticator says it is of, as 32 lower-case hexadecimal digits.
    var model: String { Hexadecimal.text(of: attestation.data.credential?.aaguid ?? AttestationObject.noModel) }

    /// Whether a TPM vouches, whose certificates are held against what they are for when the attestation is.
    var isOfTPM: Bool { attestation.format == "tpm" }

    /// Reads the JSON.
    /// - Throws: `WebAuthnRefusal`.
    package init(_ text: String) throws(WebAuthnRefusal) {
        let message = try CredentialMessage(text)
        guard let attestation = message.bytes("attestationObject", longest: Self.longestAttestation) else {
            throw .malformed
        }
        id = message.id
        clientData = try ClientData(message.clientDataJSON)
        self.attestation = try AttestationObject(attestation)
        let words = message.response.strings("transports") ?? []
        transports = Self.knownTransports.filter(words.contains)
    }

    /// The same of its parts, for those who have them as bytes.
    package init(id: [UInt8], clientDataJSON: [UInt8], attestationObject: [UInt8]) throws(WebAuthnRefusal) {
        guard attestationObject.count <= Self.longestAttestation else { throw .malformed }
        self.id = id
        clientData = try ClientData(clientDataJSON)
        attestation = try AttestationObject(attestationObject)
        transports = []
    }
}
