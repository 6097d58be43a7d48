import MartletDirectory

/// The browsers in which the person is signed in.
package struct AccountSessionsPage: Page {
    package static let template = "account-sessions"
    package static let section = "sessions"
    package let titleKey = "account.sessions.title"
    /// The live sessions, newest first.
    package var sessions: [Session]
    /// The one that shows this page.
    package var current: ID<Session>
    /// What just happened.
    package var notice: AccountNotice?

    /// A page with every field given.
    package init(sessions: [Session], current: ID<Session>, notice: AccountNotice? = nil) {
        self.sessions = sessions
        self.current = current
        self.notice = notice
    }

    package func content(_ phrases: Phrases) -> ViewObject {
        let here = sessions.filter { $0.id == current }
        let others = sessions.filter { $0.id != current }
        return [
            "notice": phrases.notice(notice), "sessions": ViewValue((here + others).map { view(of: $0, phrases) }),
            "hasOthers": .flag(!others.isEmpty),
        ]
    }

    private func view(of session: Session, _ phrases: Phrases) -> ViewObject {
        let system = AgentName(userAgent: session.origin.userAgent).system
        return [
            "icon": .text(system == "iPhone" || system == "Android" ? "phone" : "screen"),
            "id": .text(session.id.rawValue), "isCurrent": .flag(session.id == current),
            "device": .text(phrases.device(session.origin.userAgent)), "place": phrases.place(session.origin),
            "since": .object(phrases.time(session.createdAt)), "seen": .object(phrases.time(session.lastSeenAt)),
            "hasSecondFactor": .flag(session.proofs.contains { $0.method != .password }),
            "isPersistent": .flag(session.isPersistent),
        ]
    }
}
