import MartletActions
import MartletDirectory

/// The authorities that are trusted about people's certificates, and what they have revoked.
package struct CertificateAuthoritiesPage: Page {
    package static let template = "admin-certificate-authorities"
    package static let section = "adminMethods"
    package let titleKey = "admin.authorities.title"
    /// The authorities, oldest first.
    package let authorities: [CertificateAuthority]
    /// Whether the viewer may change them.
    package let mayChange: Bool
    /// Whether this installation asks for certificates anywhere.
    package let hasHost: Bool
    /// Whether what was just sent is no authority.
    package let isWrong: Bool
    /// The authority whose list was just sent and not taken.
    package let wrongList: ID<CertificateAuthority>?
    /// What a form just did.
    package let notice: AdminNotice?

    /// A page with every field given.
    package init(
        authorities: [CertificateAuthority], mayChange: Bool, hasHost: Bool, isWrong: Bool = false,
        wrongList: ID<CertificateAuthority>? = nil, notice: AdminNotice? = nil
    ) {
        self.authorities = authorities
        self.mayChange = mayChange
        self.hasHost = hasHost
        self.isWrong = isWrong
        self.wrongList = wrongList
        self.notice = notice
    }

    package func content(_ phrases: Phrases) -> ViewObject {
        [
            "notice": phrases.notice(notice), "mayChange": .flag(mayChange), "hasHost": .flag(hasHost),
            "isWrong": .flag(isWrong), "isEmpty": .flag(authorities.isEmpty),
            "rows": ViewValue(authorities.map { row($0, phrases) }),
        ]
    }

    private func row(_ authority: CertificateAuthority, _ phrases: Phrases) -> ViewObject {
        let isOver = authority.listEndsAt.map { $0 <= phrases.now } ?? false
        return [
            "id": .text(authority.id.rawValue), "subject": .text(authority.subject),
            "keyIdentifier": .text(authority.keyIdentifier), "isRoot": .flag(authority.isRoot),
            "until": .text(phrases("admin.authorities.until", ["day": phrases.dayText(authority.notAfter)])),
            "hasEnded": .flag(authority.notAfter <= phrases.now),
            "listUntil": ViewValue(
                authority.listEndsAt.map { phrases("admin.authorities.listUntil", ["day": phrases.dayText($0)]) }),
            "isListOver": .flag(isOver), "isListWrong": .flag(authority.id == wrongList),
        ]
    }
}
