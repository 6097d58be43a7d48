import SwiftASN1
import X509

/// A certificate that says what it is for must say that it is for clients (RFC 5280 section 4.2.1.12).
struct ClientUsagePolicy: VerifierPolicy {
    let verifyingCriticalExtensions: [ASN1ObjectIdentifier] = [
        .X509ExtensionID.extendedKeyUsage, .X509ExtensionID.subjectAlternativeName,
    ]

    func chainMeetsPolicyRequirements(chain: UnverifiedCertificateChain) -> PolicyEvaluationResult {
        for certificate in chain {
            do {
                guard let usage = try certificate.extensions.extendedKeyUsage else { continue }
                guard usage.contains(.clientAuth) || usage.contains(.any) else {
                    return .failsToMeetPolicy(reason: "not for the authentication of clients")
                }
            } catch {
                return .failsToMeetPolicy(reason: "its usage cannot be read")
            }
        }
        return .meetsPolicy
    }
}
