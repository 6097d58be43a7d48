import MartletDirectory
import MartletPolicy
import Testing

@testable import MartletActions

/// What counts as a second factor where an account is changed (MR-2, MR-16).
@Suite struct `Second factors of a session` {
    private let at = Timestamp(milliseconds: 1_790_000_000_000)

    private func counts(_ method: Method, beside others: Method...) -> Bool {
        let proofs = (others + [method]).map { Proof(method: $0, at: at) }
        return proofs.isSecondFactor(proofs[proofs.count - 1])
    }

    @Test func `a certificate of one factor is one only beside the password`() {
        #expect(!counts(.certificate))
        #expect(!counts(.certificate, beside: .certificate))
        #expect(counts(.certificate, beside: .password))
        #expect(counts(.multiFactorCertificate) && counts(.passkey) && counts(.passwordlessPush))
        #expect(!counts(.password, beside: .certificate) && !counts(.password, beside: .passkey))
    }

    @Test func `A101 whoever says which methods there are names no authority of certificates`() {
        let operation = MartletPolicy.Operation.manageCertificateAuthorities
        let verdict = { (role: DirectoryRole) in
            Permission.check(caller: CallerFacts(roles: [role.id]), for: operation)
        }
        #expect(verdict(.globalAdministrator) == .permitted)
        #expect(verdict(.privilegedAuthenticationAdministrator) == .permitted)
        #expect(verdict(.authenticationPolicyAdministrator) != .permitted)
        #expect(verdict(.authenticationAdministrator) != .permitted)
    }
}
