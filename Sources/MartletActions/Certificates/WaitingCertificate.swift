import Foundation
import MartletDirectory

/// A certificate that was shown in a sign-in and counts only once something else is proven there.
struct WaitingCertificate: Codable, Sendable {
    /// Whose it is.
    let user: ID<User>
    /// What it says.
    let facts: CertificateFacts
    /// The authorities by which it is believed: `CertificateAuthorityRows.state`.
    let trust: String
    /// When it was shown.
    let shownAt: Timestamp

    /// As a flow keeps it.
    var text: String {
        get throws { String(decoding: try JSONEncoder().encode(self), as: UTF8.self) }
    }

    /// A certificate with every field given.
    init(user: ID<User>, facts: CertificateFacts, trust: String, shownAt: Timestamp) {
        self.user = user
        self.facts = facts
        self.trust = trust
        self.shownAt = shownAt
    }

    /// What a flow keeps; `nil` where it keeps none.
    init?(_ text: String) {
        guard !text.isEmpty, let read = try? JSONDecoder().decode(Self.self, from: Data(text.utf8)) else { return nil }
        self = read
    }
}
