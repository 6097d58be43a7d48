import Hummingbird
import MartletActions
import MartletDirectory

/// The authorities that are trusted about people's certificates.
struct CertificateAuthorityPages: Sendable {
    let doors: Doors

    private static let path = "/admin/certificate-authorities"

    /// The list, with the form that takes another.
    @Sendable func list(_ visit: Visit) async throws -> Response {
        try await visit.admin { inside in try await page(for: inside) }
    }

    /// Takes authorities.
    @Sendable func add(_ visit: Visit) async throws -> Response {
        try await visit.admin { inside in
            let pem = try await inside.form().text("certificate")
            do {
                return try await inside.change(.authorityAdded, at: Self.path) {
                    try await AddCertificateAuthorities(doors.tools)(pem, by: inside.caller)
                }
            } catch ActionError.invalid {
                return try await page(for: inside, isWrong: true)
            }
        }
    }

    /// Takes what one of them has revoked.
    @Sendable func setList(_ visit: Visit) async throws -> Response {
        try await visit.admin { inside in
            let list = Array(try await inside.form().text("list").utf8)
            let id: ID<CertificateAuthority> = try visit.id("authority")
            do {
                return try await inside.change(.revocationListSet, at: Self.path) {
                    _ = try await SetRevocationList(doors.tools)(list, for: id, by: inside.caller)
                }
            } catch ActionError.invalid {
                return try await page(for: inside, wrongList: id)
            }
        }
    }

    /// Ends the trust in one.
    @Sendable func remove(_ visit: Visit) async throws -> Response {
        try await visit.admin { inside in
            _ = try await inside.form()
            let id: ID<CertificateAuthority> = try visit.id("authority")
            return try await inside.change(.authorityRemoved, at: Self.path) {
                try await RemoveCertificateAuthority(doors.tools)(id, by: inside.caller)
            }
        }
    }

    private func page(
        for inside: Inside, isWrong: Bool = false, wrongList: ID<CertificateAuthority>? = nil
    ) async throws -> Response {
        let found = try await ListCertificateAuthorities(doors.tools)(by: inside.caller)
        let page = CertificateAuthoritiesPage(
            authorities: found.authorities, mayChange: found.mayChange,
            hasHost: doors.tools.certificateURL != nil, isWrong: isWrong, wrongList: wrongList, notice: inside.notice)
        return try inside.page(page, status: isWrong || wrongList != nil ? 400 : 200)
    }
}
