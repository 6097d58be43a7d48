/// What a person's certificate says, after somebody has found that it can be believed.
package struct CertificateFacts: Sendable, Equatable, Codable {
    /// SHA-256 of the certificate in lower-case hexadecimal digits.
    package var thumbprint: String
    /// Its subject as RFC 4514 writes it.
    package var subject: String
    /// What an administrator may have bound to a person: any of these texts of `CertificateBinding`.
    package var bindings: [String]
    /// The PrincipalNames among its alternative names.
    package var principalNames: [String]
    /// The mail addresses among them.
    package var mailAddresses: [String]
    /// The key identifier of the authority that signed it, in lower-case hexadecimal digits.
    package var issuer: String
    /// The policies that it names, as object identifiers with dots.
    package var policies: [String]
    /// When it ends, or an authority on the way to the root before it.
    package var notAfter: Timestamp
    /// Its serial number in lower-case hexadecimal digits.
    package var serialNumber: String
    /// The way to the root by which it was believed, the authority that signed it first.
    package var authorities: [AuthorityLink]

    /// Facts with every field given.
    package init(
        thumbprint: String, subject: String, bindings: [String], principalNames: [String], mailAddresses: [String],
        issuer: String, policies: [String], notAfter: Timestamp, serialNumber: String = "",
        authorities: [AuthorityLink] = []
    ) {
        self.thumbprint = thumbprint
        self.subject = subject
        self.bindings = bindings
        self.principalNames = principalNames
        self.mailAddresses = mailAddresses
        self.issuer = issuer
        self.policies = policies
        self.notAfter = notAfter
        self.serialNumber = serialNumber
        self.authorities = authorities
    }
}

/// Why a certificate signed nobody in: a word for the log, and never for the browser.
package enum CertificateProblem: String, Sendable, Error, Codable, CaseIterable {
    /// The browser showed none.
    case noCertificate
    /// It is no certificate that can be read here.
    case unreadable
    /// It is not there to sign with, or not for clients, or an authority's own.
    case wrongUse
    /// It has ended, or not begun.
    case expired
    /// No authority of the organisation vouches for it.
    case unknownAuthority
    /// Its authority has revoked it, or somebody on the way to the root has been revoked.
    case revoked
    /// A list of revoked certificates is wanted and not here.
    case noRevocationList
    /// The list that is here has run out.
    case staleRevocationList
    /// It belongs to nobody here.
    case notBound
    /// It says that it belongs to several people.
    case ambiguous
    /// It belongs to somebody else than the person of the sign-in.
    case otherPerson
    /// Certificates are off, or not for this person.
    case notAllowed
    /// The way back was used before, is too old, or belongs to another sign-in; or the authorities changed meanwhile.
    case wrongHandover
    /// It would be the first method of a person who may not register one here.
    case registrationBarred

    /// The sentence of the log.
    package var reasonForLog: String {
        switch self {
        case .noCertificate: "no certificate was shown"
        case .unreadable: "the certificate could not be read"
        case .wrongUse: "the certificate is not for signing in"
        case .expired: "the certificate has ended or not begun"
        case .unknownAuthority: "no authority of the organisation vouches for the certificate"
        case .revoked: "the certificate is revoked"
        case .noRevocationList: "there is no list of revoked certificates"
        case .staleRevocationList: "the list of revoked certificates is out of date"
        case .notBound: "the certificate belongs to nobody"
        case .ambiguous: "the certificate belongs to several people"
        case .otherPerson: "the certificate belongs to somebody else"
        case .notAllowed: "certificates are not allowed for this person"
        case .wrongHandover: "the answer of the certificate's page was used before or belongs to another sign-in"
        case .registrationBarred: "a first registration was not allowed here"
        }
    }
}
