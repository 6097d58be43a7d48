import HTTPTypes
import Hummingbird
import MartletActions
import MartletDirectory

/// Adding a way to sign in as one path: choose, set up and name, review (MR-1). What is set up has pages of its own, which
/// the choice leads to and which end at the review.
struct RegistrationWizard: Sendable {
    let doors: Doors

    /// The address of the review after `notice`.
    static func review(_ notice: AccountNotice) -> String { "/account/security/review?done=\(notice.rawValue)" }

    /// What may be added. Whoever has a second factor gives it here rather than in the middle of the path (MR-2); each way
    /// asks for what it wants besides.
    @Sendable func choose(_ visit: Visit) async throws -> Response {
        try await visit.inside(.accountChange) { inside in
            let info = try await OwnSecurityInfo(doors.tools)(by: inside.caller)
            return try inside.page(AccountAddMethodPage(ways: info.ways))
        }
    }

    /// What there is now, and what is still advisable (MR-11).
    @Sendable func review(_ visit: Visit) async throws -> Response {
        try await visit.inside(.account) { inside in
            let info = try await OwnSecurityInfo(doors.tools)(by: inside.caller)
            let apps = info.authenticators.map {
                AccountReviewPage.Line(
                    kind: $0.lastSeenAt == nil ? .app : .phone, name: $0.name, createdAt: $0.createdAt)
            }
            let passkeys = info.passkeys.filter(\.isUsable).map {
                AccountReviewPage.Line(kind: .passkey, name: $0.name, createdAt: $0.createdAt)
            }
            let certificates = info.certificates.filter { $0.worth != nil }.map {
                AccountReviewPage.Line(kind: .certificate, name: "", createdAt: $0.createdAt)
            }
            return try inside.page(
                AccountReviewPage(
                    methods: passkeys + certificates + apps, advice: info.advice, isRegistered: info.isRegistered,
                    recoveryCodesLeft: info.recoveryCodesLeft, notice: visit.notice))
        }
    }
}
