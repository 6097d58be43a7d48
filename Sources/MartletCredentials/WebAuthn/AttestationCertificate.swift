import MartletDirectory
import SwiftASN1
import X509

/// The certificate that an authenticator vouches with: of its make, or of the one key.
struct AttestationCertificate: Sendable {
    /// The longest certificate that is looked at, in bytes of DER.
    static let longest = 8192

    private static let aaguidExtension: ASN1ObjectIdentifier = [1, 3, 6, 1, 4, 1, 45724, 1, 1, 4]

    /// The make that it is for; `nil` where it does not say.
    let aaguid: [UInt8]?
    /// Its key.
    let key: PublicKey

    private let certificate: Certificate

    /// Reads a certificate of version 3, whose key is of a kind that is accepted.
    /// - Throws: `WebAuthnRefusal.wrongAttestation`.
    init(der: [UInt8]) throws(WebAuthnRefusal) {
        guard der.count <= Self.longest, let certificate = try? Certificate(derEncoded: der),
            certificate.version == .v3, let key = PublicKey(certificate.publicKey)
        else { throw .wrongAttestation }
        self.certificate = certificate
        self.key = key
        aaguid = try Self.aaguid(of: certificate)
    }

    /// Whether `signature` is the certificate's key's over `signed`.
    func isValid(_ signature: [UInt8], _ algorithm: COSEKey.Algorithm, for signed: [UInt8]) -> Bool {
        COSEKey.isValid(signature, by: key, algorithm, for: signed)
    }

    /// Whether it says of itself that it signs no certificates.
    var isNoAuthority: Bool {
        guard let constraints = try? certificate.extensions.basicConstraints else { return false }
        return constraints == .notCertificateAuthority
    }

    /// Whether it names a country, an organisation, a name, and the unit whose name is fixed (WebAuthn Level 3 section
    /// 8.2.1).
    var namesAuthenticator: Bool {
        let found = Self.attributes(of: certificate.subject)
        return found[.RDNAttributeType.organizationalUnitName] == "Authenticator Attestation"
            && found[.RDNAttributeType.countryName]?.utf8.count == 2
            && found[.RDNAttributeType.organizationName]?.isEmpty == false
            && found[.RDNAttributeType.commonName]?.isEmpty == false
    }

    /// Whether it is of a key with which a TPM vouches for others (WebAuthn Level 3 section 8.3.1): it names nobody but the
    /// chip, and is for this and nothing else that would matter here.
    var isOfTPM: Bool {
        guard certificate.subject.isEmpty,
            let usage = try? certificate.extensions.extendedKeyUsage, usage.contains(Self.tpmUsage),
            let names = try? certificate.extensions.subjectAlternativeNames
        else { return false }
        return names.contains { name in
            guard case .directoryName(let chip) = name else { return false }
            let found = Self.attributes(of: chip)
            return Self.isManufacturer(found[Self.tpmManufacturer])
                && found[Self.tpmModel]?.isEmpty == false
                && found[Self.tpmVersion]?.hasPrefix("id:") == true
        }
    }

    /// The bytes of one of its extensions; `nil` where it has none of the name.
    func value(of name: ASN1ObjectIdentifier) -> [UInt8]? { certificate.extensions[oid: name].map { Array($0.value) } }

    /// Whether it is what another form of statement vouches with: of a key that Android, Apple or a TPM looks after.
    var isOfAnotherForm: Bool {
        certificate.extensions[oid: AndroidKeyDescription.name] != nil
            || certificate.extensions[oid: AttestationObject.nonceExtension] != nil
            || (try? certificate.extensions.extendedKeyUsage)?.contains(Self.tpmUsage) == true
    }

    /// Whether a certificate describes a key as Android does, whatever else it is.
    /// - Throws: `WebAuthnRefusal.wrongAttestation` for what is no certificate.
    static func describesKey(_ der: [UInt8]) throws(WebAuthnRefusal) -> Bool {
        guard der.count <= longest, let certificate = try? Certificate(derEncoded: der) else { throw .wrongAttestation }
        return certificate.extensions[oid: AndroidKeyDescription.name] != nil
    }

    private static let tpmUsage = ExtendedKeyUsage.Usage(oid: [2, 23, 133, 8, 3])
    private static let tpmManufacturer: ASN1ObjectIdentifier = [2, 23, 133, 2, 1]
    private static let tpmModel: ASN1ObjectIdentifier = [2, 23, 133, 2, 2]
    private static let tpmVersion: ASN1ObjectIdentifier = [2, 23, 133, 2, 3]

    /// Four bytes in hexadecimal digits, as the makers of chips are numbered.
    private static func isManufacturer(_ text: String?) -> Bool {
        guard let text, text.hasPrefix("id:"), text.utf8.count == 11 else { return false }
        return text.utf8.dropFirst(3).allSatisfy { Hexadecimal.value(of: $0) != nil }
    }

    private static func attributes(of name: DistinguishedName) -> [ASN1ObjectIdentifier: String] {
        var found: [ASN1ObjectIdentifier: String] = [:]
        for part in name {
            for attribute in part { found[attribute.type] = String(attribute.value) }
        }
        return found
    }

    /// The 16 bytes in the extension, wrapped as an octet string; the extension is never critical.
    private static func aaguid(of certificate: Certificate) throws(WebAuthnRefusal) -> [UInt8]? {
        guard let found = certificate.extensions[oid: aaguidExtension] else { return nil }
        let value = Array(found.value)
        guard !found.critical, value.count == 18, value[0] == 0x04, value[1] == 16 else { throw .wrongAttestation }
        return Array(value.dropFirst(2))
    }
}
