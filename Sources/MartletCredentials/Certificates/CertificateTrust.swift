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

        /// Both, read from what is stored; `nil` where the certificate cannot be read. A list that cannot be read is none.
        package init?(_ stored: CertificateAuthority) {
            guard let authority = try? TrustedAuthority(der: stored.certificate) else { return nil }
            self.authority = authority
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

    /// What a certificate in DER says, believed at `point` (RFC 5280 section 6).
    /// - Throws: `CertificateProblem`, any of those about the certificate itself.
    package func facts(of der: [UInt8], at point: Timestamp) async throws(CertificateProblem) -> CertificateFacts {
        let shown = try PersonalCertificate(der: der)
        try shown.check(at: point)
        let path = try await path(of: shown.certificate, at: point)
        for (certificate, issuer) in zip(path, path.dropFirst()) {
            try check(certificate, of: issuer, at: point)
        }
        guard path.count > 1, let signer = authorities.first(where: { $0.authority.certificate == path[1] }) else {
            throw .unknownAuthority
        }
        var facts = shown.facts
        facts.issuer = signer.authority.keyIdentifier
        return facts
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

    private func check(
        _ certificate: Certificate, of issuer: Certificate, at point: Timestamp
    ) throws(CertificateProblem) {
        let list = authorities.first { $0.authority.certificate == issuer }?.list
        // What was revoked stays so, however old the list is.
        if list?.revokes(certificate) == true { throw .revoked }
        guard wantsList else { return }
        guard let list else { throw .noRevocationList }
        guard list.isCurrent(at: point) else { throw .staleRevocationList }
    }
}

/// The policies that a certificate names are read where rules are about them, so that they may be critical.
private struct PolicyNamesPolicy: VerifierPolicy {
    let verifyingCriticalExtensions: [ASN1ObjectIdentifier] = [CertificatePolicies.identifier]

    func chainMeetsPolicyRequirements(chain: UnverifiedCertificateChain) -> PolicyEvaluationResult { .meetsPolicy }
}
