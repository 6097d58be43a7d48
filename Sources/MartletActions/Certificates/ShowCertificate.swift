import MartletCredentials
import MartletDirectory
import MartletStore

/// Looks at the certificate that a browser showed at the host that asks for one, and sends the browser back to its sign-in.
///
/// Nothing is known here of the browser but its certificate, and nobody is signed in: what was found goes back, sealed, to
/// the flow, which decides.
package struct ShowCertificate: Sendable {
    let tools: Tools

    /// An action that works with `tools`.
    package init(_ tools: Tools) {
        self.tools = tools
    }

    /// Where the browser goes; `nil` for a ticket that is not good, or no more.
    ///
    /// `shown` are the certificates of the connection in DER, the browser's own first; the others are not looked at.
    /// - Throws: `StoreError`.
    package func callAsFunction(_ ticket: String, shown: [[UInt8]]) async throws -> String? {
        let at = tools.now
        guard let ticket = tools.ticket(ticket, at: at) else { return nil }
        let (found, trust) = try await facts(of: shown.first, in: ticket.tenant, at: at)
        let answer = try tools.answer(to: ticket, found, trust: trust, at: at)
        return "\(tools.publicURL.text)/signin/\(ticket.handle)/shown?answer=\(answer)"
    }

    private func facts(
        of shown: [UInt8]?, in tenant: ID<Tenant>, at: Timestamp
    ) async throws -> (Result<CertificateFacts, CertificateProblem>, trust: String) {
        guard let shown else { return (.failure(.noCertificate), "") }
        let (settings, stored, state) = try await tools.store.read { tables in
            (
                try tables.tenants.find(tenant)?.methodsPolicy.certificates ?? CertificateSettings(),
                try tables.certificateAuthorities.list(in: tenant), try tables.certificateAuthorities.state(in: tenant)
            )
        }
        guard settings.isEnabled else { return (.failure(.notAllowed), "") }
        let trust = CertificateTrust(stored, wantsList: settings.wantsRevocationList)
        do throws(CertificateProblem) {
            return (.success(try await trust.facts(of: shown, at: at)), state)
        } catch {
            return (.failure(error), "")
        }
    }
}
