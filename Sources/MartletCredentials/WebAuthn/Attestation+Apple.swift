import Crypto
import SwiftASN1

extension AttestationObject {
    /// The name of the extension that Apple's certificates carry.
    static let nonceExtension: ASN1ObjectIdentifier = [1, 2, 840, 113635, 100, 8, 2]

    /// WebAuthn Level 3 section 8.8: by a certificate that was made for this one key and for nothing but this registration.
    ///
    /// Apple certifies a key and a digest that the software around it hands over: the model in it is what the software
    /// claims, unless the certificate names it.
    /// - Throws: `WebAuthnRefusal.wrongAttestation`.
    func apple(by key: COSEKey, signed: [UInt8]) throws(WebAuthnRefusal) -> Attestation {
        guard statement.members.count == 1 else { throw .wrongAttestation }
        let chain = try chain()
        let certificate = try AttestationCertificate(der: chain[0])
        guard let value = certificate.value(of: Self.nonceExtension), let nonce = try? Self.nonce(in: value),
            nonce == Array(SHA256.hash(data: signed)), key.isSame(as: certificate.key)
        else { throw .wrongAttestation }
        if let aaguid = certificate.aaguid, aaguid != data.credential?.aaguid { throw .wrongAttestation }
        return .certified(chain: chain, model: certificate.aaguid == nil ? .software : .maker)
    }

    /// A sequence of one octet string, which is tagged with 1.
    private static func nonce(in value: [UInt8]) throws -> [UInt8] {
        try DER.sequence(try DER.parse(value), identifier: .sequence) { nodes in
            try DER.explicitlyTagged(&nodes, tagNumber: 1, tagClass: .contextSpecific) { node in
                Array(try ASN1OctetString(derEncoded: node, withIdentifier: .octetString).bytes)
            }
        }
    }
}
