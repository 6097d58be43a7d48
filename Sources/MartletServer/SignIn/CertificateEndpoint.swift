import Hummingbird
import MartletActions

/// The one door of the host that asks browsers for a certificate.
struct CertificateEndpoint: Sendable {
    let doors: Doors

    /// Looks at what was shown and sends the browser back to its sign-in, whatever it was.
    @Sendable func show(_ visit: Visit) async throws -> Response {
        guard doors.tools.certificateURL != nil else { throw Stop.notFound }
        let shown = await visit.personalCertificates()
        guard let back = try await ShowCertificate(doors.tools)(visit.query.text("ticket"), shown: shown) else {
            return try visit.page(
                RefusalPage(errorCode: 50089, correlationID: doors.tools.newCorrelationID(), retry: nil),
                status: .badRequest)
        }
        return visit.redirect(to: back)
    }
}
