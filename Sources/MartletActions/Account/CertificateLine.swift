import MartletDirectory
import MartletPolicy

/// A certificate of a person as pages show it.
package struct CertificateLine: Sendable, Equatable {
    /// The certificate's identifier.
    package let id: ID<PersonCertificate>
    /// What it says whose it is, as RFC 4514 writes it; `nil` until it was shown.
    package let subject: String?
    /// What an administrator bound, or the text that would bind it.
    package let binding: String
    /// Whether an administrator bound it; otherwise a name in it led to the person.
    package let isBound: Bool
    /// When it was bound, or first shown.
    package let createdAt: Timestamp
    /// When it last signed somebody in; `nil` before.
    package let lastUsedAt: Timestamp?
    /// When it ends; `nil` until it was shown.
    package let endsAt: Timestamp?
    /// What it is worth now, where it counts; `nil` where it does not, or not yet.
    package let worth: Method?

    /// A line with every field given.
    package init(
        id: ID<PersonCertificate>, subject: String?, binding: String, isBound: Bool, createdAt: Timestamp,
        lastUsedAt: Timestamp? = nil, endsAt: Timestamp? = nil, worth: Method? = nil
    ) {
        self.id = id
        self.subject = subject
        self.binding = binding
        self.isBound = isBound
        self.createdAt = createdAt
        self.lastUsedAt = lastUsedAt
        self.endsAt = endsAt
        self.worth = worth
    }

    /// The line of a certificate of `subject` at a time.
    init(_ certificate: PersonCertificate, of subject: SignInSubject, at: Timestamp) {
        let usable = subject.certificates.first { $0.id == certificate.id && $0.endsAt > at }
        self.init(
            id: certificate.id, subject: certificate.seen?.subject, binding: certificate.binding,
            isBound: certificate.isBound, createdAt: certificate.createdAt, lastUsedAt: certificate.seen?.at,
            endsAt: certificate.seen?.notAfter,
            worth: usable.map(\.method).flatMap { subject.allowed.methods.contains(MethodSet($0)) ? $0 : nil })
    }

    /// Its issuer and its serial number, where those are what was bound.
    package var issuerAndSerialNumber: (issuer: String, serialNumber: String)? {
        CertificateBinding.issuerAndSerialNumber(in: binding)
    }
}
