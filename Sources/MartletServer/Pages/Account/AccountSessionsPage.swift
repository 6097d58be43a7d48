import MartletDirectory

/// The browsers in which the person is signed in.
package struct AccountSessionsPage: Page {
    /// One session, by its public handle.
    package struct Line: Sendable {
        package var id: ID<Session>
        package var origin: Origin
        package var createdAt: Timestamp
        package var lastSeenAt: Timestamp
        /// Whether it survives closing the browser.
        package var isPersistent: Bool
        /// Whether a second factor was proven in it.
        package var hasSecondFactor: Bool
        /// The names of the apps that were signed in to with it.
        package var applications: [String]

        /// A line with every field given.
        package init(
            id: ID<Session>, origin: Origin, createdAt: Timestamp, lastSeenAt: Timestamp, isPersistent: Bool,
            hasSecondFactor: Bool, applications: [String] = []
        ) {
            self.id = id
            self.origin = origin
            self.createdAt = createdAt
            self.lastSeenAt = lastSeenAt
            self.isPersistent = isPersistent
            self.hasSecondFactor = hasSecondFactor
            self.applications = applications
        }
    }

    package static let template = "account-sessions"
    package static let section = "sessions"
    package let titleKey = "account.sessions.title"
    /// The live sessions, newest first.
    package var sessions: [Line]
    /// The one that shows this page.
    package var current: ID<Session>
    /// What just happened.
    package var notice: AccountNotice?

    /// A page with every field given.
    package init(sessions: [Line], current: ID<Session>, notice: AccountNotice? = nil) {
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

    private func view(of session: Line, _ phrases: Phrases) -> ViewObject {
        let system = AgentName(userAgent: session.origin.userAgent).system
        return [
            "icon": .text(system == "iPhone" || system == "Android" ? "phone" : "screen"),
            "id": .text(session.id.rawValue), "isCurrent": .flag(session.id == current),
            "device": .text(phrases.device(session.origin.userAgent)), "place": phrases.place(session.origin),
            "since": .object(phrases.time(session.createdAt)), "seen": .object(phrases.time(session.lastSeenAt)),
            "apps": session.applications.isEmpty
                ? .absent
                : .text(phrases("account.sessions.apps", ["apps": session.applications.joined(separator: ", ")])),
            "hasSecondFactor": .flag(session.hasSecondFactor),
            "isPersistent": .flag(session.isPersistent),
        ]
    }
}
