import SwiftASN1
import X509

/// The certificate of an authenticator's make (WebAuthn Level 3 section 8.2.1).
struct AttestationCertificate: Sendable {
    /// The longest certificate that is looked at, in bytes of DER.
    static let longest = 8192

    private static let aaguidExtension: ASN1ObjectIdentifier = [1, 3, 6, 1, 4, 1, 45724, 1, 1, 4]

    /// The make that it is for; `nil` where it does not say.
    let aaguid: [UInt8]?

    private let key: PublicKey

    /// Reads a certificate and holds it against what the specification wants of one.
    /// - Throws: `WebAuthnRefusal.wrongAttestation`.
    init(der: [UInt8]) throws(WebAuthnRefusal) {
        guard der.count <= Self.longest, let certificate = try? Certificate(derEncoded: der),
            certificate.version == .v3, Self.namesAuthenticator(certificate.subject),
            let constraints = try? certificate.extensions.basicConstraints, constraints == .notCertificateAuthority,
            let key = PublicKey(certificate.publicKey)
        else { throw .wrongAttestation }
        self.key = key
        aaguid = try Self.aaguid(of: certificate)
    }

    /// Whether `signature` is the certificate's key's over `signed`.
    func isValid(_ signature: [UInt8], _ algorithm: COSEKey.Algorithm, for signed: [UInt8]) -> Bool {
        COSEKey.isValid(signature, by: key, algorithm, for: signed)
    }

    /// A country, an organisation, a name, and the unit whose name is fixed.
    private static func namesAuthenticator(_ subject: DistinguishedName) -> Bool {
        var found: [ASN1ObjectIdentifier: String] = [:]
        for part in subject {
            for attribute in part { found[attribute.type] = String(attribute.value) }
        }
        return found[.RDNAttributeType.organizationalUnitName] == "Authenticator Attestation"
            && found[.RDNAttributeType.countryName]?.utf8.count == 2
            && found[.RDNAttributeType.organizationName]?.isEmpty == false
            && found[.RDNAttributeType.commonName]?.isEmpty == false
    }

    /// The 16 bytes in the extension, wrapped as an octet string; the extension is never critical.
    private static func aaguid(of certificate: Certificate) throws(WebAuthnRefusal) -> [UInt8]? {
        guard let found = certificate.extensions[oid: aaguidExtension] else { return nil }
        let value = Array(found.value)
        guard !found.critical, value.count == 18, value[0] == 0x04, value[1] == 16 else { throw .wrongAttestation }
        return Array(value.dropFirst(2))
    }
}
