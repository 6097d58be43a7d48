import Foundation
import MartletDirectory
import SwiftASN1
@_spi(FixedExpiryValidationTime) import X509

/// Whom an organisation trusts to say which certificate is whose, and what they have revoked.
///
/// Only what an administrator uploaded leads from a certificate to a root: what the browser sends along with its own is
/// not looked at.
package struct CertificateTrust: Sendable {
    /// An authority with its list of revoked certificates, if there is one here.
    package struct Authority: Sendable {
        let authority: TrustedAuthority
        let list: RevocationList?
        let identity: String

        /// Both, read from what is stored; `nil` where the certificate cannot be read. A list that cannot be read is none.
        package init?(_ stored: CertificateAuthority) {
            guard let authority = try? TrustedAuthority(der: stored.certificate) else { return nil }
            self.authority = authority
            identity = authority.identity
            list = stored.revocationList.flatMap { try? RevocationList($0) }
        }
    }

    private let authorities: [Authority]
    private let wantsList: Bool

    /// The trust in `authorities`; `wantsList` has every authority on the way say what it has revoked.
    package init(_ authorities: [Authority], wantsList: Bool) {
        self.authorities = authorities
        self.wantsList = wantsList
    }

    /// The trust in what is stored; what cannot be read is not trusted.
    package init(_ stored: [CertificateAuthority], wantsList: Bool) {
        self.init(stored.compactMap(Authority.init), wantsList: wantsList)
    }

    /// What a certificate in DER says, believed at `point` (RFC 5280 section 6).
    /// - Throws: `CertificateProblem`, any of those about the certificate itself.
    package func facts(of der: [UInt8], at point: Timestamp) async throws(CertificateProblem) -> CertificateFacts {
        let shown = try PersonalCertificate(der: der)
        try shown.check(at: point)
        let path = try await path(of: shown.certificate, at: point)
        for (certificate, issuer) in zip(path, path.dropFirst()) {
            try check(certificate.serialText, of: TrustedAuthority.identity(of: issuer), at: point)
        }
        guard path.count > 1, let signer = authorities.first(where: { $0.authority.certificate == path[1] }) else {
            throw .unknownAuthority
        }
        var facts = shown.facts
        facts.issuer = signer.authority.keyIdentifier
        facts.authorities = path.dropFirst().map { authority in
            AuthorityLink(authority: TrustedAuthority.identity(of: authority), serialNumber: authority.serialText)
        }
        facts.notAfter = path.map { Timestamp(seconds: Int64($0.notValidAfter.timeIntervalSince1970)) }.min() ?? point
        return facts
    }

    /// Looks again at a certificate that was believed once, by its serial number and the way to the root that was found
    /// then: whether every authority of it is trusted still, and none of them has revoked the one before it since.
    /// - Throws: `CertificateProblem.unknownAuthority`, `.revoked`; `.noRevocationList` and `.staleRevocationList` where
    ///   lists are wanted.
    package func check(
        serialNumber: String, behind links: [AuthorityLink], at point: Timestamp
    ) throws(CertificateProblem) {
        guard let root = links.last,
            authorities.contains(where: { $0.identity == root.authority && $0.authority.isRoot })
        else { throw .unknownAuthority }
        var serialNumber = serialNumber
        for link in links {
            guard authorities.contains(where: { $0.identity == link.authority }) else { throw .unknownAuthority }
            try check(serialNumber, of: link.authority, at: point)
            serialNumber = link.serialNumber
        }
    }

    private func path(
        of certificate: Certificate, at point: Timestamp
    ) async throws(CertificateProblem) -> [Certificate] {
        let roots = authorities.filter(\.authority.isRoot).map(\.authority.certificate)
        guard !roots.isEmpty else { throw .unknownAuthority }
        let others = authorities.filter { !$0.authority.isRoot }.map(\.authority.certificate)
        let time = Date(timeIntervalSince1970: Double(point.seconds))
        var verifier = Verifier(rootCertificates: CertificateStore(roots)) {
            RFC5280Policy(fixedExpiryValidationTime: time)
            ClientUsagePolicy()
            PolicyNamesPolicy()
        }
        let result = await verifier.validate(leaf: certificate, intermediates: CertificateStore(others))
        guard case .validCertificate(let chain) = result else { throw .unknownAuthority }
        return Array(chain)
    }

    /// Looks at every list of whoever signed a certificate: an authority may be here more than once, with another end
    /// say, and what any copy of it has revoked is revoked.
    private func check(
        _ serialNumber: String, of issuer: String, at point: Timestamp
    ) throws(CertificateProblem) {
        let lists = authorities.filter { $0.identity == issuer }.compactMap(\.list)
        // What was revoked stays so, however old the list is.
        if lists.contains(where: { $0.revokes(serialNumber) }) { throw .revoked }
        guard wantsList else { return }
        guard !lists.isEmpty else { throw .noRevocationList }
        guard lists.contains(where: { $0.isCurrent(at: point) }) else { throw .staleRevocationList }
    }
}

extension Certificate {
    /// The serial number in lower-case hexadecimal digits.
    var serialText: String { Hexadecimal.text(of: serialNumber.bytes) }
}

/// The policies that a certificate names are read where rules are about them, so that they may be critical.
private struct PolicyNamesPolicy: VerifierPolicy {
    let verifyingCriticalExtensions: [ASN1ObjectIdentifier] = [CertificatePolicies.identifier]

    func chainMeetsPolicyRequirements(chain: UnverifiedCertificateChain) -> PolicyEvaluationResult { .meetsPolicy }
}
