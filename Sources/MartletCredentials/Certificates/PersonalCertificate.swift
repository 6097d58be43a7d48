import Crypto
import Foundation
import MartletDirectory
import SwiftASN1
import X509

/// The certificate that a person's browser showed, read and not yet believed.
///
/// The TLS layer has seen that the browser has its key. Whether it counts is said by `CertificateTrust`.
package struct PersonalCertificate: Sendable {
    /// Everything that it says.
    package let facts: CertificateFacts
    /// When it begins to count.
    let notBefore: Timestamp
    let certificate: Certificate

    /// Microsoft's PrincipalName among the alternative names.
    private static let principalName: ASN1ObjectIdentifier = [1, 3, 6, 1, 4, 1, 311, 20, 2, 3]
    /// The most names and policies of each kind that are looked at.
    private static let most = 16
    private static let longestName = 320

    /// Reads a certificate in DER.
    /// - Throws: `CertificateProblem.unreadable`.
    package init(der: [UInt8]) throws(CertificateProblem) {
        guard der.count <= ClientCertificate.longest, let certificate = try? Certificate(derEncoded: der),
            let names = try? certificate.extensions.subjectAlternativeNames.map(Array.init) ?? [],
            let policies = try? CertificatePolicies.read(certificate), names.count <= Self.most,
            policies.count <= Self.most
        else { throw .unreadable }
        self.certificate = certificate
        notBefore = Timestamp(seconds: Int64(certificate.notValidBefore.timeIntervalSince1970))
        let key = Hexadecimal.text(of: SHA256.hash(data: certificate.publicKey.subjectPublicKeyInfoBytes))
        let serial = certificate.serialText
        var bindings = [
            CertificateBinding.publicKey(key),
            CertificateBinding.serialNumber(serial, issuer: String(describing: certificate.issuer)),
        ]
        if let identifier = try? certificate.extensions.subjectKeyIdentifier {
            bindings.append(CertificateBinding.keyIdentifier(Hexadecimal.text(of: identifier.keyIdentifier)))
        }
        facts = CertificateFacts(
            thumbprint: Hexadecimal.text(of: SHA256.hash(data: der)), subject: String(describing: certificate.subject),
            bindings: bindings.compactMap(CertificateBinding.canonical),
            principalNames: names.compactMap(Self.principalName),
            mailAddresses: names.compactMap { name in
                guard case .rfc822Name(let address) = name, address.utf8.count <= Self.longestName else { return nil }
                return address
            },
            issuer: "", policies: policies,
            notAfter: Timestamp(seconds: Int64(certificate.notValidAfter.timeIntervalSince1970)), serialNumber: serial)
    }

    /// Whether it may sign in at all, whoever vouches for it: it is in its time, it is no authority's, and what it says
    /// about its use is that it is for signatures of clients.
    /// - Throws: `CertificateProblem.expired`, `.wrongUse`.
    func check(at point: Timestamp) throws(CertificateProblem) {
        guard notBefore <= point, point < facts.notAfter else { throw .expired }
        do {
            if case .isCertificateAuthority = try certificate.extensions.basicConstraints {
                throw CertificateProblem.wrongUse
            }
            if let usage = try certificate.extensions.keyUsage, !usage.digitalSignature {
                throw CertificateProblem.wrongUse
            }
            if let purposes = try certificate.extensions.extendedKeyUsage, !purposes.contains(.clientAuth),
                !purposes.contains(.any)
            {
                throw CertificateProblem.wrongUse
            }
        } catch {
            throw .wrongUse
        }
    }

    private static func principalName(_ name: GeneralName) -> String? {
        guard case .otherName(let other) = name, other.typeID == principalName, let value = other.value,
            let text = try? ASN1UTF8String(asn1Any: value)
        else { return nil }
        let name = String(text)
        return name.utf8.count <= longestName ? name : nil
    }
}

/// The policies under which a certificate was issued (RFC 5280 section 4.2.1.4).
enum CertificatePolicies {
    static let identifier: ASN1ObjectIdentifier = [2, 5, 29, 32]

    /// The object identifiers with dots; none where the extension is not there.
    static func read(_ certificate: Certificate) throws -> [String] {
        guard let value = certificate.extensions[oid: identifier]?.value else { return [] }
        return try DER.sequence(try DER.parse(value), identifier: .sequence) { policies in
            var found: [String] = []
            while let policy = policies.next() {
                let name = try DER.sequence(policy, identifier: .sequence) { parts in
                    let name = try ASN1ObjectIdentifier(derEncoded: &parts)
                    _ = parts.next()
                    return name
                }
                found.append(name.oidComponents.map(String.init).joined(separator: "."))
            }
            return found
        }
    }
}
