import MartletCredentials
import MartletDirectory

/// A fresh client secret: its text, shown once, and the row, which holds a digest.
package struct NewClientSecret: Sendable {
    /// The text for the app's configuration.
    package let text: String
    /// What is stored.
    package let credential: ClientCredential
}

extension Tools {
    /// Draws a client secret of 256 bits.
    func newClientSecret(
        for application: ID<Application>, in tenant: ID<Tenant>, at: Timestamp, expiresAt: Timestamp?
    ) -> NewClientSecret {
        let token = newToken(.clientSecret)
        let credential = ClientCredential(
            id: ambient.newID(), application: application, tenant: tenant, kind: .secret, digest: token.digest,
            hint: token.hint, createdAt: at, expiresAt: expiresAt)
        return NewClientSecret(text: token.text, credential: credential)
    }

    /// Reads a certificate that an app will prove itself with.
    /// - Throws: `ActionError.invalid` naming `certificate` when it cannot be read, has expired or has a key that no
    ///   assertion can be signed with here.
    func certificate(
        _ pem: String, for application: ID<Application>, in tenant: ID<Tenant>, at: Timestamp
    ) throws -> ClientCredential {
        guard let certificate = try? CertificateReader(pem: pem), certificate.notAfter > at,
            (try? RegisteredCertificate(der: certificate.der)) != nil
        else {
            throw ActionError.invalid([FieldProblem("certificate", .malformed)])
        }
        return ClientCredential(
            id: ambient.newID(), application: application, tenant: tenant, kind: .certificate,
            digest: certificate.thumbprint, certificate: certificate.der, hint: certificate.subject, createdAt: at,
            expiresAt: certificate.notAfter)
    }
}
